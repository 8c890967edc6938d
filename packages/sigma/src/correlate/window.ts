import type { WindowView } from "./condition.ts";
import type { Measure } from "./measure.ts";
import { measureFor } from "./measure-for.ts";
import { type Kept, NOTHING, type Row, type Value } from "./row.ts";
import type { CorrelationRule } from "./rule.ts";

type Extra = Pick<Kept, "under" | "carry">;

/** A window as plain data, oldest first. */
export interface SavedWindow {
  readonly times: readonly number[];
  /** For each event the place of its rule; one's complement when it stands there already, as a hit of another rule. */
  readonly marks: readonly number[];
  readonly values: readonly (readonly Value[])[];
  /** The last of the events: those that no episode rests on so far. */
  readonly waiting: readonly Kept[];
}

/**
 * The events in one group's window, oldest first, in columns: there are many of them.
 *
 * Those that no episode rests on so far are waiting, and keep their identity. Once an episode names them only time and
 * value stay, so that under a flood each further event costs the eight bytes of its time.
 */
export class Window implements WindowView {
  readonly #measure: Measure | null;
  #times: number[] = [];
  /** Left out while every event hit the first rule, once. */
  #marks: number[] | null = null;
  /** Left out while no event has any. A list of one is held as the one. */
  #values: (Value | readonly Value[])[] | null = null;
  #head = 0;
  #repeats = 0;
  /** Of the last events; what is before has been named. */
  #uids: string[] = [];
  /** As long as `uids`; left out while none has any. */
  #extras: (Extra | null)[] | null = null;

  constructor(rule: CorrelationRule, saved?: SavedWindow) {
    this.#measure = measureFor(rule);
    if (saved === undefined) return;
    for (const [at, time] of saved.times.entries())
      this.#enter(time, saved.marks[at] ?? 0, saved.values[at] ?? NOTHING);
    for (const kept of saved.waiting) this.#wait(kept);
  }

  get length(): number {
    return this.#times.length - this.#head;
  }

  /** Time of the latest event. */
  get newest(): number {
    return this.#times.at(-1) ?? Number.NEGATIVE_INFINITY;
  }

  get value(): number {
    return this.#measure?.value ?? this.length - this.#repeats;
  }

  has(rule: string): boolean {
    return this.#measure?.has?.(rule) === true;
  }

  /** Those of some events of one time that can matter, by what is in the window before them. */
  mattering(rows: readonly Row[]): readonly Row[] {
    const measure = this.#measure;
    if (measure?.picks !== true) return rows;
    const tied = rows.map(({ rule }) => rule);
    return rows.filter(({ rule }) => measure.matters?.(rule, tied) === true);
  }

  /** Takes an event; times never go back. `repeated`: it is there already, as a hit of another rule. */
  push(row: Row, repeated: boolean): void {
    this.#enter(row.time, repeated ? ~row.rule : row.rule, row.values);
    this.#wait(row);
  }

  /** Moves the beginning to `from`. The window is closed: what happened at `from` stays. */
  slide(from: number): void {
    while ((this.#times[this.#head] ?? from) < from) this.dropOldest();
    this.#measure?.slide?.(from);
  }

  dropOldest(): void {
    const mark = this.#marks?.[this.#head] ?? 0;
    if (mark < 0) this.#repeats--;
    const values = this.#valuesAt(this.#head);
    if (values.length > 0) this.#measure?.remove(values);
    this.#head++;
    if (this.#head * 2 > this.#times.length) this.#compact();
  }

  /** The waiting events; they wait no longer. */
  takeWaiting(): readonly Kept[] {
    const waiting = this.#waiting();
    this.#uids = [];
    this.#extras = null;
    return waiting;
  }

  save(): SavedWindow {
    const times = this.#times.slice(this.#head);
    return {
      times,
      marks: times.map((_, at) => this.#marks?.[this.#head + at] ?? 0),
      values: this.#values === null ? [] : times.map((_, at) => this.#valuesAt(this.#head + at)),
      waiting: this.#waiting(),
    };
  }

  #enter(time: number, mark: number, given: readonly Value[]): void {
    const counts = mark >= 0 || this.#measure?.eachRule === true;
    const values = (counts ? this.#measure?.add(time, mark < 0 ? ~mark : mark, given) : undefined) ?? NOTHING;
    const before = this.#times.length;
    if (mark < 0) this.#repeats++;
    if (mark !== 0) this.#marks ??= Array.from({ length: before }, () => 0);
    if (values.length > 0) this.#values ??= Array.from({ length: before }, () => NOTHING);
    this.#times = append(this.#times, time);
    if (this.#marks !== null) this.#marks = append(this.#marks, mark);
    this.#values?.push(values.length === 1 ? (values[0] ?? NOTHING) : values);
  }

  #wait(kept: Kept): void {
    const { under, carry } = kept;
    const extra = under === null && carry.length === 0 ? null : { under, carry };
    if (extra !== null) this.#extras ??= this.#uids.map(() => null);
    this.#uids = append(this.#uids, kept.uid);
    this.#extras?.push(extra);
  }

  #waiting(): readonly Kept[] {
    // Events that have left the window may still have their place among the waiting, until the columns are compacted.
    const first = this.#times.length - this.#uids.length;
    const from = Math.max(first, this.#head);
    return this.#times.slice(from).map((time, offset) => {
      const at = from + offset;
      const mark = this.#marks?.[at] ?? 0;
      const extra = this.#extras?.[at - first];
      return {
        time,
        uid: this.#uids[at - first] ?? "",
        rule: mark < 0 ? ~mark : mark,
        under: extra?.under ?? null,
        carry: extra?.carry ?? NOTHING,
      };
    });
  }

  #valuesAt(at: number): readonly Value[] {
    const held = this.#values?.[at] ?? NOTHING;
    return typeof held === "object" ? held : [held];
  }

  /** Gives back the room of what has left the window. */
  #compact(): void {
    const stale = this.#head - (this.#times.length - this.#uids.length);
    if (stale > 0) {
      this.#uids = this.#uids.slice(stale);
      this.#extras = this.#extras?.slice(stale) ?? null;
    }
    this.#times = this.#times.slice(this.#head);
    this.#marks = this.#marks?.slice(this.#head) ?? null;
    this.#values = this.#values?.slice(this.#head) ?? null;
    this.#head = 0;
  }
}

/** An array that grows by itself takes room for seventeen at once; most windows stay small. */
function append<T extends string | number>(column: T[], item: T): T[] {
  if (column.length < 8) return column.concat(item);
  column.push(item);
  return column;
}
