import type { Measure } from "./measure.ts";
import type { Value } from "./row.ts";

interface Cell {
  readonly value: string;
  count: number;
}

/**
 * `value_count`: how many different values are in the window. Each value carries its count, so that coming and going
 * cost the same however many there are; and its text is held once.
 */
export class ValueCount implements Measure {
  readonly #cells = new Map<Value, Cell>();

  get value(): number {
    return this.#cells.size;
  }

  add(_time: number, _rule: number, values: readonly Value[]): readonly Value[] {
    return values.map((value) => {
      const cell = this.#cells.get(value) ?? { value: String(value), count: 0 };
      if (cell.count++ === 0) this.#cells.set(cell.value, cell);
      return cell.value;
    });
  }

  remove(values: readonly Value[]): void {
    for (const value of values) {
      const cell = this.#cells.get(value);
      if (cell !== undefined && --cell.count === 0) this.#cells.delete(value);
    }
  }
}
