/** A stream of chance from a seed: the same seed gives the same organisation. (mulberry32, Tommy Ettinger, public domain.) */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number below `bound`. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * bound);
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.below(from.length)] ?? from[0];
  }

  letters(length: number): string {
    return this.#from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length);
  }

  hex(length: number): string {
    return this.#from("0123456789abcdef", length);
  }

  /** An id as Okta makes them: three characters that say of what, and seventeen others. */
  id(prefix: string): string {
    return prefix + this.letters(20 - prefix.length);
  }

  uuid(): string {
    return `${this.hex(8)}-${this.hex(4)}-11ee-8${this.hex(3)}-${this.hex(12)}`;
  }

  #from(alphabet: string, length: number): string {
    let text = "";
    while (text.length < length) text += alphabet[this.below(alphabet.length)] ?? "";
    return text;
  }
}
