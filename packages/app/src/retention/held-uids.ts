import type { Finding } from "@nightlatch/core";
import type { Kysely } from "kysely";
import type { Database } from "../store/state/index.ts";

const PAGE = 500;

/**
 * Every uid that something rests on: the evidence of findings, and whatever the journal names, which is what was pinned,
 * scoped, decided and done in cases.
 */
export async function heldUids(db: Kysely<Database>): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  let last = { tenant: "", id: "" };
  for (;;) {
    const rows = await db
      .selectFrom("finding")
      .select(["tenant", "id", "body"])
      .where((eb) =>
        eb.or([eb("tenant", ">", last.tenant), eb.and([eb("tenant", "=", last.tenant), eb("id", ">", last.id)])]),
      )
      .orderBy("tenant")
      .orderBy("id")
      .limit(PAGE)
      .execute();
    for (const { body } of rows) for (const { uid } of (JSON.parse(body) as Finding).evidence) held.add(uid);
    const end = rows.at(-1);
    if (end === undefined) break;
    last = end;
  }
  for (let seq = 0; ;) {
    const rows = await db
      .selectFrom("journal")
      .select(["seq", "body"])
      .where("seq", ">", seq)
      .orderBy("seq")
      .limit(PAGE)
      .execute();
    for (const { body } of rows) addTexts(JSON.parse(body), held);
    const end = rows.at(-1);
    if (end === undefined) return held;
    seq = end.seq;
  }
}

/** Every text in a value: an entry's form is its own business, and a uid is no other text. */
function addTexts(value: unknown, into: Set<string>): void {
  if (typeof value === "string") into.add(value);
  else if (typeof value === "object" && value !== null) for (const one of Object.values(value)) addTexts(one, into);
}
