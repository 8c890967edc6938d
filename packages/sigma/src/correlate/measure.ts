import type { WindowView } from "./condition.ts";
import type { Value } from "./row.ts";

/** What is measured of one group's sliding window, kept up to date as events come and go. */
export interface Measure extends WindowView {
  /** Whether an event is taken once for each of the rules that it matches; else once. */
  readonly eachRule?: boolean;
  /** Takes an event of the rule at a place of the list. Times never go back. Returns the values to hand back later. */
  add(time: number, rule: number, values: readonly Value[]): readonly Value[];
  /** Whether not every event matters, so that `matters` is to be asked. */
  readonly picks?: boolean;
  /** Whether an event of the rule at a place can matter, beside others of the same time; asked before it is taken. */
  matters?(rule: number, tied: readonly number[]): boolean;
  /** Takes away the values of the oldest event. */
  remove(values: readonly Value[]): void;
  /** The window begins here; it is closed, so what happened at `from` is in it. */
  slide?(from: number): void;
}
