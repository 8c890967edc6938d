import type { Decode } from "./lexer.ts";

const SLOTS = 1 << 16;
const SHIFT = 16;
const PROBES = 8;
/** Hash, number of the string, begin and length of its bytes in the arena. */
const SLOT = 4;
const ARENA = 1 << 22;
/** Longer texts are rarely seen twice; they are decoded each time. */
const LONGEST = 2048;
const STRINGS_AT_MOST = 1 << 17;

/** Numbers of the strings that every table begins with. */
const EMPTY = 0;
export const TRUE_TEXT = 1;
export const FALSE_TEXT = 2;

/**
 * Makes one string, once, of bytes that come again and again: ids, addresses, user agents. Found by the hash of their
 * bytes, and compared byte for byte, because whoever writes the log could make hashes collide.
 *
 * Bounded: when it is full it starts anew with an empty table (`renew`), which costs as much as reading the common
 * strings once more. Strings given out before stay what they were, in the table they were given out with.
 */
export class Interner {
  strings: string[] = ["", "true", "false"];
  #table = new Int32Array(SLOTS * SLOT);
  readonly #arena = new Uint8Array(ARENA);
  readonly #arenaView = new DataView(this.#arena.buffer);
  readonly #decode: Decode;
  readonly #stringsAtMost: number;
  #used = 0;

  constructor(decode: Decode, stringsAtMost: number = STRINGS_AT_MOST) {
    this.#decode = decode;
    this.#stringsAtMost = stringsAtMost;
  }

  /** Whether it is time to `renew`; it must not be done while numbers of one batch are still being given out. */
  get full(): boolean {
    return this.#used > ARENA >> 1 || this.strings.length > this.#stringsAtMost;
  }

  renew(): void {
    this.strings = ["", "true", "false"];
    this.#table.fill(0);
    this.#used = 0;
  }

  /** Number of the string that the bytes of a JSON text (without its quotes) stand for. */
  // More than three positions: the one call that is made for every value of every event.
  find(source: DataView, bytes: Uint8Array, start: number, length: number, hash: number, escaped: boolean): number {
    if (length === 0) return EMPTY;
    const table = this.#table;
    let slot = hash >>> SHIFT;
    for (let probe = 0; probe < PROBES; probe++) {
      const at = slot * SLOT;
      const id = table[at + 1] ?? 0;
      if (id === 0) break;
      if (table[at] === hash && table[at + 3] === length && this.#same(source, start, table[at + 2] ?? 0, length))
        return id;
      slot = (slot + 1) & (SLOTS - 1);
    }
    const id = this.add(this.once(bytes, start, length, escaped));
    if (length <= LONGEST && this.#used + length + SLOT <= ARENA) {
      const at = slot * SLOT;
      table[at] = hash;
      table[at + 1] = id;
      table[at + 2] = this.#used;
      table[at + 3] = length;
      for (let n = 0; n < length; n++) this.#arena[this.#used + n] = bytes[start + n] ?? 0;
      this.#used += length;
    }
    return id;
  }

  /** The string itself, not remembered. */
  once(bytes: Uint8Array, start: number, length: number, escaped: boolean): string {
    return escaped
      ? (JSON.parse(this.#decode(bytes, start - 1, start + length + 1)) as string)
      : this.#decode(bytes, start, start + length);
  }

  /** Numbers a string that is at hand already; it is not found again. */
  add(text: string): number {
    return text === "" ? EMPTY : this.strings.push(text) - 1;
  }

  #same(source: DataView, start: number, stored: number, length: number): boolean {
    const arena = this.#arenaView;
    const whole = length & ~3;
    let n = 0;
    while (n < whole) {
      if (source.getInt32(start + n, true) !== arena.getInt32(stored + n, true)) return false;
      n += 4;
    }
    const rest = length - whole;
    if (rest === 0) return true;
    const differing = source.getInt32(start + n, true) ^ arena.getInt32(stored + n, true);
    return (differing & (0x7fffffff >>> (31 - rest * 8))) === 0;
  }
}
