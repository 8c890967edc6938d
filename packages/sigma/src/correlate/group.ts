import type { Scheduled } from "./agenda.ts";
import { satisfies } from "./condition.ts";
import { cut, type Episode, eventsBehind, extendEpisode, matchOf, openEpisode } from "./episode.ts";
import { groupValues } from "./group-key.ts";
import { compareText, type CorrelationMatch } from "./match.ts";
import type { Plan } from "./plan.ts";
import type { Linked } from "./recency.ts";
import type { Kept, Part, Row, Under } from "./row.ts";
import { type SavedWindow, Window } from "./window.ts";

/** What comes of settling a group. */
export interface Outcome {
  /** Episodes that are complete. */
  readonly closed: CorrelationMatch[];
  /** Episodes that have just opened, for the correlations around this one. */
  readonly opened: Opened[];
  /** Events forgotten for want of room. */
  evicted: number;
}

/** An episode as an event: when it opened, and what the events of that window bring to each correlation around it. */
export interface Opened {
  readonly uid: string;
  readonly time: number;
  readonly under: Under;
  readonly carry: readonly (readonly Part[])[];
}

export interface GroupLimits {
  /** Events held. */
  readonly entries: number;
  /** Events an episode names. */
  readonly named: number;
}

/** A group as plain data. */
export interface SavedGroup {
  readonly key: string;
  readonly pending: readonly Row[];
  readonly window: SavedWindow;
  readonly episode: Episode | null;
}

/**
 * One group of one correlation: events that may still be joined by earlier ones (pending), the window up to the last
 * settled time, and the episode that is open.
 */
export class Group implements Scheduled, Linked<Group> {
  readonly key: string;
  scheduled: number = Number.POSITIVE_INFINITY;
  older: Group | null = null;
  newer: Group | null = null;
  readonly #plan: Plan;
  /** Made when something is settled: most groups never have enough events for that. */
  #window: Window | null = null;
  /** By time, uid and rule. Most of the time there are none. */
  #pending: Row[] | null;
  #episode: Episode | null;
  /** What the pending events bring to the count. */
  #brought = 0;

  constructor(plan: Plan, key: string, saved?: SavedGroup) {
    this.#plan = plan;
    this.key = key;
    if (saved !== undefined && saved.window.times.length > 0) this.#window = new Window(plan.rule, saved.window);
    this.#pending = saved === undefined || saved.pending.length === 0 ? null : [...saved.pending];
    for (const row of saved?.pending ?? []) this.#brought += this.#bringsOf(row);
    // Copied deep enough: an episode grows, and a saved one must not.
    this.#episode = saved?.episode ? { ...saved.episode, named: [...saved.episode.named] } : null;
  }

