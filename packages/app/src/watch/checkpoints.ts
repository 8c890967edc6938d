import type { SavedJudgement } from "../detect/judgement.ts";
import type { EventPosition } from "../store/events/index.ts";

/** What was known when all events up to a place had been judged. */
export interface Checkpoint {
  /** The last event judged. */
  readonly at: EventPosition;
  /** Everything that reached us until then had been judged. Milliseconds, as `received` of events. */
  readonly received: number;
  /** How many events had been judged. */
  readonly count: number;
  readonly saved: SavedJudgement;
}

/** Compares places in the order of events. */
export function comparePositions(a: EventPosition, b: EventPosition): number {
  if (a.time !== b.time) return a.time - b.time;
  return a.uid === b.uid ? 0 : a.uid < b.uid ? -1 : 1;
}

/** Checkpoints kept; more than that says nothing that a replay would not say quickly. */
const MOST = 12;

/**
 * Checkpoints in order, the newer the denser: a late event is mostly a little late, so there is nearly always one close
 * before it, and few have to be kept.
 */
export class Checkpoints {
  #all: Checkpoint[] = [];

  get newest(): Checkpoint | undefined {
    return this.#all.at(-1);
  }

  get all(): readonly Checkpoint[] {
    return this.#all;
  }

  add(checkpoint: Checkpoint): void {
    this.#all.push(checkpoint);
    if (this.#all.length <= MOST) return;
    // The one whose neighbours lie closest, seen from now, is missed least. The oldest and the newest stay.
    const now = checkpoint.count;
    let least = 1;
    let smallest = Number.POSITIVE_INFINITY;
    for (let n = 1; n < this.#all.length - 1; n++) {
      const before = this.#all[n - 1]?.count ?? 0;
      const after = this.#all[n + 1]?.count ?? 0;
      const gap = (after - before) / (now - (this.#all[n]?.count ?? 0) + 1);
      if (gap < smallest) [smallest, least] = [gap, n];
    }
    this.#all.splice(least, 1);
  }

  /** Forgets those that hold an event at or behind a place, and answers the newest that is left. */
  rollBack(to: EventPosition): Checkpoint | undefined {
    while (this.newest !== undefined && comparePositions(this.newest.at, to) >= 0) this.#all.pop();
    return this.newest;
  }
}
