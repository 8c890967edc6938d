import { randomUUID } from "node:crypto";
import type { Finding } from "@nightlatch/core";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "./database.ts";

/** A decision that findings of a kind need nobody: whose, why, and for how long. Times are milliseconds. */
export interface Suppression {
  readonly id: string;
  readonly tenant: string;
  /** A rule's id; `""` for every rule. */
  readonly rule: string;
  /** A user (id or name), session, address, app or token that the finding is about; `""` for all. */
  readonly entity: string;
  readonly who: string;
  readonly why: string;
  /** The first moment at which it no longer holds; 0 when it holds without end. */
  readonly until: number;
  readonly created: number;
}

/** What somebody decides. */
export type NewSuppression = Omit<Suppression, "id" | "created">;

/** Writes a decision down. */
export async function createSuppression(
  db: Transaction<Database>,
  decided: NewSuppression,
  now: number,
): Promise<Suppression> {
  const suppression = { ...decided, id: randomUUID(), created: now };
  await db.insertInto("suppression").values(suppression).execute();
  return suppression;
}

/** Ends a decision now; one that is over stays as it was. Answers it as it stands, or `undefined` when there is none. */
export async function endSuppression(
  db: Transaction<Database>,
  id: string,
  now: number,
): Promise<Suppression | undefined> {
  await db
    .updateTable("suppression")
    .set({ until: now })
    .where("id", "=", id)
    .where((eb) => eb.or([eb("until", "=", 0), eb("until", ">", now)]))
    .execute();
  return db.selectFrom("suppression").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Decisions, newest first, behind a place; with `at` only those that hold at that time. */
export async function listSuppressions(
  db: Kysely<Database>,
  which: { readonly tenant?: string | undefined; readonly at?: number | undefined },
  page: { readonly after?: Pick<Suppression, "created" | "id"> | undefined; readonly limit: number },
): Promise<readonly Suppression[]> {
  const { tenant, at } = which;
  const { after, limit } = page;
  let query = db.selectFrom("suppression").selectAll();
  if (tenant !== undefined) query = query.where("tenant", "=", tenant);
  if (at !== undefined) query = query.where((eb) => eb.or([eb("until", "=", 0), eb("until", ">", at)]));
  if (after !== undefined)
    query = query.where((eb) =>
      eb.or([eb("created", "<", after.created), eb.and([eb("created", "=", after.created), eb("id", "<", after.id)])]),
    );
  return query.orderBy("created", "desc").orderBy("id", "desc").limit(limit).execute();
}

/** Whether a decision covers a finding; whether it still holds is another question. */
export function isSuppressed(finding: Finding, { tenant, rule, entity }: NewSuppression): boolean {
  if (finding.tenant !== tenant) return false;
  if (rule !== "" && finding.rule.id !== rule) return false;
  return entity === "" || isAbout(finding, entity);
}

/** Whether a finding is about a user (id or name), session, address, app or token. */
export function isAbout(finding: Finding, entity: string): boolean {
  const { user, session, ip, app, token } = finding.entities;
  return (
    user.some(({ id, name }) => id === entity || name === entity) ||
    [session, ip, app, token].some((names) => names.includes(entity))
  );
}
