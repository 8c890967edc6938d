import { compareRows, type EventRows, type RowRef } from "./event-rows.ts";
import { SpillFolder, type SpilledRun } from "./spill.ts";

/** Rows sorted in memory at a time. */
const RUN = 60_000;
/** Runs merged at a time: each holds a block of rows in memory. */
const FAN_IN = 64;
/** Rows given out together. */
const OUT = 1024;

/** How much is held in memory; the defaults keep it below 100 MB. */
export interface SortBounds {
  readonly run: number;
  readonly fanIn: number;
}

/**
 * Puts rows into order whatever order they come in: runs are sorted in memory, spilled to a temporary folder and
 * merged. The folder is removed at the end, also when reading is given up or fails (spec PL-5).
 */
export class ExternalSort {
  readonly #bounds: SortBounds;
  #refs: RowRef[] = [];
  #runs: SpilledRun[] = [];
  #folder: SpillFolder | undefined;

  constructor(bounds: SortBounds = { run: RUN, fanIn: FAN_IN }) {
    this.#bounds = bounds;
  }

  add(rows: EventRows): void {
    for (let row = 0; row < rows.count; row++) this.#refs.push({ rows, row });
    if (this.#refs.length >= this.#bounds.run) this.#spill();
  }

  /** All rows in order. */
  *end(): Generator<readonly RowRef[]> {
    if (this.#folder === undefined) {
      yield this.#refs.sort(compareRows);
      return;
    }
    if (this.#refs.length > 0) this.#spill();
    const { fanIn } = this.#bounds;
    while (this.#runs.length > fanIn) {
      const few = this.#runs.splice(0, fanIn);
      this.#runs.push(this.#folder.write(mergeRuns(few.map((run) => run.rows()))));
    }
    let out: RowRef[] = [];
    for (const ref of mergeRuns(this.#runs.map((run) => run.rows()))) {
      out.push(ref);
      if (out.length < OUT) continue;
      yield out;
      out = [];
    }
    if (out.length > 0) yield out;
  }

  /** Removes what was spilled; to be called whatever happened. */
  close(): void {
    this.#folder?.remove();
    this.#folder = undefined;
    this.#runs = [];
    this.#refs = [];
  }

  #spill(): void {
    this.#folder ??= new SpillFolder();
    this.#runs.push(this.#folder.write(this.#refs.sort(compareRows)));
    this.#refs = [];
  }
}

interface Head {
  ref: RowRef;
  readonly rest: Iterator<RowRef>;
}

/** Ordered runs as one (a binary heap of their heads). */
function* mergeRuns(runs: readonly Iterable<RowRef>[]): Generator<RowRef> {
  const iterators = runs.map((run) => run[Symbol.iterator]());
  const heap: Head[] = [];
  try {
    for (const rest of iterators) {
      const first = rest.next();
      if (first.done !== true) heap.push({ ref: first.value, rest });
    }
    heap.sort((a, b) => compareRows(a.ref, b.ref));
    for (let top = heap[0]; top !== undefined; top = heap[0]) {
      yield top.ref;
      const next = top.rest.next();
      if (next.done !== true) top.ref = next.value;
      else {
        const last = heap.pop();
        if (last === undefined || heap.length === 0) return;
        heap[0] = last;
      }
      sink(heap);
    }
  } finally {
    // A merge that is given up still closes the files of its runs.
    for (const rest of iterators) rest.return?.();
  }
}

function sink(heap: Head[]): void {
  let at = 0;
  for (;;) {
    let least = at;
    for (const child of [at * 2 + 1, at * 2 + 2]) {
      const [a, b] = [heap[child], heap[least]];
      if (a !== undefined && b !== undefined && compareRows(a.ref, b.ref) < 0) least = child;
    }
    const [a, b] = [heap[at], heap[least]];
    if (least === at || a === undefined || b === undefined) return;
    heap[at] = b;
    heap[least] = a;
    at = least;
  }
}
