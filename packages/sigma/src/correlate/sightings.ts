import type { Measure } from "./measure.ts";
import { NOTHING, type Value } from "./row.ts";
import type { CorrelationRule } from "./rule.ts";

/**
 * `temporal` and `temporal_ordered`: which of the rules were seen in the window.
 *
 * `temporal` keeps for each rule when it was last seen. `temporal_ordered` keeps for each place of the list the latest
 * time at which a sequence up to that place could have begun; a sequence is in the window when its beginning is. Equal
 * times count as ordered, also when one event matches several of the rules.
 */
export class Sightings implements Measure {
  readonly eachRule = true;
  readonly #rules: readonly string[];
  readonly #ordered: boolean;
  readonly #marks: number[];
  #from = -Number.MAX_VALUE;
  /** Places of the list that were seen at the latest time. */
  #now = Number.NEGATIVE_INFINITY;
  #tied: number[] = [];

  constructor(rule: CorrelationRule) {
    this.#rules = rule.rules;
    this.#ordered = rule.type === "temporal_ordered";
    this.#marks = rule.rules.map(() => Number.NEGATIVE_INFINITY);
  }

  /** How many of the rules are there; in order: how many places of the list, from its beginning. */
  get value(): number {
    if (!this.#ordered) return this.#marks.filter((mark) => mark >= this.#from).length;
    const broken = this.#marks.findIndex((mark) => mark < this.#from);
    return broken < 0 ? this.#marks.length : broken;
  }

  /** Whether what went before decides what can matter. */
  get picks(): boolean {
    return this.#ordered;
  }

  /** An event that no beginning of the sequence leads up to can never stand in one. */
  matters(rule: number, tied: readonly number[]): boolean {
    for (let place = rule; place > 0; place--) {
      if ((this.#marks[place - 1] ?? this.#from) >= this.#from) return true;
      if (!tied.includes(place - 1)) return false;
    }
    return true;
  }

  add(time: number, rule: number): readonly Value[] {
    if (time !== this.#now) {
      this.#now = time;
      this.#tied = [rule];
      this.#mark(rule, time);
      return NOTHING;
    }
    this.#tied.push(rule);
    // What came at one time may stand in any order there, so an earlier place can still move those behind it.
    for (const place of this.#tied.toSorted((a, b) => a - b)) this.#mark(place, time);
    return NOTHING;
  }

  #mark(place: number, time: number): void {
    const begun = this.#ordered && place > 0 ? (this.#marks[place - 1] ?? time) : time;
    this.#marks[place] = Math.max(this.#marks[place] ?? begun, begun);
  }

  remove(): void {
    // The window's beginning says what is still in it.
  }

  slide(from: number): void {
    this.#from = from;
  }

  has(rule: string): boolean {
    return (this.#marks[this.#rules.indexOf(rule)] ?? Number.NEGATIVE_INFINITY) >= this.#from;
  }
}
