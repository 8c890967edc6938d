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
  const { at, who, kind, subject = "" } = entry;
  const row = { seq, at, who, kind, subject, body: JSON.stringify(entry.body), previous };
  const hash = chainHash(row);
  await db
    .insertInto("journal")
    .values({ ...row, hash })
    .execute();
  return { ...entry, seq, previous, hash };
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

/** Looks at every link: the place of the first that is wrong, or `undefined`. */
export async function firstBrokenLink(db: Kysely<Database>): Promise<number | undefined> {
  let previous = ROOT;
  let seq = 0;
  for (;;) {
    const rows = await db.selectFrom("journal").selectAll().where("seq", ">", seq).orderBy("seq").limit(1000).execute();
    for (const row of rows) {
      if (row.seq !== seq + 1 || row.previous !== previous || row.hash !== chainHash(row)) return seq + 1;
      seq = row.seq;
      previous = row.hash;
    }
    if (rows.length < 1000) return undefined;
  }
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
