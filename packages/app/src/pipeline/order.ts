import { compareRows, type EventRows, type RowRef, timeOf } from "./event-rows.ts";

/** Events that wait, so that a later one may still be put before them (spec PL-3). */
const WINDOW = 20_000;

/** An event came that is older than one already given out: the order can not be had without sorting everything. */
export class OutOfOrderError extends Error {}

/**
 * Puts rows into order while they stream by, as long as none is late by more than a window of so many events. A log
 * that is in order costs one comparison an event.
 *
 * `add` throws OutOfOrderError.
 */
export class Reorder {
  readonly #window: number;
  /** In order: all of one run come before all of the next. */
  readonly #waiting: RowRef[][] = [];
  #count = 0;
  #released: RowRef | undefined;

  constructor(window: number = WINDOW) {
    this.#window = window;
  }

  /** Takes rows in and gives out what no longer needs to wait. */
  *add(rows: EventRows): Generator<readonly RowRef[]> {
    let run = orderedRefs(rows);
    const first = run[0];
    if (first === undefined) return;
    if (this.#released !== undefined && compareRows(first, this.#released) <= 0) throw new OutOfOrderError();
    this.#count += run.length;
    for (;;) {
      const tail = this.#waiting.at(-1);
      if (tail === undefined || isBefore(tail, first)) break;
      this.#waiting.pop();
      run = merged(tail, run);
    }
    this.#waiting.push(run);
    yield* this.#release(this.#window);
  }

  /** Gives out everything that still waits. */
  *end(): Generator<readonly RowRef[]> {
    yield* this.#release(0);
  }

  *#release(keep: number): Generator<readonly RowRef[]> {
    for (;;) {
      const head = this.#waiting[0];
      if (head === undefined || this.#count <= keep) return;
      let out = head;
      if (this.#count - head.length >= keep) this.#waiting.shift();
      // A run is given out whole, which is cheaper, unless it has swallowed all that came.
      else if (this.#count > 2 * keep) out = head.splice(0, this.#count - keep);
      else return;
      this.#count -= out.length;
      this.#released = out.at(-1);
      yield out;
    }
  }
}

/** The rows of a table in order. */
function orderedRefs(rows: EventRows): RowRef[] {
  const refs: RowRef[] = [];
  let inOrder = true;
  for (let row = 0; row < rows.count; row++) {
    const ref = { rows, row };
    const before = refs[row - 1];
    if (inOrder && before !== undefined && timeOf(before) >= timeOf(ref)) inOrder = compareRows(before, ref) <= 0;
    refs.push(ref);
  }
  return inOrder ? refs : refs.sort(compareRows);
}

function isBefore(run: readonly RowRef[], ref: RowRef): boolean {
  const last = run.at(-1);
  return last === undefined || compareRows(last, ref) <= 0;
}

/** Two ordered runs as one. */
function merged(a: readonly RowRef[], b: readonly RowRef[]): RowRef[] {
  const run: RowRef[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [one, other] = [a[i], b[j]];
    if (one === undefined) return run.concat(b.slice(j));
    if (other === undefined) return run.concat(a.slice(i));
    if (compareRows(one, other) <= 0) {
      run.push(one);
      i++;
    } else {
      run.push(other);
      j++;
    }
  }
}
