import {
  atLeast,
  CorrelationFindings,
  type Finding,
  RuleFindings,
  type SavedCorrelationFindings,
  type SavedRuleFindings,
} from "@nightlatch/core";
import { type CorrelationMatch, Correlator, type SavedCorrelator } from "@nightlatch/sigma";
import type { RuleDecision } from "../config/decisions.ts";
import type { OrderedEvent, RuleHit } from "../pipeline/index.ts";
import type { Guard } from "./decided.ts";
import type { RuleBook } from "./rule-book.ts";

/** Events that an episode of a correlation names; the others are counted. */
const NAMED = 200;
const LATENESS = { allowedLatenessMs: 0, maxNamed: NAMED } as const;
const NOTHING: readonly string[] = [];
const NO_GUARDS: ReadonlyMap<string, readonly Guard[]> = new Map();

/** All that it remembers between two events, as plain JSON. */
export interface SavedHits {
  readonly rules: SavedRuleFindings;
  readonly correlator: SavedCorrelator;
  /** Of correlations that something was decided about, by the name of the lane. */
  readonly lanes?: Readonly<Record<string, SavedCorrelator>>;
  readonly correlations: SavedCorrelationFindings;
}

/** Correlations that see the same matches. */
interface Track {
  readonly name: string;
  readonly correlations: RuleBook["correlations"];
  correlator: Correlator;
  readonly guards: ReadonlyMap<string, readonly Guard[]>;
  readonly counts: (match: CorrelationMatch) => boolean;
}

/**
 * What the matches of rules come to: findings of single rules and of correlations. Events without a match say nothing
 * to it, so a hunt may leave them out and comes to the same.
 */
export class HitJudgement {
  readonly #book: RuleBook;
  readonly #since: number;
  #rules: RuleFindings;
  readonly #tracks: readonly Track[];
  readonly #correlations: CorrelationFindings;
  readonly #allowed = new Map<RuleDecision, number>();

  /** `since` is where the time begins that findings have to reach into, milliseconds; matches before it only count. */
  constructor(tenant: string, book: RuleBook, since: number = Number.NEGATIVE_INFINITY) {
    this.#book = book;
    this.#since = since;
    this.#tracks = tracksOf(book);
    this.#rules = new RuleFindings(book.ours);
    this.#correlations = new CorrelationFindings(tenant, book.titles, book.ours);
  }

