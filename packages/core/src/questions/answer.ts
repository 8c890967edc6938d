/** A question is answered with `no` only where every moment of its time is known to be complete. */
export type Verdict = "yes" | "no" | "unknown";

/** One thing that an answer names. */
export interface AnswerItem {
  /** `kind:id`. */
  readonly key: string;
  readonly name: string;
  /** A sentence. */
  readonly what: string;
  /** Milliseconds UTC. */
  readonly at: number;
  readonly certainty: "certain" | "likely" | "possible";
  readonly uids: readonly string[];
  /** Whether it is so still; `unknown` without current state or a later event. Absent where the question has no such sense. */
  readonly still?: { readonly verdict: Verdict; readonly how: string; readonly uids: readonly string[] };
}

/** A stretch of time without proof. Milliseconds UTC, half open. */
export interface Gap {
  readonly from: number;
  readonly until: number;
  readonly reason: string;
}

/** What stands behind a "no": the time asked about, and where it is not covered. */
export interface AnswerCoverage {
  readonly since: number;
  readonly until: number;
  readonly complete: boolean;
  readonly gaps: readonly Gap[];
}

export interface Answer {
  /** Stable name of the question. */
  readonly question: string;
  readonly answer: Verdict;
  /** One sentence, such as a person would say it. */
  readonly text: string;
  readonly items: readonly AnswerItem[];
  /** Uids of all events behind it. */
  readonly events: readonly string[];
  readonly coverage: AnswerCoverage;
  /** Why it is unknown, or what limits it. */
  readonly why: string;
  /** What was looked for one by one, where the question is a list of checks. */
  readonly checklist?: readonly CheckRow[];
}

/** One line of a checklist. */
export interface CheckRow {
  readonly check: string;
  readonly verdict: Verdict;
  /** A sentence. */
  readonly how: string;
  readonly uids: readonly string[];
}
