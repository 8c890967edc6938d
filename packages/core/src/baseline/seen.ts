/** How often something was seen, and when: the whole of what a baseline remembers of it. Times are milliseconds. */
export interface Seen {
  n: number;
  first: number;
  last: number;
}

/** The saved form of a {@link SeenSet}: rows of [key, n, first, last]. */
export type SeenRows = readonly (readonly [key: string, n: number, first: number, last: number])[];

/**
 * A bounded memory of what was seen. When it is full, the entry that was seen longest ago makes room: a habit of
 * today outlives one of last year.
 */
export class SeenSet {
  readonly #entries = new Map<string, Seen>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Seen | undefined {
    return this.#entries.get(key);
  }

  some(test: (key: string) => boolean): boolean {
    for (const key of this.#entries.keys()) if (test(key)) return true;
    return false;
  }

  /** Counts one sighting and returns the entry, so that a caller who sees it again soon can count on it directly. */
  note(key: string, time: number): Seen {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      known.n++;
      if (time > known.last) known.last = time;
      if (time < known.first) known.first = time;
      return known;
    }
    if (this.#entries.size >= this.#limit) this.#forgetOldest();
    const seen: Seen = { n: 1, first: time, last: time };
    this.#entries.set(key, seen);
    return seen;
  }

  #forgetOldest(): void {
    let oldestKey: string | undefined;
    let oldest = Number.POSITIVE_INFINITY;
    for (const [key, seen] of this.#entries) {
      if (seen.last < oldest) {
        oldest = seen.last;
        oldestKey = key;
      }
    }
    if (oldestKey !== undefined) this.#entries.delete(oldestKey);
  }

  /** Rows in a fixed order, so that equal memories have equal files. */
  rows(): SeenRows {
    return [...this.#entries]
      .map(([key, seen]) => [key, seen.n, seen.first, seen.last] as const)
      .sort((a, b) => (a[0] < b[0] ? -1 : 1));
  }

  restore(rows: SeenRows): void {
    for (const [key, n, first, last] of rows.slice(0, this.#limit)) this.#entries.set(key, { n, first, last });
  }
}
