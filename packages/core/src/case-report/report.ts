import type { Measures } from "../case/index.ts";
import type { Severity } from "../finding/finding.ts";
import type { Verdict } from "../questions/answer.ts";
import type { Certainty } from "../scope/scope.ts";

/** One sentence of fact, with what it rests on: events, or (`source`) an entry of the journal, a file, a person. */
export interface Sentence {
  readonly text: string;
  /** Uids. */
  readonly events: readonly string[];
  /** In words; `""` where the events are the source. */
  readonly source: string;
}

/** One line of the timeline, under two clocks. Milliseconds UTC. */
export interface TimelineLine extends Sentence {
  /** When it happened; `null` when nobody knows. */
  readonly happened: number | null;
  /** When we knew. */
  readonly known: number;
  readonly kind: "malicious-act" | "finding" | "fact" | "pinned" | "supplier" | "case" | "action";
}

/** Something that the intruder acted through, or touched. */
export interface ReachedLine extends Sentence {
  /** `kind:id`. */
  readonly key: string;
  readonly name: string;
  /** How it was touched; `held` for what the intruder acted through. */
  readonly touch: string;
  readonly certainty: Certainty;
  readonly first: number;
  readonly last: number;
}

export interface QuestionLine extends Sentence {
  readonly question: string;
  readonly asked: string;
  readonly answer: Verdict;
}

/** An action, a credential or a task, and how it stands. */
export interface StandingLine extends Sentence {
  readonly what: string;
  readonly state: string;
}

/**
 * What is said of a case, as it was known at a moment. Every sentence of fact names what it rests on; what is not known
 * stands among the unknowns. Notes stay in the case. Times are milliseconds UTC.
 */
export interface CaseReport {
  readonly schema: "nightlatch.case-report/1";
  readonly case: string;
  readonly tenant: string;
  readonly title: string;
  readonly status: "open" | "closed" | "merged";
  /** The last entry of the journal that the report knows, and when it was written. */
  readonly entry: number;
  readonly asOf: number;
  /** The worst of the findings; `undefined` when there is none. */
  readonly severity: Severity | undefined;
  readonly measures: Measures;
  readonly summary: readonly Sentence[];
  readonly roles: readonly { readonly who: string; readonly role: string }[];
  readonly timeline: readonly TimelineLine[];
  /** What the intruder acted through. */
  readonly held: readonly ReachedLine[];
  readonly reached: readonly ReachedLine[];
  readonly reachable: readonly Sentence[];
  readonly questions: readonly QuestionLine[];
  readonly actions: readonly StandingLine[];
  readonly ledger: readonly StandingLine[];
  readonly tasks: readonly StandingLine[];
  readonly unknowns: readonly string[];
  /** Uids of every event that is cited, in the order of their numbers: the first is 1. */
  readonly events: readonly string[];
}
