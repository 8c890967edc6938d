import { atLeast, type Finding, SEVERITIES, type Severity } from "@nightlatch/core";
import type { Kysely, SelectQueryBuilder, Transaction } from "kysely";
import { nextNumber } from "./counters.ts";
import type { Database, FindingTable } from "./database.ts";

/** A finding as it stands now, with its history's length. */
export interface KeptFinding {
  readonly finding: Finding;
  readonly revision: number;
  readonly created: number;
  readonly updated: number;
  /** Number of its last change; later changes of any finding have higher ones. */
  readonly change: number;
}

/** Which findings are asked for; what is absent does not matter. Times are milliseconds. */
export interface FindingFilter {
  readonly tenant?: string | undefined;
  readonly rule?: string | undefined;
  readonly atLeast?: Severity | undefined;
  /** The claim reaches into the time from `since` to before `until`. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly changedSince?: number | undefined;
}

/** A place in the list of findings. It never moves, whatever becomes of the finding. */
export interface FindingPlace {
  readonly created: number;
  readonly tenant: string;
  readonly id: string;
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
    change: await nextNumber(db, SERIES),
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

/** Findings by their creation, newest first, behind a place. */
export async function listFindings(
  db: Kysely<Database>,
  filter: FindingFilter,
  page: { readonly after?: FindingPlace | undefined; readonly limit: number },
): Promise<readonly KeptFinding[]> {
  const { after, limit } = page;
  let query = filtered(db, filter);
  if (after !== undefined)
    query = query.where((eb) =>
      eb.or([
        eb("created", "<", after.created),
        eb.and([eb("created", "=", after.created), eb("tenant", "<", after.tenant)]),
        eb.and([eb("created", "=", after.created), eb("tenant", "=", after.tenant), eb("id", "<", after.id)]),
      ]),
    );
  const rows = await query
    .orderBy("created", "desc")
    .orderBy("tenant", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(kept);
}

/** Findings as they stand, in the order of their last changes, behind the change with a number. */
export async function changedFindings(
  db: Kysely<Database>,
  filter: FindingFilter,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly KeptFinding[]> {
  const rows = await filtered(db, filter)
    .where("change", ">", page.after)
    .orderBy("change")
    .limit(page.limit)
    .execute();
  return rows.map(kept);
}

/** Number of the last change of any finding; 0 when there was none. */
export async function lastChange(db: Kysely<Database>): Promise<number> {
  const row = await db.selectFrom("counter").select("value").where("name", "=", SERIES).executeTakeFirst();
  return row?.value ?? 0;
}

/** Every state a finding was in, first to last, behind a revision. */
export async function revisionsOf(
  db: Kysely<Database>,
  id: string,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly { readonly finding: Finding; readonly revision: number; readonly at: number }[]> {
  const rows = await db
    .selectFrom("finding_revision")
    .selectAll()
    .where("id", "=", id)
    .where("revision", ">", page.after)
    .orderBy("revision")
    .limit(page.limit)
    .execute();
  return rows.map(({ body, revision, at }) => ({ finding: JSON.parse(body) as Finding, revision, at }));
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

/** The series that numbers the changes of findings. */
const SERIES = "finding";

function filtered(db: Kysely<Database>, filter: FindingFilter): SelectQueryBuilder<Database, "finding", FindingTable> {
  const { tenant, rule, atLeast: least, since, until, changedSince } = filter;
  let query = db.selectFrom("finding").selectAll();
  if (tenant !== undefined) query = query.where("tenant", "=", tenant);
  if (rule !== undefined) query = query.where("rule", "=", rule);
  if (least !== undefined)
    query = query.where(
      "severity",
      "in",
      SEVERITIES.filter((severity) => atLeast(severity, least)),
    );
  if (since !== undefined) query = query.where("last_ms", ">=", since);
  if (until !== undefined) query = query.where("first_ms", "<", until);
  if (changedSince !== undefined) query = query.where("updated", ">=", changedSince);
  return query;
}

function kept(row: FindingTable): KeptFinding {
  const { revision, created, updated, change } = row;
  return { finding: JSON.parse(row.body) as Finding, revision, created, updated, change };
}
