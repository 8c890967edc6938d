import { createHash } from "node:crypto";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "./database.ts";

/** One thing that was done or decided, and by whom. */
export interface Entry {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly who: string;
  readonly kind: string;
  /** What it is about, such as the id of a case. */
  readonly subject?: string;
  /** Plain data; no secrets. */
  readonly body: unknown;
}

/** An entry in its place in the chain. */
export interface ChainedEntry extends Entry {
  readonly seq: number;
  readonly previous: string;
  readonly hash: string;
}

/** What stands before the first entry. */
const ROOT = "0".repeat(64);

/** Writes an entry behind the last. Its hash covers the hash before it, so that no entry can be changed or left out. */
export async function writeEntry(db: Transaction<Database>, entry: Entry): Promise<ChainedEntry> {
  const last = await db
    .selectFrom("journal")
    .select(["seq", "hash"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  const seq = (last?.seq ?? 0) + 1;
  const previous = last?.hash ?? ROOT;
  const { at, kind, subject = "" } = entry;
  const who = whole(entry.who);
  const row = { seq, at, who, kind, subject: whole(subject), body: asciiJson(entry.body), previous };
  const hash = chainHash(row);
  await db
    .insertInto("journal")
    .values({ ...row, hash })
    .execute();
  return { ...entry, who, seq, previous, hash };
}

/**
 * JSON in ASCII: everything beyond it escaped. A changed byte of the stored text then always reads as another text,
 * where beyond ASCII several broken byte sequences read as the same replacement character.
 */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Text without the replacement character and without NUL, for the same reason. */
function whole(text: string): string {
  return text.toWellFormed().replaceAll(/[\ufffd\0]/g, "?");
}

/** The entries about something, in order; those written by a moment (milliseconds) only, when it is given. */
export async function entriesAbout(
  db: Kysely<Database>,
  subject: string,
  until: number = Number.MAX_SAFE_INTEGER,
): Promise<readonly ChainedEntry[]> {
  const rows = await db
    .selectFrom("journal")
    .selectAll()
    .where("subject", "=", subject)
    .where("at", "<=", until)
    .orderBy("seq")
    .execute();
  return rows.map((row) => ({ ...row, body: JSON.parse(row.body) as unknown }));
}

/** How a chain stands: how many entries follow on each other, the hash of the last, and the place of the first wrong link. */
export interface ChainState {
  readonly entries: number;
  readonly head: string;
  readonly broken: number | undefined;
}

/** Looks at every link, and that no row stands outside the chain. `visit` sees the entries that hold, in order. */
export async function checkChain(
  db: Kysely<Database>,
  visit: (entry: Pick<ChainedEntry, "seq" | "hash">) => void = () => undefined,
): Promise<ChainState> {
  let head = ROOT;
  let entries = 0;
  let rows: number;
  do {
    let query = db.selectFrom("journal").selectAll().orderBy("seq").limit(1000);
    // The first page has no bound: a row whose number was made nothing, or less than nothing, is to be met too.
    if (entries > 0) query = query.where("seq", ">", entries);
    const page = await query.execute();
    rows = page.length;
    for (const row of page) {
      if (row.seq !== entries + 1 || row.previous !== head || row.hash !== chainHash(row))
        return { entries, head, broken: entries + 1 };
      entries = row.seq;
      head = row.hash;
      visit(row);
    }
  } while (rows === 1000);
  const all = await db.selectFrom("journal").select(db.fn.countAll().as("rows")).executeTakeFirst();
  return { entries, head, broken: Number(all?.rows) === entries ? undefined : entries + 1 };
}

/** The place of the first link that is wrong, or `undefined`. */
export async function firstBrokenLink(db: Kysely<Database>): Promise<number | undefined> {
  return (await checkChain(db)).broken;
}

/** SHA-256 over an entry and the hash before it, as one JSON array. */
export function chainHash(row: {
  readonly seq: number;
  readonly at: number;
  readonly who: string;
  readonly kind: string;
  readonly subject: string;
  readonly body: string;
  readonly previous: string;
}): string {
  const text = JSON.stringify([row.seq, row.at, row.who, row.kind, row.subject, row.body, row.previous]);
  return createHash("sha256").update(text).digest("hex");
}
