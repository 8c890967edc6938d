import { LIST_PATHS } from "../paths.ts";
import { BOUNDS, NOT_TEXT, NUMBERS, ownNumber, type Rows, stringOf, TEXTS } from "../rows.ts";

/** Rows in the making. A row begun and not kept is overwritten by the next. */
export class RowTable implements Rows {
  strings: readonly string[] = [""];
  own: string[] = [];
  readonly width: number;
  texts: Int32Array;
  numbers: Float64Array;
  bounds: Int32Array;
  items: Int32Array = new Int32Array(4096);
  count = 0;
  /** Members of the lists of the row in the making. */
  readonly lists: readonly ItemList[] = LIST_PATHS.map(() => new ItemList());
  /** Slots of the row's texts and numbers in the order they were put; a number's slot comes behind all texts. */
  readonly put: Int32Array;
  puts = 0;
  #capacity: number;

  constructor(further: number, capacity = 1024) {
    this.width = TEXTS + further;
    this.#capacity = capacity;
    this.texts = new Int32Array(capacity * this.width);
    this.numbers = new Float64Array(capacity * NUMBERS);
    this.bounds = new Int32Array(capacity * BOUNDS);
    this.put = new Int32Array(this.width + NUMBERS);
  }

  /** Starts over with another table of strings. */
  clear(strings: readonly string[]): void {
    this.strings = strings;
    this.own = [];
    this.count = 0;
  }

  /** Makes room for a row, with nothing in it. */
  begin(): void {
    if (this.count === this.#capacity) this.#grow();
    const { texts, numbers, width, count } = this;
    for (let n = count * width, end = n + width; n < end; n++) texts[n] = 0;
    for (let n = count * NUMBERS, end = n + NUMBERS; n < end; n++) numbers[n] = Number.NaN;
    for (let n = 0; n < this.lists.length; n++) this.lists[n]?.clear();
    this.puts = 0;
  }

  /** Numbers a text of this table alone. */
  addOwn(text: string): number {
    return text === "" ? 0 : ownNumber(this.own.push(text) - 1);
  }

  /** Puts a text into the row in the making: once a slot. */
  putText(slot: number, id: number): void {
    this.texts[this.count * this.width + slot] = id;
    this.put[this.puts++] = slot;
  }

  /** The same for a number. */
  putNumber(slot: number, value: number): void {
    this.numbers[this.count * NUMBERS + slot] = value;
    this.put[this.puts++] = this.width + slot;
  }

  /** Keeps the row that was begun. */
  keep(): void {
    const first = this.count * BOUNDS;
    let at = this.count === 0 ? 0 : (this.bounds[first - 1] ?? 0);
    this.bounds[first] = at;
    for (let n = 0; n < this.lists.length; n++) {
      const list = this.lists[n];
      if (list !== undefined && list.length > 0) {
        if (at + list.length > this.items.length) this.#growItems(at + list.length);
        for (let m = 0; m < list.length; m++) this.items[at++] = list.ids[m] ?? 0;
      }
      this.bounds[first + n + 1] = at;
    }
    this.count++;
  }

  /** Adds a row from another table. */
  copy(from: Rows): void {
    this.begin();
    const here = (id: number): number => (id === NOT_TEXT ? id : this.addOwn(stringOf(from, id)));
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

/** Members of a list's objects. A typed array, so that a row costs no garbage. */
export class ItemList {
  ids: Int32Array = new Int32Array(64);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  push(id: number): void {
    if (this.length === this.ids.length) this.ids = grown(this.ids, new Int32Array(this.length * 2));
    this.ids[this.length++] = id;
  }
}

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
