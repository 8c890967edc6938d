/** A seeded source of chance. The same seed gives the same run on every machine; nothing here reads a clock. */
export class Random {
  readonly seed: string;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string | number) {
    this.seed = String(seed);
    const word = spread(this.seed);
    this.#a = word();
    this.#b = word();
    this.#c = word();
    this.#d = word();
    for (let round = 0; round < 12; round += 1) this.word();
  }

  /** The next 32 bits (sfc32). */
  word(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number in [0, 1). */
  fraction(): number {
    return this.word() / 4_294_967_296;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(from: readonly T[]): T {
    const one = from[this.between(0, from.length - 1)];
    if (one === undefined) throw new RangeError("Picked from an empty list, wanted at least one item");
    return one;
  }

  /** `count` different items, in random order; all of them when there are fewer. */
  some<T>(from: readonly T[], count: number): T[] {
    const left = [...from];
    const taken: T[] = [];
    while (taken.length < count && left.length > 0) taken.push(...left.splice(this.between(0, left.length - 1), 1));
    return taken;
  }

  /** About normal, by the sum of four draws; good enough for office hours. */
  around(middle: number, spreadBy: number): number {
    const sum = this.fraction() + this.fraction() + this.fraction() + this.fraction();
    return middle + (sum - 2) * spreadBy;
  }

  text(alphabet: string, length: number): string {
    let made = "";
    for (let at = 0; at < length; at += 1) made += alphabet.charAt(this.between(0, alphabet.length - 1));
    return made;
  }

  hex(length: number): string {
    let made = "";
    while (made.length < length) made += this.word().toString(16).padStart(8, "0");
    return made.slice(0, length);
  }

  /** An independent source for a named part, whatever was drawn here before. */
  fork(part: string | number): Random {
    return new Random(`${this.seed}/${part}`);
  }
}

function spread(text: string): () => number {
  let hash = 1_779_033_703 ^ text.length;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 3_432_918_353);
    hash = (hash << 13) | (hash >>> 19);
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
    hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
    hash ^= hash >>> 16;
    return hash >>> 0;
  };
}
