/** Something that stands in an order of use; the order alone writes to it. */
export interface Linked<T> {
  older: T | null;
  newer: T | null;
}

/**
 * Items in the order of their last use. A map would tell it too, but only by deleting and setting again, which leaves
 * a hole for every use.
 */
export class Recency<T extends Linked<T>> {
  #oldest: T | null = null;
  #newest: T | null = null;

  get oldest(): T | null {
    return this.#oldest;
  }

  /** The item is used now, be it new here or not. */
  use(item: T): void {
    if (item === this.#newest) return;
    if (item.newer !== null) this.remove(item);
    item.older = this.#newest;
    if (this.#newest === null) this.#oldest = item;
    else this.#newest.newer = item;
    this.#newest = item;
  }

  /** Takes out an item that is here. */
  remove(item: T): void {
    const { older, newer } = item;
    if (older === null) this.#oldest = newer;
    else older.newer = newer;
    if (newer === null) this.#newest = older;
    else newer.older = older;
    item.older = null;
    item.newer = null;
  }

  /** From the least recently used on. */
  *[Symbol.iterator](): Generator<T> {
    for (let item = this.#oldest; item !== null; item = item.newer) yield item;
  }
}
