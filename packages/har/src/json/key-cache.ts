const SLOTS = 4096;
const LONGEST = 64;

interface Slot<T> {
  readonly bytes: Uint8Array;
  readonly known: T;
}

/**
 * What is known of a name, by its bytes: a capture has few names and many of each, and this saves making a string of
 * every one. A name that meets another in its slot takes its place.
 */
export class KeyCache<T> {
  readonly #slots: (Slot<T> | undefined)[] = Array.from({ length: SLOTS });
  readonly #learn: (bytes: Uint8Array, from: number, to: number) => T;

  constructor(learn: (bytes: Uint8Array, from: number, to: number) => T) {
    this.#learn = learn;
  }

  get(bytes: Uint8Array, from: number, to: number): T {
    const length = to - from;
    if (length > LONGEST) return this.#learn(bytes, from, to);
    let hash = length;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    hash = (hash ^ (hash >>> 13)) & (SLOTS - 1);
    const slot = this.#slots[hash];
    if (slot !== undefined && isSame(slot.bytes, bytes, from, length)) return slot.known;
    const known = this.#learn(bytes, from, to);
    this.#slots[hash] = { bytes: bytes.slice(from, to), known };
    return known;
  }
}

function isSame(mine: Uint8Array, bytes: Uint8Array, from: number, length: number): boolean {
  if (mine.length !== length) return false;
  for (let n = 0; n < length; n++) if (mine[n] !== bytes[from + n]) return false;
  return true;
}
