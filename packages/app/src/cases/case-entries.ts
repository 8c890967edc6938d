import { type Case, type CaseDeed, caseOf } from "@nightlatch/core";
import type { Kysely, Transaction } from "kysely";
import { type Database, entriesAbout, writeEntry } from "../store/state/index.ts";

const PREFIX = "C-";

/** Ids of all cases that were opened by a moment (milliseconds), oldest first. */
export async function caseIds(
  db: Kysely<Database>,
  asOf: number = Number.MAX_SAFE_INTEGER,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("journal")
    .select("subject")
    .where("kind", "=", "case.opened")
    .where("at", "<=", asOf)
    .orderBy("seq")
    .execute();
  return rows.map(({ subject }) => subject);
}

/** A case as it was known at a moment (milliseconds); `undefined` when it was not opened by then. */
export async function caseById(
  db: Kysely<Database>,
  id: string,
  asOf: number = Number.MAX_SAFE_INTEGER,
): Promise<Case | undefined> {
  return caseOf(id, await entriesAbout(db, id, asOf));
}

/** The id of the next case: cases are numbered as they are opened. */
export async function nextCaseId(db: Transaction<Database>): Promise<string> {
  return `${PREFIX}${(await caseIds(db)).length + 1}`;
}

/** Writes a deed into a case. */
export async function writeDeed(
  db: Transaction<Database>,
  id: string,
  { kind, body }: CaseDeed,
  by: { readonly at: number; readonly who: string },
): Promise<void> {
  await writeEntry(db, { ...by, kind, subject: id, body });
}
