/** What is known of a stretch of event time: everything that happened then is in the store, or something is missing. */
export type CoverageState = "complete" | "gap";

/** A stretch of event time and what is known of it. Half open: `from` belongs to it, `until` does not. Milliseconds UTC. */
export interface CoverageSpan {
  readonly from: number;
  readonly until: number;
  readonly state: CoverageState;
  /** How it is known: a sentence's end, such as `read to the end of the log`. */
  readonly reason: string;
  /** When it was known. */
  readonly knownAt: number;
}

/** A stretch of which nothing is known is neither complete nor a gap; it counts as a gap for every proof. */
export interface CoverageStretch {
  readonly from: number;
  readonly until: number;
  readonly state: CoverageState | "unknown";
  readonly reason: string;
}
