import type { WindowView } from "./condition.ts";
import type { Row } from "./row.ts";

/** A sliding window over one group's events, with what is measured of it always at hand. */
export interface Measure extends WindowView {
  /** How many entries are held. */
  readonly size: number;
  /** Takes all events of one time, ordered by uid and rule. Times only grow. */
  add(time: number, rows: readonly Row[]): void;
  /** Forgets what is older than `from`; the window is closed, so what happened at `from` stays. */
  slide(from: number): void;
  /** Forgets the oldest entry. */
  drop(): void;
  save(): SavedMeasure;
}

/** A window as plain data: its entries in order of time, or for temporal types a time (or null) for each rule. */
export interface SavedMeasure {
  readonly times: readonly (number | null)[];
  readonly values?: readonly (string | number)[];
}
