import {
  atLeast,
  Baseline,
  CorrelationFindings,
  type Finding,
  type NetworkOf,
  RuleFindings,
  type SavedCorrelationFindings,
  type SavedRuleFindings,
  SessionEngine,
  type SessionSnapshot,
} from "@nightlatch/core";
import { type CorrelationMatch, Correlator, type SavedCorrelator } from "@nightlatch/sigma";
import type { OrderedEvent } from "../pipeline/index.ts";
import { Coverage } from "./coverage.ts";
import type { RuleBook } from "./rule-book.ts";
import type { TimeWindow } from "./time-window.ts";
import { worstFirst } from "./worst-first.ts";

/** Events that an episode of a correlation names; the others are counted. */
const NAMED = 200;

export interface JudgementSettings {
  readonly tenant: string;
  readonly networkOf: NetworkOf;
  readonly book: RuleBook;
  readonly baseline: Baseline;
  readonly window: TimeWindow;
}

/** All that a judgement remembers between two events, as plain JSON. */
export interface SavedJudgement {
  readonly schema: "nightlatch.judgement/1";
  readonly sessions: SessionSnapshot;
  readonly rules: SavedRuleFindings;
  readonly correlator: SavedCorrelator;
  readonly correlations: SavedCorrelationFindings;
}

const NO_WINDOW: TimeWindow = { since: undefined, until: undefined };
const LATENESS = { allowedLatenessMs: 0, maxNamed: NAMED } as const;

/** One pass of judging: events in order go in, findings come out. What each judge says alone is put together here. */
export class Judgement {
  #engine: SessionEngine;
  readonly coverage: Coverage = new Coverage();
  /** Events before and after the window. */
  before = 0;
  after = 0;
  readonly #book: RuleBook;
  readonly #since: number;
  readonly #until: number;
  #rules: RuleFindings;
  #correlator: Correlator;
  readonly #correlations: CorrelationFindings;

  constructor({ tenant, networkOf, book, baseline, window }: JudgementSettings) {
    this.#engine = new SessionEngine({ networkOf, baseline });
    this.#book = book;
    this.#since = window.since ?? Number.NEGATIVE_INFINITY;
    this.#until = window.until ?? Number.POSITIVE_INFINITY;
    this.#correlator = new Correlator(book.correlations, LATENESS);
    this.#rules = new RuleFindings(book.ours);
    this.#correlations = new CorrelationFindings(tenant, book.titles, book.ours);
  }

  /** Goes on from a saved judgement, as if it had never stopped; what belongs to rules that are gone is left out. */
  static restore(
    saved: SavedJudgement,
    { tenant, networkOf, book }: Omit<JudgementSettings, "baseline" | "window">,
  ): Judgement {
    const judgement = new Judgement({ tenant, networkOf, book, baseline: new Baseline(), window: NO_WINDOW });
    judgement.#engine = SessionEngine.restore(saved.sessions, { networkOf });
    judgement.#rules = RuleFindings.restore(saved.rules, { rules: book.byKey, ours: book.ours });
    judgement.#correlator = Correlator.restore(book.correlations, saved.correlator, LATENESS);
    const correlations = new Map(book.correlations.map((correlation) => [correlation.key, correlation]));
    judgement.#correlations.resume(saved.correlations, correlations);
    return judgement;
  }

  get engine(): SessionEngine {
    return this.#engine;
  }

  /** Everything it remembers, to go on from later. What it knows of the log's silences is left out. */
  snapshot(): SavedJudgement {
    return {
      schema: "nightlatch.judgement/1",
      sessions: this.#engine.snapshot(),
      rules: this.#rules.save(),
      correlator: this.#correlator.snapshot(),
      correlations: this.#correlations.save(),
    };
  }

  /** Takes the next events, in order. */
  observe(events: readonly OrderedEvent[]): void {
    for (const event of events) {
      const { time } = event.envelope;
      if (time >= this.#until) {
        this.after++;
        continue;
      }
      if (time < this.#since) this.before++;
      this.coverage.note(time);
      this.engine.observe(event.envelope);
      if (event.hits.length > 0) this.#hits(event);
    }
    const { last } = this.coverage;
    if (last !== undefined && this.#book.correlations.length > 0) this.#keep(this.#correlator.advance(last));
  }

  /** Everything worth a person's time, worst first. To be called once, at the end. */
  findings(): readonly Finding[] {
    this.#keep(this.#correlator.end());
    return this.#findings([]);
  }

  /** The same as things stand, in the middle: episodes that are not complete are told as they are. */
  standing(): readonly Finding[] {
    return this.#findings(this.#correlator.open().filter((match) => this.#counts(match)));
  }

  #findings(open: readonly CorrelationMatch[]): readonly Finding[] {
    const sessions = this.engine.findings();
    const doubtful = new Set(
      sessions.filter(({ severity }) => atLeast(severity, "medium")).flatMap(({ entities }) => entities.session),
    );
    const all = [
      ...sessions,
      ...this.#rules.findings(doubtful),
      ...this.#correlations.findings(doubtful),
      ...this.#correlations.standing(open, doubtful),
    ];
    return all.filter(({ last }) => Date.parse(last) >= this.#since).sort(worstFirst);
  }

  /** What had to be given up for want of room. */
  limits(): readonly string[] {
    const { evicted, late } = this.#correlator.metrics;
    const said: readonly (readonly [count: number, what: string])[] = [
      [this.engine.evicted, "session ids were forgotten for want of room"],
      [this.#rules.dropped, "matches of rules were not kept for want of room"],
      [this.#correlations.dropped, "episodes of correlations were not kept for want of room"],
      [evicted, "events of correlations were forgotten for want of room"],
      [late, "events came too late for a correlation"],
    ];
    return said.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  }

  #hits({ envelope, hits }: OrderedEvent): void {
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

  #keep(matches: readonly CorrelationMatch[]): void {
    for (const match of matches) if (this.#counts(match)) this.#correlations.note(match);
  }

  /** Whether an episode is a finding of its own, and of this time. */
  #counts(match: CorrelationMatch): boolean {
    return !this.#book.silent.has(match.rule.key) && match.last >= this.#since;
  }
}
