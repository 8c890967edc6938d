import type { Part, Under } from "./row.ts";

/** What is kept of an event while an episode may still come to rest on it. */
export interface Kept {
  readonly time: number;
  readonly uid: string;
  readonly rule: number;
  readonly under: Under | null;
  readonly carry: readonly (readonly Part[])[];
}

type Extra = Pick<Kept, "under" | "carry">;

/**
 * Events of the window that no episode rests on so far, oldest first, in columns. Once an episode is open its events
 * are named there and leave: under a flood only the count of the window grows, not the identities.
 */
export class Waiting {
  #times: number[] = [];
  #uids: string[] = [];
  /** Left out while every event hit the first rule, and none has anything further. */
  #rules: number[] | null = null;
  #extras: (Extra | null)[] | null = null;
  #head = 0;

  get length(): number {
    return this.#times.length - this.#head;
  }

  push(row: Kept): void {
    const count = this.#times.length;
    if (row.rule !== 0) this.#rules ??= Array.from({ length: count }, () => 0);
    const extra = row.under === null && row.carry.length === 0 ? null : { under: row.under, carry: row.carry };
    if (extra !== null) this.#extras ??= Array.from({ length: count }, () => null);
    // Arrays that grow by themselves take room for 17 at once, and most groups stay small.
    if (count < 8) {
      this.#times = [...this.#times, row.time];
      this.#uids = [...this.#uids, row.uid];
    } else {
      this.#times.push(row.time);
      this.#uids.push(row.uid);
    }
    this.#rules?.push(row.rule);
    this.#extras?.push(extra);
  }

  /** Forgets what is older than `from`. */
  slide(from: number): void {
    while ((this.#times[this.#head] ?? from) < from) this.drop();
  }

  drop(): void {
    if (this.#head < this.#times.length) this.#head++;
    if (this.#head * 2 <= this.#times.length) return;
    this.#times = this.#times.slice(this.#head);
    this.#uids = this.#uids.slice(this.#head);
    this.#rules = this.#rules?.slice(this.#head) ?? null;
    this.#extras = this.#extras?.slice(this.#head) ?? null;
    this.#head = 0;
  }

  clear(): void {
    this.#times = [];
    this.#uids = [];
    this.#rules = null;
    this.#extras = null;
    this.#head = 0;
  }

  toArray(): Kept[] {
    return this.#times.slice(this.#head).map((time, offset) => {
      const at = this.#head + offset;
      const extra = this.#extras?.[at];
      return {
        time,
        uid: this.#uids[at] ?? "",
        rule: this.#rules?.[at] ?? 0,
        under: extra?.under ?? null,
        carry: extra?.carry ?? [],
      };
    });
  }
}