  /** Goes on from a saved form; what belongs to rules that are gone is left out. */
  resume(saved: SavedHits): void {
    const book = this.#book;
    this.#rules = RuleFindings.restore(saved.rules, { rules: book.byKey, ours: book.ours });
    for (const track of this.#tracks) {
      // A decision that is new goes on from what the correlation knew without it.
      const own = track.name === "" ? undefined : saved.lanes?.[track.name];
      track.correlator = Correlator.restore(track.correlations, own ?? saved.correlator, LATENESS);
    }
    this.#correlations.resume(
      saved.correlations,
      new Map(book.correlations.map((correlation) => [correlation.key, correlation])),
    );
  }

  snapshot(): SavedHits {
    const [main, ...lanes] = this.#tracks.map(({ name, correlator }) => [name, correlator.snapshot()] as const);
    return {
      rules: this.#rules.save(),
      correlator: main?.[1] ?? new Correlator([], LATENESS).snapshot(),
      ...(lanes.length === 0 ? {} : { lanes: Object.fromEntries(lanes) }),
      correlations: this.#correlations.save(),
    };
  }

  /** Takes the matches of the next event, in order of time. */
  observe({ envelope, hits }: OrderedEvent): void {
    const { byKey, correlated, silent, expires, decided } = this.#book;
    const { time, uid } = envelope;
    let used: Set<RuleDecision> | undefined;
    const lets = (guards: readonly Guard[] | undefined): boolean => {
      const guard = guards === undefined ? undefined : holding(guards, hits, time);
      if (guard !== undefined) (used ??= new Set()).add(guard.decision);
      return guard !== undefined;
    };
    let remembered = false;
    let read: { readonly from: RuleHit["values"]; readonly values: (field: string) => readonly string[] } | undefined;
    for (const { rule: key, values } of hits) {
      const rule = byKey.get(key);
      if (rule === undefined || time >= (expires.get(key) ?? Number.POSITIVE_INFINITY)) continue;
      if (lets(decided.guards.get(key))) continue;
      if (time >= this.#since && !silent.has(key)) this.#rules.note(rule, envelope);
      if (!correlated.has(key)) continue;
      if (!remembered) this.#correlations.remember(envelope);
      remembered = true;
      // Hits of an event mostly share their values.
      if (read?.from !== values) read = { from: values, values: (field) => values[field] ?? NOTHING };
      const seen = { rule: key, uid, time, values: read.values };
      for (const { correlator, guards } of this.#tracks) if (!lets(guards.get(key))) correlator.observe(seen);
    }
    if (used !== undefined) for (const decision of used) this.#allowed.set(decision, this.allowedBy(decision) + 1);
  }

  /** Event time has come so far, milliseconds: episodes that nothing can extend any more are complete. */
  advance(time: number): void {
    if (this.#book.correlations.length === 0) return;
    for (const track of this.#tracks) this.#keep(track, track.correlator.advance(time));
  }

  /** No event follows. */
  end(): void {
    for (const track of this.#tracks) this.#keep(track, track.correlator.end());
  }

  /** Everything found. `doubtful` holds the sessions that other evidence speaks against. */
  findings(doubtful: ReadonlySet<string>): readonly Finding[] {
    return this.#findings(doubtful, []);
  }

  /** The same as things stand, in the middle: episodes that are not complete are told as they are. */
  standing(doubtful: ReadonlySet<string>): readonly Finding[] {
    const open = this.#tracks.flatMap((track) => track.correlator.open().filter((match) => this.#counts(track, match)));
    return this.#findings(doubtful, open);
  }

  /** What had to be given up for want of room: how many, of what. */
  given(): readonly (readonly [count: number, what: string])[] {
    const total = (of: "evicted" | "late"): number =>
      this.#tracks.reduce((sum, { correlator }) => sum + correlator.metrics[of], 0);
    return [
      [this.#rules.dropped, "matches of rules were not kept for want of room"],
      [this.#correlations.dropped, "episodes of correlations were not kept for want of room"],
      [total("evicted"), "events of correlations were forgotten for want of room"],
      [total("late"), "events came too late for a correlation"],
    ];
  }

  /** How many events a decision kept from counting. */
  allowedBy(decision: RuleDecision): number {
    return this.#allowed.get(decision) ?? 0;
  }

  #findings(doubtful: ReadonlySet<string>, open: readonly CorrelationMatch[]): readonly Finding[] {
    const all = [
      ...this.#rules.findings(doubtful),
      ...this.#correlations.findings(doubtful),
      ...this.#correlations.standing(open, doubtful),
    ];
    return all.filter(({ last }) => Date.parse(last) >= this.#since);
  }

  #keep(track: Track, matches: readonly CorrelationMatch[]): void {
    for (const match of matches) if (this.#counts(track, match)) this.#correlations.note(match);
  }

  /** Whether an episode is a finding of its own, and of this time. */
  #counts(track: Track, match: CorrelationMatch): boolean {
    return !this.#book.silent.has(match.rule.key) && match.last >= this.#since && track.counts(match);
  }
}

/** The allow-list that holds at a time and lets the event of these matches pass. */
function holding(guards: readonly Guard[], hits: readonly RuleHit[], time: number): Guard | undefined {
  return guards.find(({ key, decision }) => time < decision.until && hits.some(({ rule }) => rule === key));
}

/** One track for all correlations as they are, and one for each that something was decided about. */
function tracksOf({ correlations, decided: { lanes } }: RuleBook): readonly Track[] {
  const apart = new Set(lanes.map(({ tells }) => tells));
  const track = (given: Omit<Track, "correlator">): Track => ({
    ...given,
    correlator: new Correlator(given.correlations, LATENESS),
  });
  return [
    track({ name: "", correlations, guards: NO_GUARDS, counts: ({ rule }) => !apart.has(rule.key) }),
    ...lanes.map(({ name, correlations: own, guards, tells, from, until }) =>
      track({
        name,
        correlations: own,
        guards,
        counts: ({ rule, last }) => rule.key === tells && last >= from && last < until,
      }),
    ),
  ];
}

/** The sessions that other evidence speaks against, among findings of every kind (DT-2). */
export function doubtfulSessions(findings: readonly Finding[]): ReadonlySet<string> {
  const doubted = findings.filter(({ rule, severity }) => rule.kind === "session" && atLeast(severity, "medium"));
  return new Set(doubted.flatMap(({ entities }) => entities.session));
}
