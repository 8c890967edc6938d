import { inWords } from "../../baseline/index.ts";
import type { Envelope } from "../../event/envelope.ts";
import { kilometres, networkInWords, placeOf, type Context } from "../context.ts";
import { habitOf } from "../footing.ts";
import { duration } from "../compare/index.ts";
import type { Observed } from "../observed.ts";
import { precedentsOf, precedentWeight } from "../precedent.ts";
import type { Person } from "../session.ts";
import { WEIGHT, type Kind } from "../weights.ts";

const HOUR = 3_600_000;
/** Networks whose address says nothing about where the person is. */
const PLACELESS: ReadonlySet<string> = new Set(["relay", "gateway", "satellite", "egress", "idp"]);

/** What is known about the tenant when a session opens. */
interface Surroundings {
  readonly egress: boolean;
  readonly sharedToken: boolean;
}

/**
 * Weighs how a session was opened against the user's own history: a sign-in that was itself stolen (through an
 * adversary in the middle, by fatigue, after a reset) gives a session whose first context is the intruder's.
 *
 * Absence counts only where the history is long enough to have shown it; before that, Okta's own behaviour detection
 * speaks in its place, because it remembers what this log does not reach.
 */
export function judgeOpening(
  person: Person,
  context: Context,
  event: Envelope,
  around: Surroundings,
): readonly Observed[] {
  const said: Observed[] = [];
  const say = (kind: Kind, why: string, weight: number = WEIGHT[kind]): void => {
    said.push({ kind, weight, why, uid: event.uid, time: event.time });
  };
  const { history } = person;
  const { network, agent } = context;
  const where = networkInWords(network);
  const enough = history.enough(event.time);
  const knownNetwork = history.familiar("network", habitOf(network), event.time);
  const knownDevice =
    context.dt === "" || around.sharedToken ? undefined : history.familiar("device", context.dt, event.time);
  const last = person.lastSettled;
  const newDevice = enough && knownDevice === undefined && context.dt !== "" && !around.sharedToken;
  const newBrowser = enough && agent.kind === "browser" && history.get("agent", agent.key) === undefined;

  if (network.ours || around.egress) say("sign-in.ours", `${where} is where people of this tenant come from`);
  else if (knownNetwork !== undefined) {
    // A stranger near the user has the same provider, but not the same address, nor a device or browser of theirs.
    const stranger = enough && last?.network.ip !== network.ip && newDevice && newBrowser;
    const weight = stranger ? WEIGHT["sign-in.known-network"] * 0.4 : undefined;
    say("sign-in.known-network", `${where} is known of this user: ${inWords(knownNetwork)}`, weight);
  } else if (enough || (last !== undefined && last.network.key !== network.key)) {
    const than = enough ? `in ${history.n} earlier events` : "earlier in this log";
    say("sign-in.new-network", `Signed in from ${where}, not seen of this user ${than}`, enough ? undefined : 0.5);
  }
  if (knownNetwork === undefined && !network.ours && !around.egress) {
    // A mail client is seen from its provider's servers.
    if (network.class === "hosting" && agent.kind !== "app")
      say("sign-in.hosting", `${where} rents out servers; people rarely sit there`);
    if (network.class === "anonymiser") say("sign-in.anonymiser", `${where} hides where its users are`);
    const country = network.country;
    const newCountry = enough
      ? history.familiar("country", country, event.time) === undefined
      : last !== undefined && last.network.country !== "" && last.network.country !== country;
    if (network.class === "mobile" && !newCountry)
      say("sign-in.mobile", `${where} is a mobile carrier in the same country`);
    if (network.class === "relay" && (agent.os === "macos" || agent.os === "ios"))
      say("sign-in.relay", `${where} is a privacy relay that this kind of device uses by default`);
    if (country !== "" && newCountry && !PLACELESS.has(network.class))
      say("sign-in.new-country", `Signed in from ${placeOf(context)}, a new country for this user`);
  }
  if (knownDevice !== undefined) say("sign-in.known-device", `A device of this user: ${inWords(knownDevice)}`);
  else if (newDevice) say("sign-in.new-device", "On a device that this user has not used before");
  if (agent.kind === "script") {
    // An account that only programs ever used has no owner to be told apart from.
    const alone = last === undefined ? !enough : last.agent.kind === "script";
    if (history.familiar("agent", agent.key, event.time) === undefined)
      say("sign-in.script", `Signed in by a program: ${agent.label}`, alone ? 0.4 : undefined);
  } else if (agent.impossible !== "")
    say("sign-in.impossible-browser", `A version that never existed: ${agent.impossible}`);
  else if (newBrowser) say("sign-in.new-browser", `With ${agent.label}, new for this user`);

  if (last !== undefined && knownDevice === undefined) {
    const km = kilometres(last, context);
    const hours = Math.max((event.time - person.lastSeen) / HOUR, 1 / 60);
    const placeless = PLACELESS.has(network.class) || network.ours || around.egress;
    if (km > 500 && km / hours > 1000 && !placeless && knownNetwork === undefined) {
      const why = `${Math.round(km)} km from ${placeOf(last)} ${duration(event.time - person.lastSeen)} after being seen there`;
      say("sign-in.impossible-travel", why);
    }
  }
  if (!enough)
    for (const name of event.positives.slice(0, 3))
      say("sign-in.okta-behaviour", `Okta's behaviour detection: ${name}`);
  if (event.risk === "HIGH") say("sign-in.okta-risk", "Okta rated the sign-in a high risk");
  if (event.threat) say("sign-in.threat", "Okta's ThreatInsight suspected the address");
  const precedents = precedentsOf(person, context, event.time);
  if (precedents >= 2) {
    const why = `The same doubt arose ${precedents} times before, and nothing came of it`;
    say("sign-in.precedent", why, precedentWeight("sign-in.precedent", precedents));
  }
  return merged(said);
}

/** Okta's behaviours are one kind that may speak several times: they add up to one observation. */
function merged(said: readonly Observed[]): readonly Observed[] {
  const behaviours = said.filter((one) => one.kind === "sign-in.okta-behaviour");
  const [first] = behaviours;
  if (first === undefined || behaviours.length === 1) return said;
  const names = behaviours.map((one) => one.why.slice(one.why.indexOf(":") + 2)).join(", ");
  const weight = behaviours.reduce((total, one) => total + one.weight, 0);
  return [
    ...said.filter((one) => one.kind !== "sign-in.okta-behaviour"),
    { ...first, weight, why: `Okta's behaviour detection: ${names}` },
  ];
}
