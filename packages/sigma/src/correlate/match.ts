import type { CorrelationRule } from "./rule.ts";

/** One event that a match rests on: which rule it matched, which event it is, and when it happened (milliseconds). */
export interface NamedEvent {
  readonly rule: string;
  readonly uid: string;
  readonly time: number;
}

/** One episode of one correlation in one group. */
export interface CorrelationMatch {
  readonly rule: CorrelationRule;
  /** Group-by name → exact text; empty without group-by. */
  readonly group: Readonly<Record<string, string>>;
  /** The first event of the window that opened the episode: with rule and group it is the episode's identity. */
  readonly firstEvent: NamedEvent;
  /** Time of `firstEvent`. */
  readonly first: number;
  /** When the condition was first satisfied. */
  readonly opened: number;
  /** When it was last satisfied. */
  readonly last: number;
  /** What crossed the threshold: the count, sum, average or median as the episode opened; for temporal types how many of the rules were seen. */
  readonly value: number;
  /** The events the match rests on, by time, uid and rule; down to the plain rules when correlations are chained. */
  readonly uids: readonly NamedEvent[];
  /** How many further events it rests on: they are counted, not named. */
  readonly unnamed: number;
}

/** What the correlator holds, and what it could not take into account. Counters only grow. */
export interface CorrelatorMetrics {
  /** Groups and events held now. */
  readonly groups: number;
  readonly entries: number;
  /** Events forgotten before their time, for want of room: a gap in coverage. */
  readonly evicted: number;
  /** Hits older than the allowed lateness: left out. */
  readonly late: number;
  /** Hits without a value for a group-by field: they take no part. */
  readonly missingGroup: number;
  /** Hits without a value for the field that is counted or summed: they take no part. */
  readonly missingValue: number;
  /** Hits whose value is not a number where one is wanted: they take no part. */
  readonly notNumeric: number;
  /** Hits with more groups or values than are looked at. */
  readonly crowded: number;
  /** Events in a saved state that no longer fit because their rule has changed or is gone. */
  readonly discarded: number;
}

/** Order of named events: by time, uid and rule, by code unit. */
export function compareNamed(a: NamedEvent, b: NamedEvent): number {
  return a.time - b.time || compareText(a.uid, b.uid) || compareText(a.rule, b.rule);
}

/** Order by code unit: the same on every machine and in every language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
