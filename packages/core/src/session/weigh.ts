import type { Envelope } from "../event/envelope.ts";
import { judgeDeed } from "./behaviour.ts";
import type { Agent } from "../agent/index.ts";
import { wentBack, type Context } from "./context.ts";
import { narrate } from "./narrate.ts";
import { proofOf } from "./proof.ts";
import { openingOf, type Session } from "./session.ts";
import type { Suspicion } from "./suspicion.ts";
import { verbOf } from "./verbs.ts";
import { WEIGHT, type Kind } from "./weights.ts";

const MINUTE = 60_000;

/** Where an event comes from, and the browser as this event shows it. */
export interface By {
  readonly context: Context;
  readonly agent: Agent;
}

/** What the next event of a doubtful session adds, from whichever context it comes. */
export function weigh(session: Session, suspicion: Suspicion, event: Envelope, by: By): void {
  const { context } = by;
  const foreign = context.standing === "foreign";
  suspicion.step({
    time: event.time,
    uid: event.uid,
    context: context.index,
    type: event.type,
    outcome: event.outcome,
    what: narrate(event),
    impact: foreign ? (verbOf(event.type)?.impact ?? "") : "",
  });
  const say = (kind: Kind, why: string): void =>
    suspicion.observe({ kind, weight: WEIGHT[kind], why, uid: event.uid, time: event.time });
  if (!foreign) {
    if (session.current.standing === "foreign") interleaved(suspicion, say, wentBack(session.current, by.agent, event));
    return;
  }
  suspicion.foreign(event);
  judgeDeed(session, suspicion, event, context.network);
  weighProof(session, suspicion, event, say);
  if (event.type === "user.mfa.factor.activate" && suspicion.opening.some((one) => one.kind === "sign-in.after-reset"))
    say("sign-in.new-factor-after-reset", "A new factor was enrolled from there after the reset");
  const { ended } = session.rare;
  if (ended !== undefined && event.time > ended) say("time.after-end", "Used after its owner had ended it");
}

type Say = (kind: Kind, why: string) => void;

/** A factor proved from the new context speaks against a replay; for a doubtful sign-in it was weighed already. */
function weighProof(session: Session, suspicion: Suspicion, event: Envelope, say: Say): void {
  const proof = proofOf(event);
  if (proof === undefined || proof.strength === "password") return;
  suspicion.proved = true;
  if (suspicion.opening.length > 0) {
    // Some sign-ins log the factor after the start of the session.
    if (proof.strength === "resistant" && event.time - openingOf(session).time <= 10 * MINUTE)
      say("sign-in.resistant-factor", "Signed in with a factor that can not be phished");
    return;
  }
  if (proof.strength === "resistant") say("proof.resistant", "The new context proved a factor that can not be phished");
  else say("proof.repeated", "The new context proved a factor");
}

/** A settled context again after a foreign one: two parties use the session at once. */
function interleaved(suspicion: Suspicion, say: Say, older: boolean): void {
  suspicion.returns++;
  if (!older && !suspicion.showsAnotherDevice())
    say("time.interleaved-same-device", "The session goes back and forth between networks; a VPN does that too");
  else if (!suspicion.has("time.interleaved"))
    say("time.interleaved", "Its owner went on while the other context did: two parties hold one session");
  else say("time.interleaved-again", "The two contexts took turns more than once");
}
