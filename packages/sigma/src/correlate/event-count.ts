import type { Measure, SavedMeasure } from "./measure.ts";
import { Queue } from "./queue.ts";
import type { Row } from "./row.ts";

/** `event_count`: how many events are in the window. An event that several of the rules match counts once. */
export class EventCount implements Measure {
  readonly #times: Queue<number>;

  constructor(saved?: SavedMeasure) {
    this.#times = new Queue(saved?.times.map(Number));
  }

  get size(): number {
    return this.#times.length;
  }

  get value(): number {
    return this.#times.length;
  }

  add(time: number, rows: readonly Row[]): void {
    for (const [at, row] of rows.entries()) {
      if (row.uid !== rows[at - 1]?.uid) this.#times.push(time);
    }
  }

  slide(from: number): void {
    while ((this.#times.first ?? from) < from) this.drop();
  }

  drop(): void {
    this.#times.shift();
  }

  save(): SavedMeasure {
    return { times: this.#times.toArray() };
  }
}
