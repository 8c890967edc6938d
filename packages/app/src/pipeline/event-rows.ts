import { type Envelope, envelopeOf, NUMBERS, type Rows, stringOf, UID_SLOT } from "@nightlatch/core";
import type { RowVerdicts } from "./row-verdicts.ts";

/** Events as rows of numbers: how they travel between threads, wait to be ordered and are spilled. */
export interface EventRows extends Rows {
  readonly count: number;
  readonly bounds: Int32Array;
  readonly items: Int32Array;
  /** Files the rows were read from. */
  readonly files: readonly string[];
  /** Of each row: its file's number, line and length in bytes; and its offset in the decoded input. */
  readonly places: Int32Array;
  readonly offsets: Float64Array;
  readonly judged: RowVerdicts;
}

/** Integers of a row in `places`. */
export const PLACE = 3;

/** One row of one of many tables. */
export interface RowRef {
  readonly rows: EventRows;
  readonly row: number;
}

export function timeOf({ rows, row }: RowRef): number {
  return rows.numbers[row * NUMBERS] ?? 0;
}

export function uidOf({ rows, row }: RowRef): string {
  return stringOf(rows, rows.texts[row * rows.width + UID_SLOT] ?? 0);
}

/** The order of events: by time, then by id (spec PL-1). */
export function compareRows(a: RowRef, b: RowRef): number {
  const [earlier, later] = [timeOf(a), timeOf(b)];
  if (earlier !== later) return earlier < later ? -1 : 1;
  const [one, other] = [uidOf(a), uidOf(b)];
  return one === other ? 0 : one < other ? -1 : 1;
}

/** The row as an envelope. */
export function envelopeOfRow({ rows, row }: RowRef, tenant: string): Envelope {
  const at = {
    file: rows.files[rows.places[row * PLACE] ?? 0] ?? "",
    line: rows.places[row * PLACE + 1] ?? 0,
    offset: rows.offsets[row] ?? 0,
    length: rows.places[row * PLACE + 2] ?? 0,
  };
  return envelopeOf({ rows, row, at }, tenant);
}