  /** Events held. */
  get size(): number {
    return (this.#pending?.length ?? 0) + (this.#window?.length ?? 0);
  }

  /** There is something to settle once the horizon has passed this time. Infinite when there is nothing. */
  get due(): number {
    return this.#sleeps
      ? Number.POSITIVE_INFINITY
      : Math.min(this.#pending?.[0]?.time ?? Number.POSITIVE_INFINITY, this.#closesAfter);
  }

  /** Whether it holds nothing at all. */
  get isEmpty(): boolean {
    return this.#episode === null && this.size === 0;
  }

  /** Whether nothing that it holds can matter to events from `horizon` on. */
  isSpent(horizon: number): boolean {
    if (this.#episode !== null || (this.#pending !== null && !this.#sleeps)) return false;
    const newest = this.#pending?.at(-1)?.time ?? this.#window?.newest ?? Number.NEGATIVE_INFINITY;
    return newest + this.#plan.rule.timespanMs < horizon;
  }

  /** Puts an event in its place by time. The same event again changes nothing. Returns how many events gave way. */
  insert(row: Row, limits: GroupLimits): number {
    const rows = this.#pending;
    if (rows === null) {
      this.#pending = [row];
      this.#brought = this.#bringsOf(row);
      return 0;
    }
    const at = placeOf(rows, row);
    const there = rows[at];
    if (there !== undefined && compareRows(there, row) === 0) {
      const kept = lesser(there, row);
      rows[at] = kept;
      this.#brought += this.#bringsOf(kept) - this.#bringsOf(there);
      return 0;
    }
    rows.splice(at, 0, row);
    this.#brought += this.#bringsOf(row);
    if (rows.length <= limits.entries) return 0;
    const oldest = rows.shift();
    if (oldest !== undefined) this.#brought -= this.#bringsOf(oldest);
    return 1;
  }

  /** Judges, one time after the other, all windows that end before `horizon`. */
  settle(horizon: number, limits: GroupLimits, outcome: Outcome): void {
    const rows = this.#pending ?? [];
    let from = 0;
    while (from < rows.length) {
      const time = rows[from]?.time ?? horizon;
      if (time >= horizon) break;
      let to = from + 1;
      while (rows[to]?.time === time) to++;
      this.#judge(time, rows.length === 1 ? rows : rows.slice(from, to), { limits, outcome });
      from = to;
    }
    this.#pending = from === rows.length ? null : rows.slice(from);
    this.#brought = 0;
    for (const row of this.#pending ?? []) this.#brought += this.#bringsOf(row);
    if (this.#closesAfter < horizon) this.#close(outcome);
  }

  /** The open episode as it stands. */
  match(): CorrelationMatch | undefined {
    return this.#episode === null ? undefined : matchOf(this.#episode, this.#plan, this.key);
  }

  save(): SavedGroup {
    return {
      key: this.key,
      pending: [...(this.#pending ?? [])],
      window: this.#window?.save() ?? { times: [], marks: [], values: [], waiting: [] },
      episode: this.#episode === null ? null : { ...this.#episode, named: [...this.#episode.named] },
    };
  }

  /**
   * Nothing that it holds can satisfy, however it stands to each other: there are fewer events than the count wants.
   * So nothing is settled before there are enough.
   */
  get #sleeps(): boolean {
    const { needs } = this.#plan;
    return needs > 0 && this.#episode === null && (this.#window?.value ?? 0) + this.#brought < needs;
  }

  #bringsOf({ values }: Row): number {
    return this.#plan.rule.type === "value_count" ? values.length : 1;
  }

  /** When the open episode can no longer grow: past this time. */
  get #closesAfter(): number {
    return this.#episode === null ? Number.POSITIVE_INFINITY : this.#episode.last + this.#plan.rule.timespanMs;
  }

  #judge(
    time: number,
    rows: readonly Row[],
    context: { readonly limits: GroupLimits; readonly outcome: Outcome },
  ): void {
    const { limits, outcome } = context;
    const { rule } = this.#plan;
    const window = (this.#window ??= new Window(rule));
    window.slide(time - rule.timespanMs);
    const mattering = window.mattering(rows);
    if (mattering.length === 0) return;
    let before: string | undefined;
    for (const row of mattering) {
      window.push(row, row.uid === before);
      before = row.uid;
    }
    for (; window.length > limits.entries; outcome.evicted++) window.dropOldest();
    if (!satisfies(rule, window)) return;

    if (this.#closesAfter < time) this.#close(outcome);
    const kept = window.takeWaiting();
    const events = eventsBehind(kept, this.#plan);
    if (this.#episode !== null) {
      extendEpisode(this.#episode, events, { plan: this.#plan, most: limits.named });
      this.#episode.last = time;
      return;
    }
    this.#episode = openEpisode(time, window.value, { events, most: limits.named });
    if (this.#plan.outer.length === 0) return;
    outcome.opened.push({
      uid: JSON.stringify([rule.key, JSON.stringify(groupValues(this.key, rule.groupBy.length))]),
      time,
      under: cut(events, limits.named),
      carry: this.#plan.outer.map((_, at) => carriedBy(kept, at)),
    });
  }

  #close(outcome: Outcome): void {
    const match = this.match();
    if (match !== undefined) outcome.closed.push(match);
    this.#episode = null;
  }
}

/** What events bring to the correlation at `outer`: each event once, as a hit of the first of the rules that it matched. */
function carriedBy(kept: readonly Kept[], outer: number): readonly Part[] {
  return kept.flatMap((one, at) => {
    const before = kept[at - 1];
    return before?.uid === one.uid && before.time === one.time ? [] : (one.carry[outer] ?? []);
  });
}

function compareRows(a: Row, b: Row): number {
  return a.time - b.time || compareText(a.uid, b.uid) || a.rule - b.rule;
}

/** The first place whose row does not come before. */
function placeOf(rows: readonly Row[], row: Row): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareRows(rows[middle] ?? row, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of two contents under one identity the lesser text: a choice that does not depend on which came first. */
function lesser(a: Row, b: Row): Row {
  return compareText(JSON.stringify([a.values, a.carry]), JSON.stringify([b.values, b.carry])) <= 0 ? a : b;
}
