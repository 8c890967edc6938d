/** Something that an agenda keeps; the agenda alone writes to it. */
export interface Scheduled {
  /** When it becomes due; infinite: never. */
  scheduled: number;
}

interface Entry<T> {
  readonly time: number;
  readonly item: T;
}

/**
 * Which items become due when. Times mostly come in order, so most entries stand in a queue; only what is out of order
 * goes into a heap. Times that no longer hold are skipped as they come up.
 */
export class Agenda<T extends Scheduled> {
  /** In order; what stands before the head was taken. */
  #queue: Entry<T>[] = [];
  #head = 0;
  #heap: Entry<T>[] = [];
  /** Items with a time. */
  #live = 0;

  /** Sets when an item becomes due; infinite: never. */
  set(item: T, time: number): void {
    const known = item.scheduled;
    if (known === time) return;
    item.scheduled = time;
    if (known === Number.POSITIVE_INFINITY) this.#live++;
    if (time === Number.POSITIVE_INFINITY) this.#live--;
    else if ((this.#queue.at(-1)?.time ?? time) <= time) this.#queue.push({ time, item });
    else pushInto(this.#heap, { time, item });
    if (this.#queue.length - this.#head + this.#heap.length > 2 * this.#live + 64) this.#rebuild();
  }

  /** Takes out the items that are due before a time, and calls for each; the call may set items anew. */
  takeBefore(time: number, take: (item: T) => void): void {
    for (;;) {
      const entry = this.#next(time);
      if (entry === undefined) return;
      const { item } = entry;
      if (item.scheduled !== entry.time) continue;
      item.scheduled = Number.POSITIVE_INFINITY;
      this.#live--;
      take(item);
    }
  }

  /** Every item with a time. */
  items(): Iterable<T> {
    return new Set(this.#valid().map(({ item }) => item));
  }

  /** Takes the earliest entry out, when it is before a time. */
  #next(time: number): Entry<T> | undefined {
    const first = this.#queue[this.#head];
    const [top] = this.#heap;
    if (top !== undefined && top.time < (first?.time ?? Number.POSITIVE_INFINITY)) {
      if (top.time >= time) return undefined;
      popFrom(this.#heap);
      return top;
    }
    if (first === undefined || first.time >= time) return undefined;
    this.#head++;
    if (this.#head >= 1024 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return first;
  }

  #valid(): readonly Entry<T>[] {
    return [...this.#queue.slice(this.#head), ...this.#heap].filter(({ time, item }) => item.scheduled === time);
  }

  #rebuild(): void {
    this.#queue = Array.from(this.items(), (item) => ({ time: item.scheduled, item })).sort((a, b) => a.time - b.time);
    this.#head = 0;
    this.#heap = [];
  }
}

function pushInto<T>(heap: Entry<T>[], entry: Entry<T>): void {
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

function popFrom<T>(heap: Entry<T>[]): void {
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

function timeAt(heap: readonly Entry<unknown>[], at: number): number {
  return heap[at]?.time ?? Number.POSITIVE_INFINITY;
}
