import type { Rejection } from "../connect/files/index.ts";

/** Rejections that are kept to be shown; all are counted. */
export const SHOWN = 10_000;

/** What of the input could not be used: the first so many as they came, and how many by code. */
export class Rejections {
  #rows: Rejection[] = [];
  #counts = new Map<string, number>();
  #total = 0;

  add(rejection: Rejection): void {
    this.#total++;
    this.#counts.set(rejection.code, (this.#counts.get(rejection.code) ?? 0) + 1);
    if (this.#rows.length < SHOWN) this.#rows.push(rejection);
  }

  /** Reading begins again. */
  clear(): void {
    this.#rows = [];
    this.#counts = new Map();
    this.#total = 0;
  }

  get total(): number {
    return this.#total;
  }

  get rows(): readonly Rejection[] {
    return this.#rows;
  }

  /** How many of each code, by code. */
  byCode(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
