import type { Finding } from "@nightlatch/core";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "./database.ts";

/** A finding as it stands now, with its history's length. */
export interface KeptFinding {
  readonly finding: Finding;
  readonly revision: number;
  readonly created: number;
  readonly updated: number;
}

/**
 * Keeps a finding: a new one, or a new revision when anything about it changed. Returns the revision, or `undefined`
 * when it is as it was.
 */
export async function keepFinding(
  db: Transaction<Database>,
  finding: Finding,
  now: number,
): Promise<number | undefined> {
  const { tenant, id } = finding;
  const body = JSON.stringify(finding);
  const before = await db
    .selectFrom("finding")
    .select(["revision", "body"])
    .where("tenant", "=", tenant)
    .where("id", "=", id)
    .executeTakeFirst();
  if (before?.body === body) return undefined;
  const revision = (before?.revision ?? 0) + 1;
  const row = {
    revision,
    rule: finding.rule.id,
    severity: finding.severity,
    first_ms: Date.parse(finding.first),
    last_ms: Date.parse(finding.last),
    body,
    updated: now,
  };
  if (before === undefined)
    await db
      .insertInto("finding")
      .values({ tenant, id, created: now, ...row })
      .execute();
  else await db.updateTable("finding").set(row).where("tenant", "=", tenant).where("id", "=", id).execute();
  await db.insertInto("finding_revision").values({ tenant, id, revision, body, at: now }).execute();
  return revision;
}

/** Findings that changed since a moment, oldest change first. */
export async function findingsSince(
  db: Kysely<Database>,
  options: { readonly tenant?: string; readonly since?: number; readonly limit?: number },
): Promise<readonly KeptFinding[]> {
  let query = db
    .selectFrom("finding")
    .selectAll()
    .where("updated", ">=", options.since ?? 0);
  if (options.tenant !== undefined) query = query.where("tenant", "=", options.tenant);
  const rows = await query
    .orderBy("updated")
    .orderBy("id")
    .limit(options.limit ?? 10_000)
    .execute();
  return rows.map(kept);
}

/** One finding, as it stands or as it stood at a revision. */
export async function findingById(
  db: Kysely<Database>,
  id: string,
  revision?: number,
): Promise<KeptFinding | undefined> {
  const row = await db.selectFrom("finding").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined || revision === undefined) return row === undefined ? undefined : kept(row);
  const then = await db
    .selectFrom("finding_revision")
    .selectAll()
    .where("id", "=", id)
    .where("revision", "=", revision)
    .executeTakeFirst();
  return then === undefined ? undefined : kept({ ...row, revision, body: then.body, updated: then.at });
}

function kept(row: {
  readonly body: string;
  readonly revision: number;
  readonly created: number;
  readonly updated: number;
}): KeptFinding {
  const { revision, created, updated } = row;
  return { finding: JSON.parse(row.body) as Finding, revision, created, updated };
}
