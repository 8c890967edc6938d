import type { EventQuestion, SeenEvent } from "@nightlatch/core";
import { seenOf, storedEvents } from "../../cases/index.ts";
import type { EventStore } from "../../store/events/index.ts";
import { type Traces, tracesOf, type Trail } from "./traces.ts";

/** Events of the intruder that a plan looks at; beyond it they are too many for anything but a scope. */
const MOST = 5_000;
const ROUNDS = 4;

/**
 * Reads what the intruder did: with the stolen sessions from the intruder's addresses, and with every token and account
 * that came of it. It goes by session, token, account and address, never by what was acted upon.
 */
export async function readTraces(
  events: EventStore,
  { tenant, trail, until }: { readonly tenant: string; readonly trail: Trail; readonly until: number },
): Promise<Traces> {
  const evidence = await evidenceOf(events, tenant, trail);
  let known = trail;
  let suspects: readonly string[] = [];
  for (let round = 1; ; round++) {
    const found = await eventsOf(events, { tenant, trail: known, suspects, until });
    const traces = tracesOf(known, ordered([...evidence, ...found]));
    const made = traces.reached.filter(({ how, target }) => how === "created" && target.kind === "api-token");
    const tokens = [...new Set([...known.tokens, ...made.map(({ target }) => target.id)])];
    const isAll = tokens.length === known.tokens.length && traces.people.suspects.length === suspects.length;
    if (isAll || round === ROUNDS) return { ...traces, reached: traces.reached.filter((one) => !isOwn(one, trail)) };
    // What the intruder made may have been used to make more.
    known = { ...known, tokens };
    suspects = traces.people.suspects;
  }
}

/** A token that the intruder made is told as made, not as used. */
function isOwn({ how, target }: Traces["reached"][number], trail: Trail): boolean {
  return how === "used" && target.kind === "api-token" && !trail.tokens.includes(target.id);
}

/** Evidence is also what the owner did, to tell the two apart: only what came from the intruder's addresses counts. */
async function evidenceOf(events: EventStore, tenant: string, trail: Trail): Promise<readonly SeenEvent[]> {
  const { uids, addresses } = trail;
  if (uids.length === 0) return [];
  const seen = (await events.byUid(tenant, uids.slice(0, MOST))).flatMap(seenOf);
  return addresses.length === 0 ? seen : seen.filter(({ envelope: { ip } }) => ip === "" || addresses.includes(ip));
}

async function eventsOf(
  events: EventStore,
  {
    tenant,
    trail,
    suspects,
    until,
  }: {
    readonly tenant: string;
    readonly trail: Trail;
    readonly suspects: readonly string[];
    readonly until: number;
  },
): Promise<readonly SeenEvent[]> {
  const { sessions, addresses, tokens, since } = trail;
  if (since === Number.MAX_SAFE_INTEGER) return [];
  const span = { since, until };
  const questions: readonly EventQuestion[] = [
    // A stolen session is used by its owner too.
    { sessions, ips: addresses, ...span },
    { tokens, ...span },
    { actors: suspects, ...span },
  ];
  const port = storedEvents(events, { tenant });
  const found: SeenEvent[] = [];
  for (const question of questions)
    for await (const page of port.ask(question)) {
      found.push(...page);
      if (found.length >= MOST) break;
    }
  return found;
}

function ordered(events: readonly SeenEvent[]): readonly SeenEvent[] {
  const once = new Map(events.map((event) => [event.envelope.uid, event]));
  return [...once.values()].sort((a, b) => a.envelope.time - b.envelope.time);
}
