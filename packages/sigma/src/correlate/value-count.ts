import type { Measure } from "./measure.ts";
import type { Value } from "./row.ts";

interface Cell {
  readonly value: string;
  /** The value as a list, which is handed out for every event that brings nothing else. */
  readonly alone: readonly string[];
  count: number;
}

/**
 * `value_count`: how many different values are in the window. Each value carries its count, so that coming and going
 * cost the same however many there are; and its text is held once.
 */
export class ValueCount implements Measure {
  /** While there are few, a list is smaller and no slower. */
  #few: readonly Cell[] = [];
  #many: Map<Value, Cell> | null = null;

  get value(): number {
    return this.#many?.size ?? this.#few.length;
  }

  add(_time: number, _rule: number, values: readonly Value[]): readonly Value[] {
    const [only] = values;
    if (only !== undefined && values.length === 1) return this.#take(only).alone;
    return values.map((value) => this.#take(value).value);
  }

  remove(values: readonly Value[]): void {
    for (const value of values) {
      const cell = this.#find(value);
      if (cell === undefined || --cell.count > 0) continue;
      if (this.#many !== null) this.#many.delete(cell.value);
      else this.#few = this.#few.filter((one) => one !== cell);
    }
  }

  #take(value: Value): Cell {
    const known = this.#find(value);
    if (known === undefined) return this.#enter(String(value));
    known.count++;
    return known;
  }

  #find(value: Value): Cell | undefined {
    if (this.#many !== null) return this.#many.get(value);
    for (const cell of this.#few) if (cell.value === value) return cell;
    return undefined;
  }

  #enter(value: string): Cell {
    const cell = { value, alone: [value], count: 1 };
    if (this.#many !== null) this.#many.set(value, cell);
    else if (this.#few.length < FEW) this.#few = [...this.#few, cell];
    else {
      this.#many = new Map([...this.#few, cell].map((one) => [one.value, one]));
      this.#few = [];
    }
    return cell;
  }
}

const FEW = 8;
