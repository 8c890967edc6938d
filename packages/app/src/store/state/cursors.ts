import type { Kysely, Transaction } from "kysely";
import type { SourceKey } from "./coverage.ts";
import type { Database } from "./database.ts";

/** Where reading of a source stopped, and when (milliseconds, the source's clock). */
export interface Cursor {
  readonly cursor: string;
  readonly updated: number;
}

export async function cursorOf(db: Kysely<Database>, { tenant, source }: SourceKey): Promise<Cursor | undefined> {
  return db
    .selectFrom("cursor")
    .select(["cursor", "updated"])
    .where("tenant", "=", tenant)
    .where("source", "=", source)
    .executeTakeFirst();
}

/** Remembers the place; to be called in the transaction that remembers what was read up to it. */
export async function moveCursor(db: Transaction<Database>, key: SourceKey, to: Cursor): Promise<void> {
  await db
    .insertInto("cursor")
    .values({ ...key, ...to })
    .onConflict((conflict) => conflict.columns(["tenant", "source"]).doUpdateSet(to))
    .execute();
}
