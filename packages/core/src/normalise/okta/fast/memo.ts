import { NUMBERS } from "../rows.ts";
import type { RowTable } from "./row-table.ts";

const ENTRIES = 1 << 13;
const RING = 1 << 21;
const LONGEST = 4096;
/** Misses that are always worth storing, before the memo has to show that it pays. */
const TRIAL = 1024;

/** Which parts of a row the values inside one object are written to. */
export interface Reach {
  readonly texts: readonly number[];
  readonly numbers: readonly number[];
  readonly lists: readonly number[];
}

/**
 * Objects that come back byte for byte: a person's client, session and network are the same in most of their events.
 * Comparing bytes is many times cheaper than reading them, so what was read of an object is kept beside its bytes,
 * and written into the row again when they return.
 *
 * Bounded: a ring of bytes, in which the oldest is overwritten. It keeps numbers of strings, so it has to forget
 * everything when their table is renewed.
 */
export class Memo {
  readonly #reach: Reach;
  /** Position in all that was ever written, which tells what the ring still holds; and length of the object. */
  readonly #positions = new Float64Array(ENTRIES);
  readonly #lengths = new Int32Array(ENTRIES);
  readonly #ring = new Uint8Array(RING);
  readonly #view = new DataView(this.#ring.buffer);
  #written = RING;
  #hits = 0;
  #misses = 0;
  #entry = 0;

  constructor(reach: Reach) {
    this.#reach = reach;
  }

  forget(): void {
    this.#lengths.fill(0);
  }

  /** Where the object at `p` ends when it is known, its values then stand in the row; else -1. */
  recall(source: DataView, p: number, context: number, table: RowTable): number {
    this.#entry = entryOf(source, p, context);
    for (let way = 0; way < 2; way++) {
      const entry = this.#entry ^ way;
      const length = this.#lengths[entry] ?? 0;
      const position = this.#positions[entry] ?? 0;
      if (length === 0 || position + RING < this.#written) continue;
      const at = position % RING;
      const rest = this.#blob(at);
      if (!this.#same(source, p, rest, length)) continue;
      this.#apply(at, table);
      this.#hits++;
      return p + length;
    }
    this.#misses++;
    return -1;
  }

  /** Keeps the object that lies between two positions and was just read into the row. */
  store(bytes: Uint8Array, p: number, end: number, table: RowTable): void {
    if (this.#misses > this.#hits * 4 + TRIAL && (this.#misses & 15) !== 0) return;
    const length = end - p;
    const { texts, numbers, lists } = this.#reach;
    let items = 0;
    for (const list of lists) items += table.lists[list]?.length ?? 0;
    const head = (texts.length + lists.length + items) * 4 + numbers.length * 8;
    if (length > LONGEST || head > LONGEST) return;
    // Zeros up to the next entry let a comparison look a little further than the object.
    const size = (head + length + 11) & ~7;
    let at = this.#written % RING;
    if (at + size > RING) {
      this.#written += RING - at;
      at = 0;
    }
    const entry = (this.#lengths[this.#entry] ?? 0) === 0 ? this.#entry : this.#entry ^ (this.#misses & 1);
    this.#positions[entry] = this.#written;
    this.#lengths[entry] = length;
    this.#written += size;
    const blob = this.#write(at, table);
    this.#ring.set(bytes.subarray(p, end), blob);
  }

  #write(from: number, table: RowTable): number {
    const view = this.#view;
    const { texts, numbers, lists } = this.#reach;
    let at = from;
    for (const slot of numbers) {
      view.setFloat64(at, table.numbers[table.count * NUMBERS + slot] ?? Number.NaN, true);
      at += 8;
    }
    for (const slot of texts) {
      view.setInt32(at, table.texts[table.count * table.width + slot] ?? 0, true);
      at += 4;
    }
    for (const number of lists) {
      const list = table.lists[number] ?? [];
      view.setInt32(at, list.length, true);
      at += 4;
      for (const id of list) {
        view.setInt32(at, id, true);
        at += 4;
      }
    }
    return at;
  }

  #apply(from: number, table: RowTable): void {
    const view = this.#view;
    const { texts, numbers, lists } = this.#reach;
    const text = table.count * table.width;
    let at = from;
    for (let n = 0; n < numbers.length; n++) {
      table.numbers[table.count * NUMBERS + (numbers[n] ?? 0)] = view.getFloat64(at, true);
      at += 8;
    }
    for (let n = 0; n < texts.length; n++) {
      table.texts[text + (texts[n] ?? 0)] = view.getInt32(at, true);
      at += 4;
    }
    for (let n = 0; n < lists.length; n++) {
      const list = table.lists[lists[n] ?? 0];
      const end = at + 4 + view.getInt32(at, true) * 4;
      for (at += 4; at < end; at += 4) list?.push(view.getInt32(at, true));
    }
  }

  /** Where an entry's bytes begin, behind its values. */
  #blob(from: number): number {
    const { texts, numbers, lists } = this.#reach;
    let at = from + numbers.length * 8 + texts.length * 4;
    for (let n = 0; n < lists.length; n++) at += 4 + this.#view.getInt32(at, true) * 4;
    return at;
  }

  #same(source: DataView, p: number, stored: number, length: number): boolean {
    const view = this.#view;
    const pairs = length & ~7;
    let n = 0;
    while (n < pairs) {
      if (
        ((source.getInt32(p + n, true) ^ view.getInt32(stored + n, true)) |
          (source.getInt32(p + n + 4, true) ^ view.getInt32(stored + n + 4, true))) !==
        0
      )
        return false;
      n += 8;
    }
    while (n < length) {
      if (source.getUint8(p + n) !== view.getUint8(stored + n)) return false;
      n++;
    }
    return true;
  }
}

// The first bytes of an object hold little but its first key, so whose event it is decides as much as they do.
function entryOf(source: DataView, p: number, context: number): number {
  let hash = Math.imul(context ^ source.getInt32(p + 8, true), 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15) ^ source.getInt32(p + 12, true), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ source.getInt32(p + 16, true), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16) ^ source.getInt32(p + 20, true), 0x9e3779b1);
  return (hash ^ (hash >>> 15)) & (ENTRIES - 1);
}
