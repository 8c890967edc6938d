import type { Envelope } from "../event/envelope.ts";
import type { Evidence, Finding } from "../finding/finding.ts";
import { claimId } from "../finding/id.ts";
import { attackOf, type RuleFacts } from "./rule-findings.ts";
import { severityOf } from "./severity.ts";

/** An episode that a correlation found. */
export interface Episode {
  readonly rule: RuleFacts;
  /** What the events have in common: field or alias, and its value. */
  readonly group: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly first: number;
  readonly last: number;
  /** The event that opened it: with rule and group, what makes the episode the one it is. */
  readonly firstEvent: { readonly uid: string };
  /** The events, each with the rule it matched. */
  readonly uids: readonly { readonly rule: string; readonly uid: string; readonly time: number }[];
  /** How many further events it rests on. */
  readonly unnamed: number;
}

const MAX_EVIDENCE = 100;
const MAX_REMEMBERED = 200_000;

type Known = Pick<Envelope, "tenant" | "source" | "actorId" | "actorName" | "session" | "root" | "token" | "ip"> & {
  readonly apps: readonly string[];
};

/**
 * Episodes of correlations as findings. Whom and what an episode is about is told from the events in it, so matched
 * events are remembered, the newest so many; what is forgotten is still named by its uid.
 */
export class CorrelationFindings {
  readonly #tenant: string;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #ours: ReadonlySet<string>;
  readonly #known = new Map<string, Known>();

  /** `titles` names rules by their keys; `ours` holds the keys of those that are content of the product. */
  constructor(tenant: string, titles: ReadonlyMap<string, string>, ours: ReadonlySet<string>) {
    this.#tenant = tenant;
    this.#titles = titles;
    this.#ours = ours;
  }

  /** Keeps what a finding will want to know of an event that a correlated rule matched. */
  remember(event: Envelope): void {
    if (this.#known.size >= MAX_REMEMBERED) {
      const [oldest] = this.#known.keys();
      if (oldest !== undefined) this.#known.delete(oldest);
    }
    const { tenant, source, actorId, actorName, session, root, token, ip } = event;
    const apps = event.targets.filter(({ type }) => type === "AppInstance").map(({ display }) => display);
    this.#known.set(event.uid, { tenant, source, actorId, actorName, session, root, token, ip, apps });
  }

  /** The finding of one episode. `doubtful` holds the session ids that other evidence speaks against. */
  conclude(episode: Episode, doubtful: ReadonlySet<string>): Finding {
    const { rule, group } = episode;
    const known = episode.uids.flatMap(({ uid }) => this.#known.get(uid) ?? []);
    const sessions = distinct(known.flatMap(({ session, root }) => [session, root]));
    const corroborated = sessions.some((session) => doubtful.has(session));
    const users = new Map(known.map(({ actorId, actorName }) => [actorId, { id: actorId, name: actorName }]));
    users.delete("");
    const about = Object.entries(group).map(([field, value]) => `${field} "${value}"`);
    const who = [...users.values()].map(({ id, name }) => name || id);
    const count = episode.uids.length + episode.unnamed;
    return {
      id: claimId([
        this.#tenant,
        rule.key,
        ...Object.entries(group)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .flat(),
        episode.firstEvent.uid,
      ]),
      tenant: this.#tenant,
      rule: { id: rule.id || rule.key, title: rule.title, kind: "correlation", attack: attackOf(rule.tags) },
      severity: severityOf(rule.level, { ours: this.#ours.has(rule.key), corroborated }),
      confidence: corroborated ? 0.8 : 0.5,
      first: iso(episode.first),
      last: iso(episode.last),
      entities: {
        user: [...users.values()],
        session: sessions,
        ip: distinct(known.map(({ ip }) => ip)).slice(0, 16),
        app: distinct(known.flatMap(({ apps }) => apps)),
        token: distinct(known.map(({ token }) => token)),
      },
      evidence: this.#evidence(episode, known[0]?.source ?? ""),
      summary: `${rule.title}: ${who.slice(0, 3).join(", ") || about.join(", ") || "the tenant"}, ${count} event${count === 1 ? "" : "s"}${
        corroborated ? ", in a session that is itself doubtful" : ""
      }`,
      next: rule.falsePositives.length === 0 ? [] : [`Ordinary explanations: ${rule.falsePositives.join("; ")}`],
      unknown: corroborated ? [] : ["Nothing else speaks against the session; the correlation stands alone"],
    };
  }

  #evidence({ rule, group, uids, unnamed }: Episode, source: string): readonly Evidence[] {
    const same = Object.entries(group).map(([field, value]) => `${field} "${value}"`);
    const where = same.length === 0 ? "" : ` with ${same.join(", ")}`;
    const listed = uids.slice(0, MAX_EVIDENCE).map(({ uid, rule: key, time }, n): Evidence => {
      const why = `Matches «${this.#titles.get(key) ?? key}», a part of «${rule.title}»${n === 0 ? where : ""}`;
      return { uid, source, time: iso(time), why, weight: n === 0 ? 1 : 0, kind: "correlation.part" };
    });
    const [last] = uids.slice(MAX_EVIDENCE);
    if (last === undefined) return listed;
    const also = uids.slice(MAX_EVIDENCE + 1).map(({ uid }) => uid);
    const why = `${also.length + 1 + unnamed} further events`;
    return [...listed, { uid: last.uid, source, time: iso(last.time), why, weight: 0, kind: "correlation.part", also }];
  }
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== "");
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
