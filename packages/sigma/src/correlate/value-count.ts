import type { Measure, SavedMeasure } from "./measure.ts";
import { Queue } from "./queue.ts";
import type { Row } from "./row.ts";

interface Cell {
  readonly value: string;
  count: number;
}

/**
 * `value_count`: how many different values are in the window. Each value carries its count, so that coming and going
 * cost the same however many there are; entries point to the value's one cell instead of holding its text.
 */
export class ValueCount implements Measure {
  readonly #times: Queue<number>;
  readonly #cells: Queue<Cell>;
  readonly #byValue = new Map<string, Cell>();

  constructor(saved: SavedMeasure = { times: [] }) {
    this.#times = new Queue(saved.times.map(Number));
    this.#cells = new Queue((saved.values ?? []).map((value) => this.#count(String(value))));
  }

  get size(): number {
    return this.#times.length;
  }

  get value(): number {
    return this.#byValue.size;
  }

  add(time: number, rows: readonly Row[]): void {
    for (const [at, row] of rows.entries()) {
      if (row.uid === rows[at - 1]?.uid) continue;
      for (const value of row.values) {
        this.#times.push(time);
        this.#cells.push(this.#count(String(value)));
      }
    }
  }

  slide(from: number): void {
    while ((this.#times.first ?? from) < from) this.drop();
  }

  drop(): void {
    this.#times.shift();
    const cell = this.#cells.shift();
    if (cell !== undefined && --cell.count === 0) this.#byValue.delete(cell.value);
  }

  save(): SavedMeasure {
    return { times: this.#times.toArray(), values: this.#cells.toArray().map((cell) => cell.value) };
  }

  #count(value: string): Cell {
    let cell = this.#byValue.get(value);
    if (cell === undefined) {
      cell = { value, count: 0 };
      this.#byValue.set(value, cell);
    }
    cell.count++;
    return cell;
  }
}
