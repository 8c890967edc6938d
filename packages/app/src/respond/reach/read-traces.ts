import { isProblem, oktaDetail, readOkta, type SeenEvent } from "@nightlatch/core";
import type { EventStore, StoredEvent } from "../../store/events/index.ts";
import { type Traces, tracesOf, type Trail } from "./traces.ts";

/** Events of the intruder that a plan looks at; beyond it they are too many for anything but a scope. */
const MOST = 5_000;
const ROUNDS = 4;

/**
 * Reads what the intruder did: with the stolen sessions from the intruder's addresses, and with every token and account
 * that came of it. It goes by session, token, account and address, never by what was acted upon.
 */
export async function readTraces(events: EventStore, tenant: string, trail: Trail): Promise<Traces> {
  let known = trail;
  let traces = tracesOf(known, await eventsOf(events, tenant, known));
  // What the intruder made may have been used to make more.
  for (let round = 0; round < ROUNDS; round++) {
    const made = traces.reached.filter(({ how, target }) => how === "created" && target.kind === "api-token");
    const tokens = [...new Set([...known.tokens, ...made.map(({ target }) => target.id)])];
    const suspects = traces.people.suspects;
    if (tokens.length === known.tokens.length && round > 0) break;
    known = { ...known, tokens };
    traces = tracesOf(known, await eventsOf(events, tenant, known, suspects));
  }
  return traces;
}

async function eventsOf(
  events: EventStore,
  tenant: string,
  trail: Trail,
  actors: readonly string[] = [],
): Promise<readonly SeenEvent[]> {
  const found = new Map<string, SeenEvent>();
  const take = (stored: readonly StoredEvent[]): void => {
    for (const one of stored) {
      const seen = seenOf(one);
      if (seen !== undefined) found.set(one.uid, seen);
    }
  };
  if (trail.uids.length > 0) take(await events.byUid(tenant, trail.uids.slice(0, MOST)));
  // Evidence is also what the owner did, to tell the two apart.
  for (const [uid, { envelope }] of found)
    if (trail.addresses.length > 0 && envelope.ip !== "" && !trail.addresses.includes(envelope.ip)) found.delete(uid);
  // A session that was stolen is used by its owner too: only what came from the intruder's addresses is the intruder's.
  const where = [
    ...(trail.sessions.length > 0 && trail.addresses.length > 0
      ? ["((session IN {sessions:Array(String)} OR root IN {sessions:Array(String)}) AND ip IN {ips:Array(String)})"]
      : []),
    ...(trail.tokens.length > 0 ? ["token IN {tokens:Array(String)}"] : []),
    ...(actors.length > 0 ? ["actor_id IN {actors:Array(String)}"] : []),
  ];
  if (where.length === 0 || trail.since === Number.MAX_SAFE_INTEGER) return [...found.values()];
  const params = { sessions: trail.sessions, ips: trail.addresses, tokens: trail.tokens, actors };
  for await (const page of events.read({
    tenant,
    after: { time: trail.since, uid: "" },
    where: `(${where.join(" OR ")})`,
    params,
    limit: MOST,
  }))
    take(page);
  return [...found.values()].sort((a, b) => a.envelope.time - b.envelope.time);
}

function seenOf({ tenant, raw, received }: StoredEvent): SeenEvent | undefined {
  const record: unknown = JSON.parse(Buffer.from(raw).toString("utf8"));
  const at = { file: "store", line: 0, offset: 0, length: raw.length };
  const envelope = readOkta(record, { tenant, at });
  return isProblem(envelope) ? undefined : { envelope, detail: oktaDetail(record), raw: record, received };
}
