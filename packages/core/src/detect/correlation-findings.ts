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
/** Matched events that are remembered until their episode is complete. */
const MAX_REMEMBERED = 50_000;
/** Episodes of one correlation, so that a talkative one takes no room from the others. */
const MAX_EPISODES = 1000;

const NO_APPS: readonly string[] = [];

type Known = Pick<Envelope, "source" | "actorId" | "actorName" | "session" | "root" | "token" | "ip"> & {
  readonly apps: readonly string[];
};

/** An episode, and whom and what it is about. */
interface Told {
  readonly episode: Episode;
  readonly source: string;
  readonly entities: Finding["entities"];
}

/** Told episodes and remembered events as plain JSON. */
export interface SavedCorrelationFindings {
  readonly dropped: number;
  readonly known: readonly (readonly [uid: string, known: Known])[];
  readonly told: readonly (Omit<Told, "episode"> & {
    readonly episode: Omit<Episode, "rule"> & { readonly rule: string };
  })[];
}

/**
 * Episodes of correlations as findings. Whom and what an episode is about is told from the events in it, so matched
 * events are remembered, the newest so many; what is forgotten is still named by its uid.
 */
export class CorrelationFindings {
  /** Episodes that found no room: said in the report. */
  dropped = 0;
  readonly #tenant: string;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #ours: ReadonlySet<string>;
  readonly #known = new Map<string, Known>();
  /**
   * Ids of the remembered events, in a ring. A map could tell its oldest key too, but it walks over all that it has
   * forgotten to find it.
   */
  readonly #remembered: string[] = [];
  #oldest = 0;
  readonly #told: Told[] = [];
  readonly #counts = new Map<string, number>();

  /** `titles` names rules by their keys; `ours` holds the keys of those that are content of the product. */
  constructor(tenant: string, titles: ReadonlyMap<string, string>, ours: ReadonlySet<string>) {
    this.#tenant = tenant;
    this.#titles = titles;
    this.#ours = ours;
  }

  /** Keeps what a finding will want to know of an event that a correlated rule matched. */
  remember(event: Envelope): void {
    const { source, actorId, actorName, session, root, token, ip, targets } = event;
    let apps: readonly string[] = NO_APPS;
    for (const { type, display } of targets) if (type === "AppInstance") apps = [...apps, display];
    this.#keep(event.uid, { source, actorId, actorName, session, root, token, ip, apps });
  }

  #keep(uid: string, known: Known): void {
    if (!this.#known.has(uid)) {
      this.#known.delete(this.#remembered[this.#oldest] ?? "");
      this.#remembered[this.#oldest] = uid;
      this.#oldest = (this.#oldest + 1) % MAX_REMEMBERED;
    }
    this.#known.set(uid, known);
  }

  /** Takes an episode when it is complete, while its events are remembered. */
  note(episode: Episode): void {
    const count = this.#counts.get(episode.rule.key) ?? 0;
    if (count >= MAX_EPISODES) {
      this.dropped++;
      return;
    }
    this.#counts.set(episode.rule.key, count + 1);
    this.#told.push(this.#tell(episode));
  }

  #tell(episode: Episode): Told {
    const known = episode.uids.flatMap(({ uid }) => this.#known.get(uid) ?? []);
    const users = new Map(known.map(({ actorId, actorName }) => [actorId, { id: actorId, name: actorName }]));
    users.delete("");
    const entities = {
      user: [...users.values()],
      session: distinct(known.flatMap(({ session, root }) => [session, root])),
      ip: distinct(known.map(({ ip }) => ip)).slice(0, 16),
      app: distinct(known.flatMap(({ apps }) => apps)),
      token: distinct(known.map(({ token }) => token)),
    };
    return { episode, source: known[0]?.source ?? "", entities };
  }

  /** Everything kept, to go on from later with the same answer. */
  save(): SavedCorrelationFindings {
    const told = this.#told.map(({ episode, ...rest }) => ({
      ...rest,
      episode: { ...episode, rule: episode.rule.key },
    }));
    return { dropped: this.dropped, known: [...this.#known], told };
  }

  /** Goes on from a saved form; episodes of correlations that are gone are left out. */
  resume(saved: SavedCorrelationFindings, rules: ReadonlyMap<string, RuleFacts>): void {
    this.dropped = saved.dropped;
    for (const [uid, known] of saved.known) this.#keep(uid, known);
    for (const { episode, ...rest } of saved.told) {
      const rule = rules.get(episode.rule);
      if (rule === undefined) continue;
      this.#told.push({ ...rest, episode: { ...episode, rule } });
      this.#counts.set(rule.key, (this.#counts.get(rule.key) ?? 0) + 1);
    }
  }

  /** The findings of episodes that are not complete yet, as they stand. */
  standing(episodes: readonly Episode[], doubtful: ReadonlySet<string>): readonly Finding[] {
    return episodes.map((episode) => this.#conclude(this.#tell(episode), doubtful));
  }

  /** The episodes as findings. `doubtful` holds the session ids that other evidence speaks against. */
  findings(doubtful: ReadonlySet<string>): readonly Finding[] {
    return this.#told.map((told) => this.#conclude(told, doubtful));
  }

  #conclude({ episode, source, entities }: Told, doubtful: ReadonlySet<string>): Finding {
    const { rule, group } = episode;
    const corroborated = entities.session.some((session) => doubtful.has(session));
    const same = Object.entries(group).map(([field, value]) => `${field} "${value}"`);
    const people = entities.user.map(({ id, name }) => (name === "" ? id : name));
    const who = [...people.slice(0, 3), ...(people.length > 3 ? [`${people.length - 3} more`] : [])].join(", ");
    const count = episode.uids.length + episode.unnamed;
    const about = who === "" ? same.join(", ") : who;
    const doubt = corroborated ? ", in a session that is itself doubtful" : "";
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
      rule: {
        id: rule.id === "" ? rule.key : rule.id,
        title: rule.title,
        kind: "correlation",
        attack: attackOf(rule.tags),
      },
      severity: severityOf(rule.level, { ours: this.#ours.has(rule.key), corroborated }),
      confidence: corroborated ? 0.8 : 0.5,
      first: iso(episode.first),
      last: iso(episode.last),
      entities,
      evidence: this.#evidence(episode, source, same),
      summary: `${rule.title}: ${about === "" ? "the tenant" : about}, ${count} event${count === 1 ? "" : "s"}${doubt}`,
      next: rule.falsePositives.length === 0 ? [] : [`Ordinary explanations: ${rule.falsePositives.join("; ")}`],
      unknown: corroborated ? [] : ["Nothing else speaks against the session; the correlation stands alone"],
    };
  }

  #evidence({ rule, uids, unnamed }: Episode, source: string, same: readonly string[]): readonly Evidence[] {
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
