import { LIST_PATHS, NUMBER_PATHS, TEXT_PATHS } from "./paths.ts";

/** Numbers of a row: the time, then one for each of `NUMBER_PATHS`. */
export const NUMBERS: number = 1 + NUMBER_PATHS.length;
/** Bounds of a row's lists in `items`: one more than there are lists. */
export const BOUNDS: number = LIST_PATHS.length + 1;
/** Texts of a row when no further paths are wanted. */
export const TEXTS: number = TEXT_PATHS.length;
/** In place of a text's number: the value is an object or a list. Only further wanted paths say so. */
export const NOT_TEXT = -1;

/**
 * The wanted values of some records, one row each. Text is named by a number, because values repeat: 0 is absent, and
 * always `""`. Rows are numbers only, so that they can be moved between threads, sorted and spilled without touching
 * a string.
 */
export interface Rows {
  /** Texts that are shared with other tables, by their number. */
  readonly strings: readonly string[];
  /** Texts of these rows alone, such as ids of events: the first has the number -2, the next -3 (see `stringOf`). */
  readonly own: readonly string[];
  /** Texts of a row: `TEXTS`, and one for each further wanted path. */
  readonly width: number;
  readonly texts: Int32Array;
  /** Time (`NaN` when `published` is no timestamp), then the numbers (`NaN` when absent). */
  readonly numbers: Float64Array;
  /** Where each list of a row begins in `items`, and where the last ends. */
  readonly bounds: Int32Array;
  /** Members of the objects in lists, one object after another. */
  readonly items: ArrayLike<number>;
}

/** Number of a table's own text. */
export function ownNumber(index: number): number {
  return -2 - index;
}

/** The text with a number; `""` for what is no text. */
export function stringOf({ strings, own }: Pick<Rows, "strings" | "own">, number: number): string {
  return (number >= 0 ? strings[number] : number === NOT_TEXT ? "" : own[-2 - number]) ?? "";
}
