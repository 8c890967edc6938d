import { LIST_PATHS } from "../paths.ts";
import { NUMBERS } from "../rows.ts";
import { UNSURE } from "./lexer.ts";
import type { RowTable } from "./row-table.ts";
import { FOLLOWS, type Key } from "./shape.ts";

/** Bytes by which a stretch is looked up; a shorter one is read as fast as it is found. */
const WINDOW = 64;
const LONGEST = 8191;
const SETS = 1 << 14;
const SHIFT = 18;
const WAYS = 4;
/** Integers of an entry: hash; position in all that was ever written, in units; length and key; bits of its keys. */
const ENTRY = 4;
const UNIT = 8;
/** Units of the ring: 16 MiB. */
const RING = 1 << 21;
/** Positions are kept as 32-bit integers. */
const WRITTEN_AT_MOST = 1 << 30;
/** Misses that are always worth storing, before looking has to show that it pays. */
const TRIAL = 4096;

/**
 * Stretches of records that come back byte for byte: neighbouring members of an object that vary together, such as a
 * person with client and session, or an object in a list. Comparing bytes is many times cheaper than reading them, so
 * what reading a stretch wrote into the row is kept beside its bytes, and written again when they return.
 *
 * Found by the hash of its first bytes and compared byte for byte, up to the byte behind it, which ends its last value.
 * Bounded: a ring of bytes, in which the oldest is overwritten. It keeps numbers of strings, so it has to forget
 * everything when their table is renewed.
 */
export class Memo {
  /** Bits of the wanted keys in the stretch recalled last. */
  met = 0;
  readonly #entries = new Int32Array(SETS * WAYS * ENTRY);
  readonly #ring = new Uint8Array(RING * UNIT);
  readonly #view = new DataView(this.#ring.buffer);
  #written = RING;
  #hash = 0;
  #turn = 0;
  /** Where the stretch being read began: in the puts of the row, and in its lists. */
  #puts = 0;
  readonly #lists = new Int32Array(LIST_PATHS.length);

  forget(): void {
    this.#entries.fill(0);
    this.#written = RING;
  }

