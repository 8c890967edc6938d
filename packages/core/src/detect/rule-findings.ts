import type { Envelope } from "../event/envelope.ts";
import type { Evidence, Finding } from "../finding/finding.ts";
import { claimId } from "../finding/id.ts";
import { severityOf } from "./severity.ts";

/** What a finding needs to know of a Sigma rule or correlation. */
export interface RuleFacts {
  readonly key: string;
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly tags: readonly string[];
  readonly description: string;
  readonly falsePositives: readonly string[];
}

const MAX_EVIDENCE = 100;
/** Claims of one rule, so that a talkative rule takes no room from the others. */
const MAX_CLAIMS = 2000;

/** What a claim keeps of its first event. */
interface About {
  readonly tenant: string;
  readonly source: string;
  readonly actorId: string;
  readonly actorName: string;
  /** What sets the claim apart from others of the same rule and actor: session, token or address. */
  readonly subject: string;
  readonly token: string;
  readonly apps: readonly string[];
}

interface Claim {
  readonly rule: RuleFacts;
  readonly about: About;
  first: number;
  last: number;
  count: number;
  readonly uids: { readonly uid: string; readonly time: number }[];
  readonly sessions: Set<string>;
  readonly addresses: Set<string>;
}

/** Gathered matches as plain JSON. */
export interface SavedRuleFindings {
  readonly dropped: number;
  readonly claims: readonly (Omit<Claim, "rule" | "sessions" | "addresses"> & {
    readonly rule: string;
    readonly sessions: readonly string[];
    readonly addresses: readonly string[];
  })[];
}

/**
 * Matches of single-event rules, gathered: one claim for each rule, actor and session, however often it matched.
 */
export class RuleFindings {
  readonly #ours: ReadonlySet<string>;
  readonly #claims = new Map<string, Claim>();
  readonly #counts = new Map<string, number>();
  /** Matches that found no room: said in the report. */
  dropped = 0;

  /** `ours` holds the keys of rules that are content of the product. */
  constructor(ours: ReadonlySet<string>) {
    this.#ours = ours;
  }

  note(rule: RuleFacts, event: Envelope): void {
    const subject = event.session || event.root || event.token || event.ip;
    const key = keyOf(rule.key, { tenant: event.tenant, actorId: event.actorId, subject });
    let claim = this.#claims.get(key);
    if (claim === undefined) {
      const count = this.#counts.get(rule.key) ?? 0;
      if (count >= MAX_CLAIMS) {
        this.dropped++;
        return;
      }
      this.#counts.set(rule.key, count + 1);
      claim = {
        rule,
        about: aboutOf(event, subject),
        first: event.time,
        last: event.time,
        count: 0,
        uids: [],
        sessions: new Set(),
        addresses: new Set(),
      };
      this.#claims.set(key, claim);
    }
    claim.count++;
    claim.first = Math.min(claim.first, event.time);
    claim.last = Math.max(claim.last, event.time);
    if (claim.uids.length < MAX_EVIDENCE) claim.uids.push({ uid: event.uid, time: event.time });
    if (event.session !== "") claim.sessions.add(event.session);
    if (event.root !== "") claim.sessions.add(event.root);
    if (event.ip !== "" && claim.addresses.size < 16) claim.addresses.add(event.ip);
  }

  /** Everything gathered, to go on from later with the same answer. */
  save(): SavedRuleFindings {
    const claims = [...this.#claims.values()].map(({ rule, sessions, addresses, uids, ...rest }) => ({
      ...rest,
      rule: rule.key,
      uids: [...uids],
      sessions: [...sessions],
      addresses: [...addresses],
    }));
    return { dropped: this.dropped, claims };
  }

  /** Goes on from a saved form; claims of rules that are gone are left out. */
  static restore(
    saved: SavedRuleFindings,
    { rules, ours }: { readonly rules: ReadonlyMap<string, RuleFacts>; readonly ours: ReadonlySet<string> },
  ): RuleFindings {
    const findings = new RuleFindings(ours);
    findings.dropped = saved.dropped;
    for (const { rule: key, sessions, addresses, uids, ...rest } of saved.claims) {
      const rule = rules.get(key);
      if (rule === undefined) continue;
      const claim = { ...rest, rule, uids: [...uids], sessions: new Set(sessions), addresses: new Set(addresses) };
      findings.#claims.set(keyOf(key, claim.about), claim);
      findings.#counts.set(key, (findings.#counts.get(key) ?? 0) + 1);
    }
    return findings;
  }

  /** Turns the matches into findings. `doubtful` holds the session ids that other evidence speaks against. */
  findings(doubtful: ReadonlySet<string>): readonly Finding[] {
    return [...this.#claims.values()].map((claim) => conclude(claim, doubtful, this.#ours.has(claim.rule.key)));
  }
}

function keyOf(rule: string, { tenant, actorId, subject }: Pick<About, "tenant" | "actorId" | "subject">): string {
  return `${tenant}\n${rule}\n${actorId}\n${subject}`;
}

function aboutOf({ tenant, source, actorId, actorName, token, targets }: Envelope, subject: string): About {
  const apps = targets.filter(({ type }) => type === "AppInstance").map(({ display }) => display);
  return { tenant, source, actorId, actorName, subject, token, apps };
}

function conclude(claim: Claim, doubtful: ReadonlySet<string>, ours: boolean): Finding {
  const { rule, about } = claim;
  const corroborated = [...claim.sessions].some((session) => doubtful.has(session));
  const times = claim.count === 1 ? "" : `, ${claim.count} times`;
  const who = about.actorName || about.actorId || "the tenant";
  const evidence: Evidence[] = claim.uids.map((one, index) => ({
    uid: one.uid,
    source: about.source,
    time: iso(one.time),
    why: index === 0 ? `Matches the rule «${rule.title}»` : "Matches again",
    weight: index === 0 ? 1 : 0,
    kind: "rule.match",
  }));
  return {
    id: claimId([about.tenant, rule.key, about.actorId, about.subject]),
    tenant: about.tenant,
    rule: { id: rule.id === "" ? rule.key : rule.id, title: rule.title, kind: "sigma", attack: attackOf(rule.tags) },
    severity: severityOf(rule.level, { ours, corroborated }),
    confidence: corroborated ? 0.7 : 0.4,
    first: iso(claim.first),
    last: iso(claim.last),
    entities: {
      user: about.actorId === "" ? [] : [{ id: about.actorId, name: about.actorName }],
      session: [...claim.sessions],
      ip: [...claim.addresses],
      app: about.apps,
      token: about.token === "" ? [] : [about.token],
    },
    evidence,
    summary: `${rule.title}: ${who}${times}${corroborated ? ", in a session that is itself doubtful" : ""}`,
    next: rule.falsePositives.length === 0 ? [] : [`Ordinary explanations: ${rule.falsePositives.join("; ")}`],
    unknown: corroborated ? [] : ["Nothing else speaks against the session; the rule stands alone"],
  };
}

/** ATT&CK technique ids among Sigma tags: `attack.t1539` is T1539. */
export function attackOf(tags: readonly string[]): readonly string[] {
  return tags
    .map((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase())
    .filter((id): id is string => id !== undefined);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
