import {
  atLeast,
  CorrelationFindings,
  type Finding,
  RuleFindings,
  type SavedCorrelationFindings,
  type SavedRuleFindings,
} from "@nightlatch/core";
import { type CorrelationMatch, Correlator, type SavedCorrelator } from "@nightlatch/sigma";
import type { OrderedEvent } from "../pipeline/index.ts";
import type { RuleBook } from "./rule-book.ts";

/** Events that an episode of a correlation names; the others are counted. */
const NAMED = 200;
const LATENESS = { allowedLatenessMs: 0, maxNamed: NAMED } as const;

/** All that it remembers between two events, as plain JSON. */
export interface SavedHits {
  readonly rules: SavedRuleFindings;
  readonly correlator: SavedCorrelator;
  readonly correlations: SavedCorrelationFindings;
}

/**
 * What the matches of rules come to: findings of single rules and of correlations. Events without a match say nothing
 * to it, so a hunt may leave them out and comes to the same.
 */
export class HitJudgement {
  readonly #book: RuleBook;
  readonly #since: number;
  #rules: RuleFindings;
  #correlator: Correlator;
  readonly #correlations: CorrelationFindings;

  /** `since` is where the time begins that findings have to reach into, milliseconds; matches before it only count. */
  constructor(tenant: string, book: RuleBook, since: number = Number.NEGATIVE_INFINITY) {
    this.#book = book;
    this.#since = since;
    this.#correlator = new Correlator(book.correlations, LATENESS);
    this.#rules = new RuleFindings(book.ours);
    this.#correlations = new CorrelationFindings(tenant, book.titles, book.ours);
  }

  /** Goes on from a saved form; what belongs to rules that are gone is left out. */
  resume(saved: SavedHits): void {
    const book = this.#book;
    this.#rules = RuleFindings.restore(saved.rules, { rules: book.byKey, ours: book.ours });
    this.#correlator = Correlator.restore(book.correlations, saved.correlator, LATENESS);
    this.#correlations.resume(
      saved.correlations,
      new Map(book.correlations.map((correlation) => [correlation.key, correlation])),
    );
  }

  snapshot(): SavedHits {
    return {
      rules: this.#rules.save(),
      correlator: this.#correlator.snapshot(),
      correlations: this.#correlations.save(),
    };
  }

  /** Takes the matches of the next event, in order of time. */
  observe({ envelope, hits }: OrderedEvent): void {
    if (hits.some(({ rule }) => this.#book.correlated.has(rule))) this.#correlations.remember(envelope);
    for (const { rule: key, values } of hits) {
      const rule = this.#book.byKey.get(key);
      if (rule === undefined) continue;
      if (envelope.time >= this.#since && !this.#book.silent.has(key)) this.#rules.note(rule, envelope);
      if (!this.#book.correlated.has(key)) continue;
      this.#correlator.observe({
        rule: key,
        uid: envelope.uid,
        time: envelope.time,
        values: (field) => (values[field] as readonly string[] | undefined) ?? [],
      });
    }
  }

  /** Event time has come so far, milliseconds: episodes that nothing can extend any more are complete. */
  advance(time: number): void {
    if (this.#book.correlations.length > 0) this.#keep(this.#correlator.advance(time));
  }

  /** No event follows. */
  end(): void {
    this.#keep(this.#correlator.end());
  }

  /** Everything found. `doubtful` holds the sessions that other evidence speaks against. */
  findings(doubtful: ReadonlySet<string>): readonly Finding[] {
    return this.#findings(doubtful, []);
  }

  /** The same as things stand, in the middle: episodes that are not complete are told as they are. */
  standing(doubtful: ReadonlySet<string>): readonly Finding[] {
    return this.#findings(
      doubtful,
      this.#correlator.open().filter((match) => this.#counts(match)),
    );
  }

  /** What had to be given up for want of room: how many, of what. */
  given(): readonly (readonly [count: number, what: string])[] {
    const { evicted, late } = this.#correlator.metrics;
    return [
      [this.#rules.dropped, "matches of rules were not kept for want of room"],
      [this.#correlations.dropped, "episodes of correlations were not kept for want of room"],
      [evicted, "events of correlations were forgotten for want of room"],
      [late, "events came too late for a correlation"],
    ];
  }

  #findings(doubtful: ReadonlySet<string>, open: readonly CorrelationMatch[]): readonly Finding[] {
    const all = [
      ...this.#rules.findings(doubtful),
      ...this.#correlations.findings(doubtful),
      ...this.#correlations.standing(open, doubtful),
    ];
    return all.filter(({ last }) => Date.parse(last) >= this.#since);
  }

  #keep(matches: readonly CorrelationMatch[]): void {
    for (const match of matches) if (this.#counts(match)) this.#correlations.note(match);
  }

  /** Whether an episode is a finding of its own, and of this time. */
  #counts(match: CorrelationMatch): boolean {
    return !this.#book.silent.has(match.rule.key) && match.last >= this.#since;
  }
}

/** The sessions that other evidence speaks against, among findings of every kind (DT-2). */
export function doubtfulSessions(findings: readonly Finding[]): ReadonlySet<string> {
  const doubted = findings.filter(({ rule, severity }) => rule.kind === "session" && atLeast(severity, "medium"));
  return new Set(doubted.flatMap(({ entities }) => entities.session));
}