  /** Where the stretch that begins at `p` with a key ends, when it is known: its values then stand in the row. */
  recall(source: DataView, p: number, key: Key, table: RowTable): number {
    const hash = hashOf(source, p, key.stands === FOLLOWS ? key.number ^ this.#hash : key.number);
    this.#hash = hash;
    const entries = this.#entries;
    const set = (hash >>> SHIFT) * (WAYS * ENTRY);
    for (let at = set; at < set + WAYS * ENTRY; at += ENTRY) {
      if (entries[at] !== hash) continue;
      const position = entries[at + 1] ?? 0;
      const packed = entries[at + 2] ?? 0;
      const length = packed & LONGEST;
      if (length === 0 || packed >> 13 !== key.number || position + RING < this.#written) continue;
      const stored = (position & (RING - 1)) * UNIT;
      if (!this.#same(source, p, stored, length)) continue;
      this.#write(stored + ((length + UNIT) & -UNIT), table);
      this.met = entries[at + 3] ?? 0;
      key.hits++;
      return p + length;
    }
    key.misses++;
    return UNSURE;
  }

  /** Begins to watch what reading a stretch writes into the row. */
  watch(table: RowTable): void {
    this.#puts = table.puts;
    for (let n = 0; n < table.lists.length; n++) this.#lists[n] = table.lists[n]?.length ?? 0;
  }

  /** Keeps the stretch that was not recalled, and was read between two positions since then. */
  store(bytes: Uint8Array, p: number, end: number, kept: { key: Key; met: number; table: RowTable }): void {
    const { key, table } = kept;
    const length = end - p;
    const looked = !key.brief;
    key.brief = length < WINDOW;
    if (!looked || key.brief || length > LONGEST) return;
    if (key.misses > key.hits * 4 + TRIAL && (key.misses & 15) !== 0) return;
    const blob = (length + UNIT) & -UNIT;
    const size = (blob + this.#sizeOfValues(table)) / UNIT;
    if (size * UNIT > LONGEST * 2) return;
    if (this.#written >= WRITTEN_AT_MOST) this.forget();
    const left = RING - (this.#written & (RING - 1));
    if (size > left) this.#written += left;
    const at = (this.#written & (RING - 1)) * UNIT;
    this.#ring.set(bytes.subarray(p, end + 1), at);
    this.#keep(at + blob, table);
    const entry = this.#room() * ENTRY;
    this.#entries[entry] = this.#hash;
    this.#entries[entry + 1] = this.#written;
    this.#entries[entry + 2] = (key.number << 13) | length;
    this.#entries[entry + 3] = kept.met;
    this.#written += size;
  }

  /** An entry of the set that is free, or whose turn it is. */
  #room(): number {
    const set = (this.#hash >>> SHIFT) * WAYS;
    for (let way = 0; way < WAYS; way++)
      if ((this.#entries[(set + way) * ENTRY + 1] ?? 0) + RING < this.#written + 1) return set + way;
    this.#turn = (this.#turn + 1) & (WAYS - 1);
    return set + this.#turn;
  }

  #sizeOfValues(table: RowTable): number {
    let integers = 2 + table.lists.length;
    for (let n = this.#puts; n < table.puts; n++) integers += (table.put[n] ?? 0) < table.width ? 2 : 3;
    for (let n = 0; n < table.lists.length; n++) integers += (table.lists[n]?.length ?? 0) - (this.#lists[n] ?? 0);
    return (integers * 4 + UNIT - 1) & -UNIT;
  }

  #keep(from: number, table: RowTable): void {
    const view = this.#view;
    let at = from + 4;
    let lists = 0;
    for (let n = 0; n < table.lists.length; n++) {
      const list = table.lists[n];
      const before = this.#lists[n] ?? 0;
      if (list === undefined || list.length === before) continue;
      view.setInt16(at, n, true);
      view.setInt16(at + 2, list.length - before, true);
      at += 4;
      for (let m = before; m < list.length; m++, at += 4) view.setInt32(at, list.ids[m] ?? 0, true);
      lists++;
    }
    view.setInt16(from, lists, true);
    view.setInt16(from + 2, table.puts - this.#puts, true);
    for (let n = this.#puts; n < table.puts; n++) {
      const slot = table.put[n] ?? 0;
      view.setInt32(at, slot, true);
      at += 4;
      if (slot < table.width) {
        view.setInt32(at, table.texts[table.count * table.width + slot] ?? 0, true);
        at += 4;
      } else {
        view.setFloat64(at, table.numbers[table.count * NUMBERS + slot - table.width] ?? 0, true);
        at += 8;
      }
    }
  }

  #write(from: number, table: RowTable): void {
    const view = this.#view;
    const lists = view.getInt16(from, true);
    const puts = view.getInt16(from + 2, true);
    let at = from + 4;
    for (let n = 0; n < lists; n++) {
      const list = table.lists[view.getInt16(at, true)];
      const end = at + 4 + view.getInt16(at + 2, true) * 4;
      for (at += 4; at < end; at += 4) list?.push(view.getInt32(at, true));
    }
    const { texts, numbers, width } = table;
    const text = table.count * width;
    const number = table.count * NUMBERS - width;
    for (let n = 0; n < puts; n++) {
      const slot = view.getInt32(at, true);
      if (slot < width) {
        texts[text + slot] = view.getInt32(at + 4, true);
        at += 8;
      } else {
        numbers[number + slot] = view.getFloat64(at + 4, true);
        at += 12;
      }
    }
  }

  /** Whether the bytes are the same, with the one behind them. */
  #same(source: DataView, p: number, stored: number, length: number): boolean {
    const view = this.#view;
    // The last eight overlap those before them: a stretch is longer than eight bytes.
    const last = length - 7;
    for (let n = 0; n < last; n += UNIT)
      if (source.getBigInt64(p + n, true) !== view.getBigInt64(stored + n, true)) return false;
    return source.getBigInt64(p + last, true) === view.getBigInt64(stored + last, true);
  }
}

// Two chains, because each step has to wait for the multiplication before it.
function hashOf(source: DataView, p: number, key: number): number {
  let one = key;
  let other = ~key;
  for (let n = 0; n < WINDOW; n += 8) {
    one = Math.imul(one ^ source.getInt32(p + n, true), 0x9e3779b1);
    other = Math.imul(other ^ source.getInt32(p + n + 4, true), 0x85ebca6b);
    one ^= one >>> 15;
    other ^= other >>> 13;
  }
  const hash = Math.imul(one ^ ((other << 16) | (other >>> 16)), 0xc2b2ae35);
  return hash ^ (hash >>> 15);
}
