import type { Measure, SavedMeasure } from "./measure.ts";
import type { Row } from "./row.ts";
import type { CorrelationRule } from "./rule.ts";

/**
 * `temporal` and `temporal_ordered`: which of the rules were seen in the window.
 *
 * `temporal` keeps for each rule when it was last seen. `temporal_ordered` keeps for each place of the list the latest
 * time at which a sequence up to that place could have begun; a sequence is in the window when its beginning is. Equal
 * times count as ordered, also when one event matches several of the rules.
 */
export class Sightings implements Measure {
  readonly size = 0;
  readonly #rules: readonly string[];
  readonly #ordered: boolean;
  readonly #marks: number[];
  #from = Number.NEGATIVE_INFINITY;

  constructor(rule: CorrelationRule, saved?: SavedMeasure) {
    this.#rules = rule.rules;
    this.#ordered = rule.type === "temporal_ordered";
    this.#marks = rule.rules.map((_, at) => saved?.times[at] ?? Number.NEGATIVE_INFINITY);
  }

  /** How many different rules are there; in order: how many places of the list, from its beginning. */
  get value(): number {
    if (!this.#ordered) return new Set(this.#rules.filter((_, at) => this.#within(at))).size;
    const broken = this.#marks.findIndex((_, at) => !this.#within(at));
    return broken < 0 ? this.#marks.length : broken;
  }

  add(time: number, rows: readonly Row[]): void {
    const seen = new Set(rows.map((row) => this.#rules[row.rule]));
    for (const [at, rule] of this.#rules.entries()) {
      if (!seen.has(rule)) continue;
      const begun = at === 0 || !this.#ordered ? time : (this.#marks[at - 1] ?? time);
      this.#marks[at] = Math.max(this.#marks[at] ?? begun, begun);
    }
  }

  slide(from: number): void {
    this.#from = from;
  }

  drop(): void {
    // Nothing is held for single events.
  }

  has(rule: string): boolean {
    return this.#within(this.#rules.indexOf(rule));
  }

  save(): SavedMeasure {
    return { times: this.#marks.map((mark) => (Number.isFinite(mark) ? mark : null)) };
  }

  #within(at: number): boolean {
    return (this.#marks[at] ?? Number.NEGATIVE_INFINITY) >= this.#from;
  }
}
