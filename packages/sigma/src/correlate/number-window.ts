import { ExactSum } from "./exact-sum.ts";
import type { Measure, SavedMeasure } from "./measure.ts";
import { Queue } from "./queue.ts";
import type { Row } from "./row.ts";

/** `value_sum`, `value_avg` and `value_median`: over the numbers in the window. */
export class NumberWindow implements Measure {
  readonly #type: "value_sum" | "value_avg" | "value_median";
  readonly #times: Queue<number>;
  readonly #numbers: Queue<number>;
  readonly #sum = new ExactSum();
  /** In order of size; kept for the median only. */
  readonly #sorted: number[] = [];

  constructor(type: "value_sum" | "value_avg" | "value_median", saved: SavedMeasure = { times: [] }) {
    this.#type = type;
    this.#times = new Queue(saved.times.map(Number));
    const numbers = (saved.values ?? []).map(Number);
    this.#numbers = new Queue(numbers);
    for (const number of numbers) this.#take(number);
  }

  get size(): number {
    return this.#times.length;
  }

  get value(): number {
    if (this.#type === "value_sum") return this.#sum.value();
    if (this.#type === "value_avg") return this.#sum.value() / this.#numbers.length;
    return medianOfSorted(this.#sorted);
  }

  add(time: number, rows: readonly Row[]): void {
    for (const [at, row] of rows.entries()) {
      if (row.uid === rows[at - 1]?.uid) continue;
      for (const value of row.values) {
        const number = Number(value);
        this.#times.push(time);
        this.#numbers.push(number);
        this.#take(number);
      }
    }
  }

  slide(from: number): void {
    while ((this.#times.first ?? from) < from) this.drop();
  }

  drop(): void {
    this.#times.shift();
    const number = this.#numbers.shift();
    if (number === undefined) return;
    if (this.#type === "value_median") this.#sorted.splice(placeOf(this.#sorted, number), 1);
    else this.#sum.add(-number);
  }

  save(): SavedMeasure {
    return { times: this.#times.toArray(), values: this.#numbers.toArray() };
  }

  #take(number: number): void {
    if (this.#type === "value_median") this.#sorted.splice(placeOf(this.#sorted, number), 0, number);
    else this.#sum.add(number);
  }
}

/** The middle one, or the mean of the middle two. */
function medianOfSorted(sorted: readonly number[]): number {
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  if (sorted.length % 2 === 1) return upper;
  return ((sorted[(sorted.length >> 1) - 1] ?? Number.NaN) + upper) / 2;
}

/** The first place whose number is not smaller. */
function placeOf(sorted: readonly number[], number: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? number) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
