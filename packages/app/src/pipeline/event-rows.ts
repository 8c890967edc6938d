import { BOUNDS, type Envelope, envelopeOf, NOT_TEXT, NUMBERS, type Rows, stringOf, UID_SLOT } from "@nightlatch/core";
import { gatherVerdicts, type RowVerdicts } from "./hits.ts";

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

/** Copies rows out of many tables into one of their own, with only the strings they use. */
export function gather(refs: readonly RowRef[]): EventRows {
  const width = refs[0]?.rows.width ?? 0;
  const strings = [""];
  const files: string[] = [];
  const numbered = new Map<EventRows["strings"], Map<number, number>>();
  const texts = new Int32Array(refs.length * width);
  const numbers = new Float64Array(refs.length * NUMBERS);
  const bounds = new Int32Array(refs.length * BOUNDS);
  const places = new Int32Array(refs.length * PLACE);
  const offsets = new Float64Array(refs.length);
  const items: number[] = [];
  for (const [n, { rows, row }] of refs.entries()) {
    let known = numbered.get(rows.strings);
    if (known === undefined) numbered.set(rows.strings, (known = new Map<number, number>()));
    const ids = known;
    const here = (id: number): number => {
      if (id === 0 || id === NOT_TEXT) return id;
      if (id < 0) return strings.push(stringOf(rows, id)) - 1;
      let number = ids.get(id);
      if (number === undefined) ids.set(id, (number = strings.push(stringOf(rows, id)) - 1));
      return number;
    };
    for (let slot = 0; slot < width; slot++) texts[n * width + slot] = here(rows.texts[row * width + slot] ?? 0);
    numbers.set(rows.numbers.subarray(row * NUMBERS, row * NUMBERS + NUMBERS), n * NUMBERS);
    for (let list = 0; list < BOUNDS; list++) {
      bounds[n * BOUNDS + list] = items.length;
      if (list === BOUNDS - 1) break;
      const end = rows.bounds[row * BOUNDS + list + 1] ?? 0;
      for (let at = rows.bounds[row * BOUNDS + list] ?? 0; at < end; at++) items.push(here(rows.items[at] ?? 0));
    }
    const file = rows.files[rows.places[row * PLACE] ?? 0] ?? "";
    let number = files.indexOf(file);
    if (number < 0) number = files.push(file) - 1;
    places[n * PLACE] = number;
    places[n * PLACE + 1] = rows.places[row * PLACE + 1] ?? 0;
    places[n * PLACE + 2] = rows.places[row * PLACE + 2] ?? 0;
    offsets[n] = rows.offsets[row] ?? 0;
  }
  return {
    strings,
    own: [],
    width,
    texts,
    numbers,
    bounds,
    items: Int32Array.from(items),
    files,
    places,
    offsets,
    judged: gatherVerdicts(refs),
    count: refs.length,
  };
}
