import type { Seen, SeenRows } from "./seen.ts";

/** What a user's history is kept of. */
export type Habit = "network" | "device" | "agent" | "country" | "verb";

const LIMITS: Readonly<Record<Habit, number>> = { network: 48, device: 32, agent: 32, country: 24, verb: 64 };
const HABITS: readonly Habit[] = ["network", "device", "agent", "country", "verb"];
const DAY = 86_400_000;
/** In seconds, as entries count. */
const HALF_A_DAY = 43_200;

/** One thing that was seen, and of which habit. */
interface Entry extends Seen {
  readonly habit: Habit;
  readonly key: string;
}

const NONE: readonly Entry[] = [];

/**
 * A user's own history: from where, on what and doing what. Only settled contexts teach it. Bounded for each habit:
 * when it is full, what was seen longest ago makes room, so that a habit of today outlives one of last year. One list
 * for all habits, exactly as long as it must be: most users have few of each, and there are many users.
 */
export class UserHistory {
  first = 0;
  last = 0;
  n = 0;
  #entries: readonly Entry[] = NONE;

  /** Counts one sighting of a habit. Times here are milliseconds. */
  note(habit: Habit, key: string, time: number): Seen {
    const second = Math.floor(time / 1000);
    const known = this.#find(habit, key);
    if (known !== undefined) {
      known.n++;
      if (second > known.last) known.last = second;
      return known;
    }
    const entry = { habit, key, n: 1, first: second, last: second };
    this.#entries = [...this.#withRoom(habit), entry];
    return entry;
  }

  get(habit: Habit, key: string): Seen | undefined {
    return this.#find(habit, key);
  }

  /** Whether any entry of a habit passes a test. */
  some(habit: Habit, test: (key: string) => boolean): boolean {
    return this.#entries.some((entry) => entry.habit === habit && test(entry.key));
  }

  #find(habit: Habit, key: string): Entry | undefined {
    for (const entry of this.#entries) if (entry.habit === habit && entry.key === key) return entry;
    return undefined;
  }

  #withRoom(habit: Habit): readonly Entry[] {
    let count = 0;
    let oldest: Entry | undefined;
    for (const entry of this.#entries) {
      if (entry.habit !== habit) continue;
      count++;
      if (oldest === undefined || entry.last < oldest.last) oldest = entry;
    }
    return count < LIMITS[habit] ? this.#entries : this.#entries.filter((entry) => entry !== oldest);
  }

  /** Counts one event of a settled context towards the whole. */
  lived(time: number): void {
    if (this.n === 0 || time < this.first) this.first = time;
    if (time > this.last) this.last = time;
    this.n++;
  }

  /**
   * Whether the history is long enough for "never seen" to mean something: at least 20 events over at least two days
   * before `time`. Below that an absence is "unknown", not "new".
   */
  enough(time: number): boolean {
    return this.n >= 20 && time - this.first >= 2 * DAY;
  }

  /** A habit is familiar when it was seen on an earlier day, or often enough that one visit does not explain it. */
  familiar(habit: Habit, key: string, time: number): Seen | undefined {
    const seen = this.get(habit, key);
    if (seen === undefined) return undefined;
    return time / 1000 - seen.first >= HALF_A_DAY || seen.n >= 25 ? seen : undefined;
  }

  save(): SavedHistory {
    const habits: Partial<Record<Habit, [key: string, n: number, first: number, last: number][]>> = {};
    for (const { habit, key, n, first, last } of this.#entries)
      (habits[habit] ??= []).push([key, n, first * 1000, last * 1000]);
    return { first: this.first, last: this.last, n: this.n, habits };
  }

  static restore(saved: SavedHistory): UserHistory {
    const history = new UserHistory();
    history.first = saved.first;
    history.last = saved.last;
    history.n = saved.n;
    history.#entries = HABITS.flatMap((habit) =>
      (saved.habits[habit] ?? []).slice(0, LIMITS[habit]).map(([key, n, first, last]) => ({
        habit,
        key,
        n,
        first: Math.floor(first / 1000),
        last: Math.floor(last / 1000),
      })),
    );
    return history;
  }
}

export interface SavedHistory {
  readonly first: number;
  readonly last: number;
  readonly n: number;
  readonly habits: Partial<Readonly<Record<Habit, SeenRows>>>;
}
