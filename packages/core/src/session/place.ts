import type { Envelope } from "../event/envelope.ts";
import { doubtOpening } from "./begin.ts";
import { compareContexts, duration, isRented } from "./compare/index.ts";
import { Context, isFrom } from "./context.ts";
import { footingOf, type From } from "./footing.ts";
import type { Memory } from "./memory.ts";
import { strongestAgainst, sum, type Observed } from "./observed.ts";
import { isRefusedByConsole } from "./narrate.ts";
import { isAboutElsewhere, wordOf } from "./okta-word.ts";
import { precedentsOf, precedentWeight } from "./precedent.ts";
import { isServerSide, providerCall } from "./provider.ts";
import { contextsOf, MAX_CONTEXTS, openingOf, type Session } from "./session.ts";
import { tokenOf } from "./token.ts";
import { verbOf } from "./verbs.ts";
import { CLEAR, FOREIGN, LEVEL, WEIGHT } from "./weights.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Finds the context of a session that an event comes from, or adds one and weighs how it differs. */
export function place(memory: Memory, session: Session, event: Envelope, from: From): Context {
  const { network, agent } = from;
  if (network.ip === "" || isFrom(session.current, event, network, agent)) return session.current;
  const contexts = contextsOf(session);
  for (const context of contexts) if (isFrom(context, event, network, agent)) return context;
  const ordinary = providerCall(event, network, agent) ?? isServerSide(event, agent);
  if (ordinary !== undefined) {
    memory.explained.count(ordinary);
    return session.current;
  }
  if (contexts.length >= MAX_CONTEXTS) return session.current;
  const footing = footingOf(session.person, event, from);
  const now = new Context(contexts.length, footing, event);
  session.know({ contexts: [...contexts, now] });
  if (isAtHome(session, now)) {
    now.standing = "explained";
    const why = `The session is also used at ${network.ip}, where its owner was before`;
    const weight = WEIGHT["sign-in.seen-at-home"];
    session.suspicion?.observe({ kind: "sign-in.seen-at-home", weight, why, uid: event.uid, time: event.time });
    return now;
  }
  const said = [...kindestComparison(memory, session, { contexts, now, event }), ...precedent(session, now, event)];
  if (sum(said) < FOREIGN) {
    // Explained by being like the context that opened the session, it is as doubtful as that one.
    now.standing = session.suspicion !== undefined && session.suspicion.opening.length > 0 ? "foreign" : "explained";
    if (now.standing === "foreign") return now;
    if (sum(said) > CLEAR) now.arrival = said;
    memory.explained.count(strongestAgainst(said)?.kind ?? "nothing speaks for a theft");
    memory.teacher.arrive(session.person, now, event);
    return now;
  }
  now.standing = "foreign";
  // A change this small may teach: what it teaches counts only from the next half day on.
  if (sum(said) < LEVEL.low) memory.teacher.arrive(session.person, now, event);
  arrived(memory, session, now, { said, event });
  return now;
}

function precedent(session: Session, now: Context, event: Envelope): readonly Observed[] {
  const count = precedentsOf(session.person, now, event.time);
  if (count < 2) return [];
  const why = `The same network and browser were doubted ${count} times before, and nothing came of it`;
  const weight = precedentWeight("network.precedent", count);
  return [{ kind: "network.precedent", weight, why, uid: event.uid, time: event.time }];
}

/** Whether a session with a doubtful sign-in turns up where its owner was seen, in whatever session: then it is theirs. */
function isAtHome(session: Session, now: Context): boolean {
  const { suspicion, person } = session;
  if (suspicion === undefined || suspicion.opening.length === 0 || isRented(now.network)) return false;
  return person.lastSettled?.network.ip === now.network.ip;
}

/**
 * Takes an explanation back. A change of network with the same browser is ordinary until what follows is not: then
 * what was said when the context appeared is weighed together with what it does.
 */
export function reconsider(memory: Memory, session: Session, context: Context, event: Envelope): void {
  const said = context.arrival;
  if (said === undefined || !isGrave(session, event)) return;
  context.arrival = undefined;
  context.teaching = 0;
  if (context.index === 0) {
    doubtOpening(memory, session, context, said);
    return;
  }
  context.standing = "foreign";
  const suspicion = memory.suspect(session);
  suspicion.arrivals.set(context, said);
  suspicion.began(context.first, context.firstUid);
}

/** A refusal, a word of Okta's own session binding, or an administrator's deed that this user is not known for. */
function isGrave(session: Session, event: Envelope): boolean {
  if (wordOf(event) !== undefined && !isAboutElsewhere(event)) return true;
  if (isRefusedByConsole(event)) return true;
  const verb = verbOf(event.type);
  if (verb === undefined || verb.impact === "console") return false;
  const routine = session.person.history.familiar("verb", event.type, event.time);
  return verb.weight >= 1 && (routine === undefined || routine.n < 5);
}

function arrived(
  memory: Memory,
  session: Session,
  now: Context,
  { said, event }: { readonly said: readonly Observed[]; readonly event: Envelope },
): void {
  const suspicion = memory.suspect(session);
  suspicion.arrivals.set(now, said);
  const base = { uid: event.uid, time: event.time };
  if (suspicion.opening.length > 0 && sum(said) >= 1.5) {
    suspicion.consequence = true;
    const why = "A session from a doubtful sign-in went on from somewhere else";
    suspicion.observe({ ...base, kind: "sign-in.moved-on", weight: WEIGHT["sign-in.moved-on"], why });
  }
  if (tokenOf(session) !== "") {
    const rested = event.time - session.person.lastSeen;
    const why = `The token rested for ${duration(rested)} and then came from somewhere else`;
    if (rested >= 14 * DAY) suspicion.observe({ ...base, kind: "time.dormant", weight: WEIGHT["time.dormant"], why });
  } else if (event.time - openingOf(session).time >= 2 * HOUR) {
    const why = "The new context appeared hours after the session was opened";
    suspicion.observe({ ...base, kind: "time.long-after", weight: WEIGHT["time.long-after"], why });
  }
}

/** Compares with every context and takes the kindest answer: one ordinary relation is enough. */
function kindestComparison(
  memory: Memory,
  session: Session,
  { contexts, now, event }: { readonly contexts: readonly Context[]; readonly now: Context; readonly event: Envelope },
): readonly Observed[] {
  const tenant = memory.baseline.tenant(event.tenant);
  const around = {
    now,
    event,
    history: session.person.history,
    egress: tenant.isEgress(now.network.ip),
    sharedToken: now.dt !== "" && tenant.isShared(now.dt),
    newestMajor: memory.teacher.newestMajor(event.tenant, now.agent.family),
  };
  const settled = contexts.filter((context) => context.standing !== "foreign");
  // Every context may be doubtful because the sign-in was; then what opened the session is what there is to compare.
  const trusted = settled.length > 0 ? settled : contexts.slice(0, 1);
  let best: readonly Observed[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const before of trusted) {
    const said = compareContexts({ ...around, before });
    if (sum(said) >= least) continue;
    least = sum(said);
    best = said;
  }
  if (settled.length === 0 || least >= FOREIGN || least <= 0) return best;
  // More like the intruder than like the owner: it stays the intruder, however ordinary the step looks.
  const foreign = contexts.filter((context) => context.standing === "foreign");
  const likeForeign = foreign.some((before) => sum(compareContexts({ ...around, before })) < least);
  if (!likeForeign) return best;
  const why = "It is more like the foreign context than like the settled one";
  return [
    ...best,
    { kind: "context.like-foreign", weight: WEIGHT["context.like-foreign"], why, uid: event.uid, time: event.time },
  ];
}
