interface Entry<T> {
  readonly time: number;
  readonly item: T;
}

/** Which items become due when: a binary heap, with the times that no longer hold skipped as they come up. */
export class Agenda<T> {
  #heap: Entry<T>[] = [];
  readonly #due = new Map<T, number>();

  /** Sets when an item becomes due; infinite: never. */
  set(item: T, time: number): void {
    const known = this.#due.get(item);
    if (known === time) return;
    if (time === Number.POSITIVE_INFINITY) this.#due.delete(item);
    else {
      this.#due.set(item, time);
      this.#push({ time, item });
    }
    if (this.#heap.length > 2 * this.#due.size + 64) this.#rebuild();
  }

  /** Takes out the items that are due before a time, and calls for each; the call may set items anew. */
  takeBefore(time: number, take: (item: T) => void): void {
    for (;;) {
      const [top] = this.#heap;
      if (top === undefined || top.time >= time) return;
      this.#pop();
      if (this.#due.get(top.item) !== top.time) continue;
      this.#due.delete(top.item);
      take(top.item);
    }
  }

  /** Every item with a time. */
  items(): Iterable<T> {
    return this.#due.keys();
  }

  #push(entry: Entry<T>): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || above.time <= entry.time) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (timeAt(heap, child + 1) < timeAt(heap, child)) child++;
      const below = heap[child];
      if (below === undefined || below.time >= last.time) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
  }

  /** A sorted list is a heap; what does not hold is left out. */
  #rebuild(): void {
    this.#heap = Array.from(this.#due, ([item, time]) => ({ item, time })).toSorted((a, b) => a.time - b.time);
  }
}

function timeAt(heap: readonly Entry<unknown>[], at: number): number {
  return heap[at]?.time ?? Number.POSITIVE_INFINITY;
}
