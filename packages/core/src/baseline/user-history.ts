import { SeenSet, type Seen, type SeenRows } from "./seen.ts";

/** What a user's history is kept of. */
export type Habit = "network" | "device" | "agent" | "country" | "verb";

const LIMITS: Readonly<Record<Habit, number>> = { network: 48, device: 32, agent: 32, country: 24, verb: 64 };
const HABITS: readonly Habit[] = ["network", "device", "agent", "country", "verb"];
const DAY = 86_400_000;

/** A user's own history: from where, on what and doing what. Only settled contexts teach it. */
export class UserHistory {
  first = 0;
  last = 0;
  n = 0;
  readonly #sets: Partial<Record<Habit, SeenSet>> = {};

  /** Counts one sighting of a habit. */
  note(habit: Habit, key: string, time: number): Seen {
    let set = this.#sets[habit];
    if (set === undefined) {
      set = new SeenSet(LIMITS[habit]);
      this.#sets[habit] = set;
    }
    return set.note(key, time);
  }

  get(habit: Habit, key: string): Seen | undefined {
    return this.#sets[habit]?.get(key);
  }

  /** Whether any entry of a habit passes a test. */
  some(habit: Habit, test: (key: string) => boolean): boolean {
    return this.#sets[habit]?.some(test) ?? false;
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
    return time - seen.first >= DAY / 2 || seen.n >= 25 ? seen : undefined;
  }

  save(): SavedHistory {
    const habits: Partial<Record<Habit, SeenRows>> = {};
    for (const habit of HABITS) {
      const set = this.#sets[habit];
      if (set !== undefined && set.size > 0) habits[habit] = set.rows();
    }
    return { first: this.first, last: this.last, n: this.n, habits };
  }

  static restore(saved: SavedHistory): UserHistory {
    const history = new UserHistory();
    history.first = saved.first;
    history.last = saved.last;
    history.n = saved.n;
    for (const habit of HABITS) {
      const rows = saved.habits[habit];
      if (rows === undefined) continue;
      const set = new SeenSet(LIMITS[habit]);
      set.restore(rows);
      history.#sets[habit] = set;
    }
    return history;
  }
}

export interface SavedHistory {
  readonly first: number;
  readonly last: number;
  readonly n: number;
  readonly habits: Partial<Readonly<Record<Habit, SeenRows>>>;
}
