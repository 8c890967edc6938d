import { BOUNDS, NOT_TEXT, NUMBERS, stringOf } from "@nightlatch/core";
import { type EventRows, PLACE, type RowRef } from "./event-rows.ts";
import { gatherVerdicts } from "./hits.ts";

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
