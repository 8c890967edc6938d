import type { Envelope } from "../../event/envelope.ts";
import type { Observed } from "../observed.ts";
import type { Person, Trouble } from "../session.ts";
import { WEIGHT } from "../weights.ts";

const HOUR = 3_600_000;
const MAX_PUSHES = 64;
const NEWCOMER = 14 * 24 * HOUR;

function troubleOf(person: Person): Trouble {
  person.trouble ??= { pushes: [], reset: undefined, joined: 0 };
  return person.trouble;
}

const PUSH = /push|okta_verify|signed_nonce/i;

/**
 * A push that was asked for and not approved: denied by its owner, left unanswered, or refused by FastPass because the
 * page that asked was not Okta's.
 */
export function notePush(person: Person, event: Envelope): void {
  const denied = event.type.startsWith("user.mfa.okta_verify.deny_push");
  const phishing = /phish/i.test(event.reason);
  const failed =
    event.type === "user.authentication.auth_via_mfa" &&
    event.outcome !== "SUCCESS" &&
    event.outcome !== "ALLOW" &&
    (event.factor === "" || PUSH.test(event.factor));
  if (!denied && !failed && !phishing) return;
  const { pushes } = troubleOf(person);
  pushes.push({
    time: event.time,
    uid: event.uid,
    denied: denied || /deni|reject|declin/i.test(event.reason),
    phishing,
  });
  if (pushes.length > MAX_PUSHES) pushes.shift();
}

const RESETS: ReadonlyMap<string, string> = new Map([
  ["user.mfa.factor.reset_all", "every factor was reset"],
  ["user.mfa.factor.deactivate", "a factor was removed"],
  ["system.mfa.factor.deactivate", "a factor was removed"],
  ["user.mfa.attempt_bypass", "a factor was bypassed"],
  ["user.account.reset_password", "the password was reset"],
]);

/** Remembers on the person acted upon that somebody else reset a credential of theirs. */
export function noteReset(target: Person, event: Envelope): void {
  const what = RESETS.get(event.type);
  if (what === undefined || event.outcome !== "SUCCESS") return;
  // Factors outrank passwords: the sequence that follows a reset of factors is the enrolment of a new one.
  const known = troubleOf(target).reset;
  if (known !== undefined && what.includes("password") && event.time - known.time < HOUR) return;
  troubleOf(target).reset = { time: event.time, uid: event.uid, by: event.actorName || event.actorId, what };
}

/** Remembers when an account was made: a newcomer's first password and factor come from the help desk. */
export function noteJoining(target: Person, event: Envelope): void {
  if (event.outcome === "SUCCESS") troubleOf(target).joined = event.time;
}

export function isJoining(type: string): boolean {
  return type === "user.lifecycle.create" || type === "user.lifecycle.activate";
}

export function isReset(type: string): boolean {
  return RESETS.has(type);
}

/** What the account's recent trouble says about a sign-in that now succeeds. */
export function judgeTrouble(person: Person, event: Envelope): readonly Observed[] {
  const { trouble } = person;
  if (trouble === undefined) return [];
  const said: Observed[] = [];
  const pushes = trouble.pushes.filter((push) => event.time - push.time <= HOUR && push.time <= event.time);
  const [first] = pushes;
  const also = pushes.map((push) => push.uid);
  const base = { uid: event.uid, time: event.time, also };
  const phishing = pushes.filter((push) => push.phishing);
  if (phishing.length > 0)
    said.push({
      ...base,
      kind: "sign-in.phishing-declined",
      weight: WEIGHT["sign-in.phishing-declined"],
      why: "FastPass refused the page that asked as phishing, and a weaker factor was then accepted",
    });
  else if (first !== undefined && pushes.length >= 3) {
    // Three misses are a phone in another room; ten are somebody who hopes that the owner gives in.
    const weight = WEIGHT["sign-in.push-fatigue"] + Math.min(2, (pushes.length - 3) * 0.35);
    said.push({
      ...base,
      kind: "sign-in.push-fatigue",
      weight,
      why: `${pushes.length} pushes were not approved in the hour before one was`,
    });
    const denied = pushes.filter((push) => push.denied).length;
    if (denied > 0)
      said.push({
        ...base,
        kind: "sign-in.push-denied",
        weight: WEIGHT["sign-in.push-denied"],
        why: `The owner of the phone denied ${denied} of them`,
      });
  }
  const { reset } = trouble;
  const newcomer = reset !== undefined && reset.time - trouble.joined <= NEWCOMER && !person.history.enough(event.time);
  if (reset !== undefined && !newcomer && event.time >= reset.time && event.time - reset.time <= 48 * HOUR)
    said.push({
      kind: "sign-in.after-reset",
      weight: WEIGHT["sign-in.after-reset"],
      why: `Before it, ${reset.what} by ${reset.by}`,
      uid: event.uid,
      time: event.time,
      also: [reset.uid],
    });
  return said;
}
