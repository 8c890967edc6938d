import { ExactSum } from "./exact-sum.ts";
import type { Measure } from "./measure.ts";
import type { Value } from "./row.ts";

/** `value_sum`, `value_avg` and `value_median`: over the numbers in the window. */
export class NumberWindow implements Measure {
  readonly #type: "value_sum" | "value_avg" | "value_median";
  readonly #sum = new ExactSum();
  #count = 0;
  /** In order of size; kept for the median only. */
  readonly #sorted: number[] = [];

  constructor(type: "value_sum" | "value_avg" | "value_median") {
    this.#type = type;
  }

  get value(): number {
    if (this.#type === "value_sum") return this.#sum.value();
    if (this.#type === "value_avg") return this.#sum.value() / this.#count;
    return medianOfSorted(this.#sorted);
  }

  add(_time: number, _rule: number, values: readonly Value[]): readonly Value[] {
    for (const number of values.map(Number)) {
      this.#count++;
      if (this.#type === "value_median") this.#sorted.splice(placeOf(this.#sorted, number), 0, number);
      else this.#sum.add(number);
    }
    return values;
  }

  remove(values: readonly Value[]): void {
    for (const number of values.map(Number)) {
      this.#count--;
      if (this.#type === "value_median") this.#sorted.splice(placeOf(this.#sorted, number), 1);
      else this.#sum.add(-number);
    }
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
