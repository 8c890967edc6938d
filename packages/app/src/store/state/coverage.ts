import { type CoverageSpan, type CoverageState, learn } from "@nightlatch/core";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "./database.ts";

/** A source of a tenant. */
export interface SourceKey {
  readonly tenant: string;
  readonly source: string;
}

const MINUTE = 60_000;

/** What is known of a source's times, in order. */
export async function coverageOf(db: Kysely<Database>, key: SourceKey): Promise<readonly CoverageSpan[]> {
  const rows = await db
    .selectFrom("coverage_span")
    .selectAll()
    .where("tenant", "=", key.tenant)
    .where("source", "=", key.source)
    .orderBy("from_ms")
    .execute();
  return rows.map((row) => ({
    from: row.from_ms,
    until: row.until_ms,
    state: row.state as CoverageState,
    reason: row.reason,
    knownAt: row.known_at,
  }));
}

/** Adds what was learnt about a source's times. */
export async function learnCoverage(db: Transaction<Database>, key: SourceKey, learnt: CoverageSpan): Promise<void> {
  const { tenant, source } = key;
  // Only what touches the new span can change; the rest of years of history is left alone.
  const touched = (await coverageOf(db, key)).filter(({ from, until }) => until >= learnt.from && from <= learnt.until);
  const now = learn(touched, learnt);
  if (touched.length > 0)
    await db
      .deleteFrom("coverage_span")
      .where("tenant", "=", tenant)
      .where("source", "=", source)
      .where("until_ms", ">=", learnt.from)
      .where("from_ms", "<=", learnt.until)
      .execute();
  for (const { from, until, state, reason, knownAt } of now)
    await db
      .insertInto("coverage_span")
      .values({ tenant, source, from_ms: from, until_ms: until, state, reason, known_at: knownAt })
      .execute();
}

/** Counts events by the minute in which they happened; `late` when their minute was thought complete already. */
export async function countMinutes(
  db: Transaction<Database>,
  key: SourceKey,
  events: readonly { readonly time: number; readonly late: boolean }[],
): Promise<void> {
  const minutes = new Map<number, { events: number; late: number }>();
  for (const { time, late } of events) {
    const minute = Math.floor(time / MINUTE);
    const count = minutes.get(minute) ?? { events: 0, late: 0 };
    count.events++;
    if (late) count.late++;
    minutes.set(minute, count);
  }
  for (const [minute, { events: number, late }] of minutes)
    await db
      .insertInto("coverage_minute")
      .values({ ...key, minute, events: number, late })
      .onConflict((conflict) =>
        conflict.columns(["tenant", "source", "minute"]).doUpdateSet((eb) => ({
          events: eb("coverage_minute.events", "+", number),
          late: eb("coverage_minute.late", "+", late),
        })),
      )
      .execute();
}

/** Counts of each minute from one time to another, in milliseconds; minutes without events are left out. */
export async function minutesOf(
  db: Kysely<Database>,
  key: SourceKey,
  span: { readonly since: number; readonly until: number },
): Promise<readonly { readonly minute: number; readonly events: number; readonly late: number }[]> {
  return db
    .selectFrom("coverage_minute")
    .select(["minute", "events", "late"])
    .where("tenant", "=", key.tenant)
    .where("source", "=", key.source)
    .where("minute", ">=", Math.floor(span.since / MINUTE))
    .where("minute", "<", Math.ceil(span.until / MINUTE))
    .orderBy("minute")
    .execute();
}
