import type { Envelope } from "../event/envelope.ts";
import type { Context } from "./context.ts";
import type { From } from "./footing.ts";
import type { Memory } from "./memory.ts";
import { sum, type Observed } from "./observed.ts";
import { isServerSide, providerCall } from "./provider.ts";
import { contextsOf, openingOf, type Person, type Session } from "./session.ts";
import { judgeOpening, judgeTrouble } from "./sign-in/index.ts";
import { FOREIGN, LEVEL, UNUSUAL, UNUSUAL_UNOPENED, WEIGHT } from "./weights.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Weighs how a session began as soon as that can be known: the steps of a sign-in come before its success and may
 * already carry the session's id.
 */
export function begin(
  memory: Memory,
  session: Session,
  event: Envelope,
  from: From & { readonly context: Context },
): void {
  const starts = event.type === "user.session.start" && event.outcome === "SUCCESS";
  if (session.judged) {
    if (starts && !session.started) startAfterAll(memory, session, event, from.context);
    return;
  }
  if (!starts && isSignInStep(event) && event.time - openingOf(session).time <= 5 * MINUTE) return;
  session.note("judged");
  if (starts) session.note("started");
  const ordinary = providerCall(event, from.network, from.agent) ?? isServerSide(event, from.agent);
  if (ordinary !== undefined) {
    memory.explained.count(ordinary);
    return;
  }
  judgeStart(memory, session, from.context, event);
  if (starts) signedIn(session, event);
}

/** The sign-in was logged after the first use of its session: it is no orphan. */
function startAfterAll(memory: Memory, session: Session, event: Envelope, context: Context): void {
  session.note("started");
  signedIn(session, event);
  const { suspicion } = session;
  if (suspicion === undefined || context !== session.current) return;
  if (!suspicion.opening.some((one) => one.kind === "session.orphan")) return;
  suspicion.opening = [
    ...suspicion.opening.filter((one) => one.kind !== "session.orphan"),
    ...judgeSignIn(memory, session, event),
  ];
  suspicion.consequence = hasConsequence(suspicion.opening);
}

function signedIn(session: Session, event: Envelope): void {
  session.person.signIn = { time: event.time, footing: session.current.footing, session };
}

/** By sign-in, or out of nothing. */
function judgeStart(memory: Memory, session: Session, context: Context, event: Envelope): void {
  const { person } = session;
  const tenant = memory.baseline.tenant(event.tenant);
  const around = {
    egress: tenant.isEgress(context.network.ip),
    sharedToken: context.dt !== "" && tenant.isShared(context.dt),
  };
  const said = [...judgeOpening(person, context, event, around)];
  const orphan = !session.started && event.time - tenant.first > DAY && sum(said) > FOREIGN;
  if (session.started || provedHere(person, event)) said.push(...judgeSignIn(memory, session, event));
  if (orphan) {
    const why = "The session was never opened in this log: no sign-in comes before its first use";
    said.push({ kind: "session.orphan", weight: WEIGHT["session.orphan"], why, uid: event.uid, time: event.time });
  }
  if (sum(said) >= LEVEL.low) {
    doubtOpening(memory, session, context, said);
    return;
  }
  if (sum(said) >= (session.started ? UNUSUAL : UNUSUAL_UNOPENED)) context.arrival = said;
  memory.teacher.arrive(person, context, event);
}

/** From here on the sign-in itself is in doubt. */
export function doubtOpening(memory: Memory, session: Session, context: Context, said: readonly Observed[]): void {
  // Whatever was explained by being like the opening context is the same party.
  for (const one of contextsOf(session)) one.standing = "foreign";
  context.standing = "foreign";
  const suspicion = memory.suspect(session);
  suspicion.opening = said;
  suspicion.consequence = hasConsequence(said);
  const { time, uid } = openingOf(session);
  suspicion.began(time, uid);
}

function judgeSignIn(memory: Memory, session: Session, event: Envelope): readonly Observed[] {
  const { network } = session.current;
  const said = [...judgeTrouble(session.person, event), ...memory.sprays(event.tenant).judge(event, network)];
  const { proof } = session.person;
  if (proof === undefined || !provedHere(session.person, event)) return said;
  if (proof.strength !== "password") session.note("factor");
  if (proof.strength === "resistant")
    said.push({
      kind: "sign-in.resistant-factor",
      weight: WEIGHT["sign-in.resistant-factor"],
      why: "Signed in with a factor that can not be phished",
      uid: event.uid,
      time: event.time,
      also: [proof.uid],
    });
  return said;
}

/** Whether a proof of identity was given from the same address just before: a sign-in, logged or not. */
function provedHere({ proof }: Person, event: Envelope): boolean {
  return proof !== undefined && event.time - proof.time <= 10 * MINUTE && proof.ip === event.ip;
}

function isSignInStep(event: Envelope): boolean {
  return (
    event.type.startsWith("user.authentication.auth") ||
    event.type.startsWith("user.authentication.verify") ||
    event.type.startsWith("user.mfa.okta_verify") ||
    event.type.startsWith("system.push.") ||
    event.type === "policy.evaluate_sign_on" ||
    event.type === "user.session.start"
  );
}

/** Some troubles are consequence enough: nobody sprays, tires out or replays by accident. */
function hasConsequence(said: readonly Observed[]): boolean {
  return said.some((one) => /spray|fatigue|phishing|orphan/.test(one.kind));
}
