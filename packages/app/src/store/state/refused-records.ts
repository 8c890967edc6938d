import { createHash } from "node:crypto";
import type { Transaction } from "kysely";
import type { SourceKey } from "./coverage.ts";
import type { Database } from "./database.ts";

/** Keeps a record that was no event, once. */
export async function keepRefused(
  db: Transaction<Database>,
  key: SourceKey,
  record: { readonly at: number; readonly code: string; readonly reason: string; readonly raw: Uint8Array },
): Promise<void> {
  const { at, code, reason, raw } = record;
  const id = createHash("sha256").update(`${key.tenant}\n${key.source}\n`).update(raw).digest("hex");
  await db
    .insertInto("refused_record")
    .values({ id, ...key, at, code, reason, raw: Buffer.from(raw).toString("base64") })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}
