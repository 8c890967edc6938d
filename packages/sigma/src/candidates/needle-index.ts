/** Letters of a gram. */
const GRAM = 3;
/** Fewer needles are looked for one by one. */
const FEW = 8;
/** The first bits of a gram's number are looked at before anything else. */
const SIEVE_BITS = 16;
const GRAM_BITS = 31;

interface Needle {
  readonly text: string;
  /** Where its gram stands in it. */
  readonly at: number;
  readonly rules: number[];
}

/**
 * Finds which of many needles a text holds, by one walk over the text: each needle is filed under the gram of its
 * letters that the fewest other needles have, and is looked for only where that gram stands.
 */
export class NeedleIndex {
  readonly #needles = new Map<string, number[]>();
  readonly #short: Needle[] = [];
  readonly #byGram = new Map<number, Needle[]>();
  readonly #sieve = new Uint8Array(1 << SIEVE_BITS);
  #filed = false;

  /** The rules of a needle, to be added to. Must not be called after `find`. */
  rulesOf(needle: string): number[] {
    const rules = this.#needles.get(needle) ?? [];
    this.#needles.set(needle, rules);
    return rules;
  }

  /** The rules of every needle that the text holds. */
  find(text: string): readonly (readonly number[])[] {
    if (this.#needles.size === 0) return [];
    if (!this.#filed) this.#file();
    const found = new Set<number[]>();
    for (const { text: needle, rules } of this.#short) if (text.includes(needle)) found.add(rules);
    for (let start = 0; start + GRAM <= text.length; start++) {
      const gram = gramAt(text, start);
      if (this.#sieve[gram >>> (GRAM_BITS - SIEVE_BITS)] === 0) continue;
      for (const { text: needle, at, rules } of this.#byGram.get(gram) ?? [])
        if (!found.has(rules) && text.startsWith(needle, start - at)) found.add(rules);
    }
    return [...found];
  }

  #file(): void {
    this.#filed = true;
    const counts = new Map<number, number>();
    for (const needle of this.#needles.keys())
      for (const gram of gramsOf(needle)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
    for (const [text, rules] of this.#needles) {
      const grams = gramsOf(text);
      const rarest = grams.reduce((least, gram) => Math.min(least, counts.get(gram) ?? 0), Infinity);
      const at = grams.findIndex((gram) => counts.get(gram) === rarest);
      const gram = grams[at];
      if (gram === undefined || this.#needles.size < FEW) {
        this.#short.push({ text, at, rules });
        continue;
      }
      this.#sieve[gram >>> (GRAM_BITS - SIEVE_BITS)] = 1;
      const others = this.#byGram.get(gram);
      if (others === undefined) this.#byGram.set(gram, [{ text, at, rules }]);
      else others.push({ text, at, rules });
    }
  }
}

function gramsOf(text: string): readonly number[] {
  return Array.from({ length: Math.max(0, text.length - GRAM + 1) }, (_, start) => gramAt(text, start));
}

// Other grams may have the same number: whatever is found by it is looked at again.
function gramAt(text: string, start: number): number {
  const pair = Math.imul(text.charCodeAt(start), 0x1f351f35) + Math.imul(text.charCodeAt(start + 1), 0x9e3779b1);
  return Math.imul(pair ^ text.charCodeAt(start + 2), 0x85ebca6b) >>> 1;
}
