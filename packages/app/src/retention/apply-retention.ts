import type { EventStore } from "../store/events/index.ts";
import { coverageOf, learnCoverage, type SourceKey, type StateStore, writeEntry } from "../store/state/index.ts";
import { heldUids } from "./held-uids.ts";

/** What forgetting works on. */
export interface RetentionParts {
  readonly events: EventStore;
  readonly state: StateStore;
  /** Milliseconds UTC. */
  readonly now: () => number;
}

/** What was taken out. `before` is milliseconds UTC. */
export interface Removed {
  readonly before: number;
  readonly events: number;
  /** Older events that stay, because a finding or a case rests on them. */
  readonly held: number;
}

const DAY = 86_400_000;
/** Uids asked for at once, and uids that one statement can leave out; a day with more of them stays whole. */
const ASKED = 1000;
const MOST_HELD = 5000;

/**
 * Takes the events of a source out that are older than `keep` whole days; what rests on them stays. First the ledger
 * and the journal say it, then it is done: after a crash in between, nothing is thought complete that is not.
 * `undefined` when there is nothing to take out.
 */
export async function applyRetention(
  key: SourceKey,
  keep: number,
  { events, state, now }: RetentionParts,
): Promise<Removed | undefined> {
  const before = Math.floor((now() - keep * DAY) / DAY) * DAY;
  const holding = await holdingOf(events, key);
  if (holding === undefined || holding.first >= before) return undefined;
  const held = await heldBefore(key, before, { events, uids: [...(await heldUids(state.db))] });
  const old = await countBefore(events, key, before);
  // What is left of earlier times is held, and all that was to go is gone.
  if (old === held.size) return undefined;
  await state.db.transaction().execute(async (db) => {
    const [first] = await coverageOf(db, key);
    const from = Math.min(first?.from ?? holding.first, holding.first);
    const reason = `removed by retention, which keeps ${keep} days`;
    await learnCoverage(db, key, { from, until: before, state: "gap", reason, knownAt: now() });
    const body = { ...key, before: new Date(before).toISOString(), events: old - held.size, held: held.size };
    await writeEntry(db, { at: now(), who: "retention", kind: "retention.remove", subject: key.tenant, body });
  });
  for (const { from, until, except } of strokes(held, { from: holding.first, until: before }))
    await events.forget({ ...key, from, before: until, except });
  return { before, events: old - (await countBefore(events, key, before)), held: held.size };
}

async function holdingOf(events: EventStore, { tenant, source }: SourceKey): Promise<{ first: number } | undefined> {
  return (await events.holdings()).find((one) => one.tenant === tenant && one.source === source);
}

/** Held events of before a time: uid and day. */
async function heldBefore(
  { tenant, source }: SourceKey,
  before: number,
  { events, uids }: { readonly events: EventStore; readonly uids: readonly string[] },
): Promise<ReadonlyMap<string, number>> {
  const held = new Map<string, number>();
  for (let at = 0; at < uids.length; at += ASKED) {
    const rows = await events.query(
      "SELECT uid, toUnixTimestamp64Milli(time) AS ms FROM events WHERE tenant = {tenant:String} AND source = {source:String} AND time < fromUnixTimestamp64Milli({before:Int64}) AND uid IN {uids:Array(String)}",
      { tenant, source, before, uids: uids.slice(at, at + ASKED) },
    );
    for (const { uid, ms } of rows) held.set(String(uid), Math.floor(Number(ms) / DAY) * DAY);
  }
  return held;
}

async function countBefore(events: EventStore, { tenant, source }: SourceKey, before: number): Promise<number> {
  const [row] = await events.query(
    "SELECT count() AS n FROM events WHERE tenant = {tenant:String} AND source = {source:String} AND time < fromUnixTimestamp64Milli({before:Int64})",
    { tenant, source, before },
  );
  return Number(row?.["n"] ?? 0);
}

/** The spans to be taken out, in order: whole stretches without held events, and days with what stays of them. */
function* strokes(
  held: ReadonlyMap<string, number>,
  span: { readonly from: number; readonly until: number },
): Generator<{ readonly from: number; readonly until: number; readonly except: readonly string[] }> {
  const days = new Map<number, string[]>();
  for (const [uid, day] of held) days.set(day, [...(days.get(day) ?? []), uid]);
  let { from } = span;
  for (const [day, except] of [...days].sort(([a], [b]) => a - b)) {
    if (day > from) yield { from, until: day, except: [] };
    if (except.length <= MOST_HELD) yield { from: day, until: day + DAY, except };
    from = day + DAY;
  }
  if (from < span.until) yield { from, until: span.until, except: [] };
}
