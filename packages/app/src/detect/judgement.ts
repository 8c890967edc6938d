import {
  Baseline,
  type Finding,
  type IndicatorIndex,
  IntelFindings,
  type NetworkOf,
  SessionEngine,
  type SessionSnapshot,
} from "@nightlatch/core";
import type { OrderedEvent } from "../pipeline/index.ts";
import type { DecisionReport } from "../report/scan-report.ts";
import { Coverage } from "./coverage.ts";
import { doubtfulSessions, HitJudgement, type SavedHits } from "./hit-judgement.ts";
import type { RuleBook } from "./rule-book.ts";
import type { TimeWindow } from "./time-window.ts";
import { Withheld } from "./withheld.ts";
import { worstFirst } from "./worst-first.ts";

export interface JudgementSettings {
  readonly tenant: string;
  readonly networkOf: NetworkOf;
  readonly book: RuleBook;
  readonly baseline: Baseline;
  readonly window: TimeWindow;
  /** Lists of indicators to look for. */
  readonly indicators?: IndicatorIndex | undefined;
}

/** All that a judgement remembers between two events, as plain JSON. */
export interface SavedJudgement extends SavedHits {
  readonly schema: "nightlatch.judgement/2";
  readonly sessions: SessionSnapshot;
}

const NO_WINDOW: TimeWindow = { since: undefined, until: undefined };

/** One pass of judging: events in order go in, findings come out. What each judge says alone is put together here. */
export class Judgement {
  #engine: SessionEngine;
  readonly coverage: Coverage = new Coverage();
  /** Events before and after the window. */
  before = 0;
  after = 0;
  readonly #since: number;
  readonly #until: number;
  readonly #hits: HitJudgement;
  readonly #withheld: Withheld;
  readonly #intel: IntelFindings | undefined;

  constructor({ tenant, networkOf, book, baseline, window, indicators }: JudgementSettings) {
    this.#engine = new SessionEngine({ networkOf, baseline });
    this.#since = window.since ?? Number.NEGATIVE_INFINITY;
    this.#until = window.until ?? Number.POSITIVE_INFINITY;
    this.#hits = new HitJudgement(tenant, book, this.#since);
    this.#withheld = new Withheld(book.decided);
    this.#intel = indicators === undefined ? undefined : new IntelFindings(indicators);
  }

  /** Goes on from a saved judgement, as if it had never stopped; what belongs to rules that are gone is left out. */
  static restore(
    saved: SavedJudgement,
    { tenant, networkOf, book }: Omit<JudgementSettings, "baseline" | "window">,
  ): Judgement {
    const judgement = new Judgement({ tenant, networkOf, book, baseline: new Baseline(), window: NO_WINDOW });
    judgement.#engine = SessionEngine.restore(saved.sessions, { networkOf });
    judgement.#hits.resume(saved);
    return judgement;
  }

  get engine(): SessionEngine {
    return this.#engine;
  }

  /** Everything it remembers, to go on from later. What it knows of the log's silences is left out. */
  snapshot(): SavedJudgement {
    return { schema: "nightlatch.judgement/2", sessions: this.#engine.snapshot(), ...this.#hits.snapshot() };
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
      if (time >= this.#since) this.#intel?.note(event.envelope);
      if (event.hits.length > 0) this.#hits.observe(event);
    }
    const { last } = this.coverage;
    if (last !== undefined) this.#hits.advance(last);
  }

  /** Everything worth a person's time, worst first. To be called once, at the end. */
  findings(): readonly Finding[] {
    this.#hits.end();
    const sessions = this.#sessions();
    const doubtful = doubtfulSessions(sessions);
    return this.#sorted(sessions, [...this.#hits.findings(doubtful), ...this.#indicated(doubtful)]);
  }

  /** The same as things stand, in the middle: episodes that are not complete are told as they are. */
  standing(): readonly Finding[] {
    const sessions = this.#sessions();
    const doubtful = doubtfulSessions(sessions);
    return this.#sorted(sessions, [...this.#hits.standing(doubtful), ...this.#indicated(doubtful)]);
  }

  /** What had to be given up for want of room. */
  limits(): readonly string[] {
    const said = [
      [this.engine.evicted, "session ids were forgotten for want of room"] as const,
      ...this.#hits.given(),
      [this.#intel?.dropped ?? 0, "events that show an indicator were not kept for want of room"] as const,
    ];
    return said.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  }

  /** What the user decided, how it stands at the last event, and what it kept away. To be asked after the findings. */
  decisions(): readonly DecisionReport[] {
    return this.#withheld.report(this.coverage.last, (decision) => this.#hits.allowedBy(decision));
  }

  #indicated(doubtful: ReadonlySet<string>): readonly Finding[] {
    return this.#intel?.findings(doubtful) ?? [];
  }

  #sessions(): readonly Finding[] {
    this.#withheld.clear();
    return this.#withheld.without(this.engine.findings());
  }

  #sorted(sessions: readonly Finding[], hits: readonly Finding[]): readonly Finding[] {
    const recent = sessions.filter(({ last }) => Date.parse(last) >= this.#since);
    return [...recent, ...this.#withheld.without(hits)].sort(worstFirst);
  }
}
