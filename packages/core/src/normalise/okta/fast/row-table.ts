import { LIST_PATHS } from "../paths.ts";
import { BOUNDS, NUMBERS, type Rows, TEXTS } from "../rows.ts";

/** Rows in the making. A row begun and not kept is overwritten by the next. */
export class RowTable implements Rows {
  strings: readonly string[] = [""];
  readonly width: number;
  texts: Int32Array;
  numbers: Float64Array;
  bounds: Int32Array;
  items: Int32Array = new Int32Array(4096);
  count = 0;
  /** Members of the lists of the row in the making. */
  readonly lists: readonly number[][] = LIST_PATHS.map(() => []);
  #capacity: number;

  constructor(further: number, capacity = 1024) {
    this.width = TEXTS + further;
    this.#capacity = capacity;
    this.texts = new Int32Array(capacity * this.width);
    this.numbers = new Float64Array(capacity * NUMBERS);
    this.bounds = new Int32Array(capacity * BOUNDS);
  }

  /** Starts over with another table of strings. */
  clear(strings: readonly string[]): void {
    this.strings = strings;
    this.count = 0;
  }

  /** Makes room for a row, with nothing in it. */
  begin(): void {
    if (this.count === this.#capacity) this.#grow();
    const { texts, numbers, width, count } = this;
    for (let n = count * width, end = n + width; n < end; n++) texts[n] = 0;
    for (let n = count * NUMBERS, end = n + NUMBERS; n < end; n++) numbers[n] = Number.NaN;
    for (const list of this.lists) list.length = 0;
  }

  /** Keeps the row that was begun. */
  keep(): void {
    const first = this.count * BOUNDS;
    let at = this.count === 0 ? 0 : (this.bounds[first - 1] ?? 0);
    this.bounds[first] = at;
    for (let n = 0; n < this.lists.length; n++) {
      const list = this.lists[n] ?? [];
      if (at + list.length > this.items.length) this.#growItems(at + list.length);
      for (let m = 0; m < list.length; m++) this.items[at++] = list[m] ?? 0;
      this.bounds[first + n + 1] = at;
    }
    this.count++;
  }

  /** Adds a row from another table, whose strings are numbered here by `number`. */
  copy(from: Rows, number: (text: string) => number): void {
    this.begin();
    const here = (id: number): number => (id > 0 ? number(from.strings[id] ?? "") : id);
    for (let n = 0; n < this.width; n++) this.texts[this.count * this.width + n] = here(from.texts[n] ?? 0);
    for (let n = 0; n < NUMBERS; n++) this.numbers[this.count * NUMBERS + n] = from.numbers[n] ?? Number.NaN;
    for (const [n, list] of this.lists.entries())
      for (let m = from.bounds[n] ?? 0; m < (from.bounds[n + 1] ?? 0); m++) list.push(here(from.items[m] ?? 0));
    this.keep();
  }

  #grow(): void {
    this.#capacity *= 2;
    this.texts = grown(this.texts, new Int32Array(this.#capacity * this.width));
    this.bounds = grown(this.bounds, new Int32Array(this.#capacity * BOUNDS));
    this.numbers = grown(this.numbers, new Float64Array(this.#capacity * NUMBERS));
  }

  #growItems(wanted: number): void {
    this.items = grown(this.items, new Int32Array(Math.max(wanted, this.items.length * 2)));
  }
}

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
