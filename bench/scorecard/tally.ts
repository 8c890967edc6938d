/** Counts by two names. */
export class Tally {
  readonly #counts = new Map<string, Map<string, number>>();

  add(row: string, column: string, count = 1): void {
    const counts = this.#counts.get(row) ?? new Map<string, number>();
    this.#counts.set(row, counts);
    counts.set(column, (counts.get(column) ?? 0) + count);
  }

  of(row: string, column: string): number {
    return this.#counts.get(row)?.get(column) ?? 0;
  }

  /** The columns of a row that were counted. */
  columns(row: string): readonly (readonly [column: string, count: number])[] {
    return [...(this.#counts.get(row) ?? [])];
  }

  total(row: string): number {
    return this.columns(row).reduce((sum, [, count]) => sum + count, 0);
  }

  rows(): readonly string[] {
    return [...this.#counts.keys()];
  }
}
