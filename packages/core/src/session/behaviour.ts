import { inWords, type Seen, type UserHistory } from "../baseline/index.ts";
import type { Envelope } from "../event/envelope.ts";
import type { Network } from "../network/network.ts";
import { habitOf } from "./footing.ts";
import { isServiceName } from "./admin-watch.ts";
import { appsOf, concernsConsole, narrate } from "./narrate.ts";
import { wordOf } from "./okta-word.ts";
import { HIGH_RISK, ratingsOf } from "./rating.ts";
import { contextsOf, type Session } from "./session.ts";
import type { Suspicion } from "./suspicion.ts";
import { verbOf, type Verb } from "./verbs.ts";
import { WEIGHT, type Kind } from "./weights.ts";

const BURST_MS = 5 * 60_000;
const BURST_APPS = 8;
const BURST_KEPT = 63;

/** What a foreign context does: each deed, each refusal, each word of Okta's own detections is evidence. */
export function judgeDeed(session: Session, suspicion: Suspicion, event: Envelope, network?: Network): void {
  const say = (kind: Kind, why: string, weight: number = WEIGHT[kind], also?: readonly string[]): void => {
    const base = { kind, weight, why, uid: event.uid, time: event.time };
    suspicion.observe(also === undefined ? base : { ...base, also });
  };
  const refused = event.outcome === "DENY" || event.outcome === "FAILURE";
  if (concernsConsole(event)) {
    if (refused) {
      say("console.denied", "The Admin Console refused this context");
      suspicion.consoleDeniedAt = event.time;
    } else if (event.type === "user.session.access_admin_app") suspicion.consoleOpened = true;
  }
  if (event.outcome === "CHALLENGE") suspicion.challenge = { uid: event.uid, time: event.time };
  if (suspicion.opening.length === 0) sayRequest(session.person.history, event, say);
  const word = wordOf(event);
  if (word !== undefined) say(word.kind, word.why);
  for (const app of event.type === "user.authentication.sso" ? appsOf(event) : []) burst(suspicion, event, app, say);
  const verb = verbOf(event.type);
  if (verb !== undefined && !suspicion.opening.some((one) => one.uid === event.uid))
    doneBy(session, suspicion, event, { verb, say, network });
}

interface Deed {
  readonly verb: Verb;
  readonly say: Say;
  /** Where it was done from; absent for calls by token. */
  readonly network: Network | undefined;
}

type Say = (kind: Kind, why: string, weight?: number, also?: readonly string[]) => void;

function doneBy(session: Session, suspicion: Suspicion, event: Envelope, deed: Deed): void {
  const { verb, say, network } = deed;
  const { history } = session.person;
  const familiar = history.familiar("verb", event.type, event.time);
  const routine = routineOf(history, familiar, event.time);
  const done = event.outcome === "SUCCESS" || event.outcome === "ALLOW" || event.outcome === "";
  const known =
    familiar !== undefined
      ? `; this user does that (${inWords(familiar)})`
      : history.enough(event.time)
        ? `; never done in ${history.n} earlier events of this user`
        : "";
  suspicion.deed(verb, {
    kind: `deed.${event.type}`,
    weight: Math.round(verb.weight * routine * (done ? 1 : 0.6) * 100) / 100,
    why: `From the foreign context: ${narrate(event)}${known}`,
    uid: event.uid,
    time: event.time,
  });
  suspicion.consequence = true;
  if (done && verb.impact !== "console" && verb.impact !== "administration") suspicion.damage = true;
  if (event.type === "user.lifecycle.create" && event.targets.some((target) => isServiceName(target.name)))
    say("deed.service-user", "The user it created is named like a service, as a way back in often is");
  const administers = verb.impact !== "console" && !isSelfService(event);
  // A token never opens the console, and many sit on servers.
  if (!administers || event.token !== "") return;
  const hidden = network?.class === "anonymiser" || network?.class === "hosting";
  if (hidden && history.familiar("network", habitOf(network), event.time) === undefined) sayHidden(history, event, say);
  if (suspicion.consoleDeniedAt > 0 || isRefused(session))
    say("console.denied-then-api", "Refused by the Admin Console, it went on through the API");
  else if (!suspicion.consoleOpened) {
    // The console may have been open already, before the network changed.
    const why = "Administers without having opened the Admin Console from there";
    say("console.never-opened", why, session.console ? WEIGHT["console.never-opened"] / 2 : undefined);
  }
}

/** Whether the console refused the foreign context before it was known to be one. */
function isRefused(session: Session): boolean {
  const { refused } = session.rare;
  return refused !== undefined && contextsOf(session)[refused.context]?.standing === "foreign";
}

function sayHidden(history: UserHistory, event: Envelope, say: Say): void {
  const first = history.enough(event.time) && !history.some("network", (key) => /anonymiser|hosting/.test(key));
  const why = `Administers from a network that people hide or rent servers in${first ? ", as this user never did" : ""}`;
  say("deed.through-anonymiser", why, first ? WEIGHT["deed.through-anonymiser"] * 1.5 : undefined);
}

/** The share of a verb's weight that remains, given what the user is known to do. */
function routineOf(history: UserHistory, familiar: Seen | undefined, time: number): number {
  if (familiar !== undefined) return familiar.n >= 5 ? 0.35 : 0.6;
  // Administrators do many different things; somebody who never administered at all is another matter.
  if (history.familiar("verb", "user.session.access_admin_app", time) !== undefined) return 0.7;
  return history.enough(time) ? 1 : 0.9;
}

/** What people do to their own account is no administration. */
function isSelfService(event: Envelope): boolean {
  return (
    /^(?:user|device)\./.test(event.type) &&
    !event.targets.some((target) => target.type === "User" && target.id !== event.actorId) &&
    event.privilege === ""
  );
}

function burst(suspicion: Suspicion, event: Envelope, app: string, say: Say): void {
  suspicion.apps.add(app);
  const recent = suspicion.openings.filter(({ time }) => time >= event.time - BURST_MS).slice(-BURST_KEPT);
  suspicion.openings = [...recent, { time: event.time, app }];
  const distinct = new Set(suspicion.openings.map((opening) => opening.app)).size;
  if (distinct >= BURST_APPS) say("apps.burst", `Opened ${distinct} applications within five minutes`);
}

/**
 * Okta's rating of the single request; at a sign-in it was weighed already. New places and addresses are left out,
 * because the comparison of contexts has weighed them. What Okta says of the user's own life as well says nothing: a
 * browser that keeps no cookies is a new device each time.
 */
function sayRequest(history: UserHistory, event: Envelope, say: Say): void {
  if (event.threat) say("okta.threat", "Okta's ThreatInsight suspected the address");
  for (const rating of ratingsOf(event)) {
    if ((history.get("verb", rating)?.n ?? 0) >= 2) continue;
    if (rating === HIGH_RISK) say("okta.risk-high", "Okta rated the request a high risk");
    else if (event.dt !== "") say("okta.behaviour", "Okta's behaviour detection: New Device");
  }
}
