import type { Evidence, Finding, FindingRule } from "../finding/finding.ts";
import { claimId } from "../finding/id.ts";
import { adviceFor } from "./advice.ts";
import { sum, type Observed } from "./observed.ts";
import { contextsOf, idsOf, openingOf, type Session } from "./session.ts";
import { storyOf } from "./story.ts";
import { tokenOf } from "./token.ts";
import { summaryOf, unknownOf } from "./wording.ts";
import type { Suspicion } from "./suspicion.ts";
import { confidenceOf, type Kind, LEVEL, severityOf, WEIGHT } from "./weights.ts";

const SOURCE = "okta.system_log";
const TELLING: ReadonlySet<string> = new Set<Kind>([
  "console.denied",
  "console.denied-then-api",
  "okta.roaming",
  "sign-in.impossible-browser",
  "sign-in.script",
  "session.orphan",
  "token.used",
  "sign-in.push-fatigue",
  "sign-in.phishing-declined",
  "sign-in.after-reset",
  "sign-in.spray",
]);
/** A sign-in that is merely unusual, and that nothing followed, is not worth waking somebody. */
const UNUSUAL_ONLY = LEVEL.high - 0.1;

/** What a doubtful session amounts to with what others `beside` it say, or nothing when it stays below `low`. */
export function findingOf(session: Session, beside: readonly Observed[] = []): Finding | undefined {
  const { suspicion, person } = session;
  if (suspicion === undefined || suspicion.firstForeign === Number.POSITIVE_INFINITY) return undefined;
  const closing = [...closingObservations(session, suspicion), ...beside];
  const raw = suspicion.score() + sum(closing);
  const replayed = suspicion.arrivals.size > 0;
  const known = replayed || (suspicion.consequence && (session.started || isTelling(session, suspicion)));
  const score = known ? raw : Math.min(raw, UNUSUAL_ONLY);
  const severity = severityOf(score, suspicion.damage);
  if (severity === undefined) return undefined;
  const rule = ruleOf(session, suspicion);
  const token = tokenOf(session);
  const foreign = contextsOf(session).filter((context) => context.standing === "foreign");
  const observed = [...suspicion.all(), ...closing];
  return {
    id: claimId([person.tenant, "session", session.key]),
    tenant: person.tenant,
    rule,
    severity,
    confidence: confidenceOf(score),
    first: iso(suspicion.firstForeign),
    last: iso(suspicion.lastForeign),
    entities: {
      user: [{ id: person.id, name: person.name }],
      session: token === "" ? idsOf(session) : [],
      ip: [...new Set(foreign.map((context) => context.network.ip))].filter((ip) => ip !== ""),
      app: [...suspicion.apps].sort(),
      token: [...suspicion.tokens, ...(token === "" ? [] : [token])].sort(),
    },
    evidence: evidenceOf(observed, suspicion),
    summary: summaryOf(session, suspicion, foreign),
    next: adviceFor(session, suspicion, severity),
    unknown: unknownOf(session, suspicion, foreign),
    story: storyOf(session, suspicion),
  };
}

/**
 * Whether something more than the unusual and its deeds speaks against a session that the log shows only the rest of:
 * the first days of a log know neither the user nor how the session began.
 */
function isTelling({ person }: Session, suspicion: Suspicion): boolean {
  if (person.history.enough(suspicion.firstForeign)) return true;
  return suspicion.all().some((one) => TELLING.has(one.kind));
}

/** What only the end tells: that nothing was proved, that a challenge was never met, that no factor was given. */
function closingObservations(session: Session, suspicion: Suspicion): readonly Observed[] {
  const said: Observed[] = [];
  const [uid] = suspicion.uids;
  if (uid === undefined) return said;
  const time = suspicion.firstForeign;
  if (suspicion.arrivals.size > 0 && !suspicion.proved && suspicion.uids.length > 1 && tokenOf(session) === "")
    said.push({
      kind: "proof.none",
      // Administration is what the console asks a factor for.
      weight: WEIGHT["proof.none"] + (suspicion.damage ? 0.3 : 0),
      why: "No factor was proved from the new context",
      uid,
      time,
    });
  const { challenge } = suspicion;
  if (challenge !== undefined && !suspicion.proved && suspicion.arrivals.size > 0)
    said.push({
      kind: "challenge.unmet",
      weight: WEIGHT["challenge.unmet"],
      why: "Asked to prove itself again, the new context did not",
      uid: challenge.uid,
      time: challenge.time,
    });
  if (suspicion.opening.length > 0 && session.started && !session.factor)
    said.push({
      kind: "sign-in.password-only",
      weight: WEIGHT["sign-in.password-only"],
      why: "No second factor was given in this session",
      ...openingOf(session),
    });
  return said;
}

function ruleOf(session: Session, suspicion: Suspicion): FindingRule {
  const kinds = new Set(suspicion.opening.map((one) => one.kind));
  const rule = (id: string, title: string, attack: readonly string[]): FindingRule => ({
    id,
    title,
    kind: "session",
    attack,
  });
  if (kinds.has("sign-in.spray"))
    return rule("sign-in.spray", "Password spray opened an account", ["T1110.003", "T1078.004"]);
  if (kinds.has("sign-in.phishing-declined"))
    return rule("sign-in.adversary-in-the-middle", "Sign-in through a phishing page", ["T1557", "T1566"]);
  if (kinds.has("sign-in.push-fatigue")) return rule("sign-in.push-fatigue", "Push fatigue", ["T1621"]);
  if (kinds.has("sign-in.after-reset"))
    return rule("sign-in.reset-takeover", "Reset by the help desk, then taken over", ["T1556.006", "T1098.005"]);
  if (kinds.size > 0 && !kinds.has("session.orphan"))
    return rule("sign-in.adversary-in-the-middle", "Stolen sign-in", ["T1557", "T1539"]);
  if (suspicion.arrivals.size === 0)
    return rule("session.orphan", "Session without a sign-in, used by a stranger", ["T1539", "T1550.004"]);
  if (tokenOf(session) !== "") return rule("token.replay", "Stolen API token", ["T1528", "T1550.001"]);
  return rule("session.replay", "Stolen session", ["T1539", "T1550.004"]);
}

/** Strongest first, for before against; every event of the intruder is named once. */
function evidenceOf(observed: readonly Observed[], suspicion: Suspicion): readonly Evidence[] {
  const sorted = observed
    .map((one, order) => ({ one, order }))
    .sort((a, b) => rank(b.one) - rank(a.one) || a.one.time - b.one.time || a.order - b.order);
  const listed = sorted.map(({ one }): Evidence => {
    const base = {
      uid: one.uid,
      source: SOURCE,
      time: iso(one.time),
      why: one.why,
      weight: Math.round(one.weight * 100) / 100,
      kind: one.kind,
    };
    return one.also === undefined || one.also.length === 0 ? base : { ...base, also: [...one.also] };
  });
  const cited = new Set(listed.flatMap((one) => [one.uid, ...(one.also ?? [])]));
  const [first, ...rest] = suspicion.uids.filter((uid) => !cited.has(uid));
  if (first === undefined) return listed;
  const count = rest.length + 1 + suspicion.uidsOmitted;
  return [
    ...listed,
    {
      uid: first,
      source: SOURCE,
      time: iso(suspicion.lastForeign),
      why: `${count} more event${count === 1 ? "" : "s"} of the doubtful context`,
      weight: 0,
      kind: "context.events",
      also: rest,
    },
  ];
}

/** For before against, heavy before light. */
function rank(one: Observed): number {
  return one.weight > 0 ? 100 + one.weight : one.weight < 0 ? -one.weight : -100;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
