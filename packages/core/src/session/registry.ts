import type { Session } from "./session.ts";

const WEEK = 7 * 86_400_000;

/**
 * The sessions that are alive, by every id they are known by. Bounded in two ways: a session that rests for one to
 * two weeks of event time is forgotten, and so are the oldest when there are too many. Doubtful ones are kept by
 * their finding, not here.
 */
export class Registry {
  #young = new Map<string, Session>();
  #old = new Map<string, Session>();
  #turned = 0;
  readonly #limit: number;
  /** Sessions forgotten because there were too many: a gap that a report has to name. */
  evicted = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(id: string): Session | undefined {
    const young = this.#young.get(id);
    if (young !== undefined) return young;
    const old = this.#old.get(id);
    if (old === undefined) return undefined;
    this.#old.delete(id);
    this.#young.set(id, old);
    return old;
  }

  set(id: string, session: Session, time: number): void {
    this.#turn(time);
    this.#young.set(id, session);
  }

  save(numberOf: (session: Session) => number): SavedRegistry {
    const rows = (of: Map<string, Session>): SavedRegistry["young"] =>
      [...of].map(([id, session]) => [id, numberOf(session)] as const);
    return { young: rows(this.#young), old: rows(this.#old), turned: this.#turned, evicted: this.evicted };
  }

  restore(saved: SavedRegistry, sessions: readonly Session[]): void {
    const fill = (into: Map<string, Session>, rows: SavedRegistry["young"]): void => {
      for (const [id, number] of rows) {
        const session = sessions[number];
        if (session !== undefined) into.set(id, session);
      }
    };
    fill(this.#young, saved.young);
    fill(this.#old, saved.old);
    this.#turned = saved.turned;
    this.evicted = saved.evicted;
  }

  #turn(time: number): void {
    if (this.#turned === 0) this.#turned = time;
    const full = this.#young.size >= this.#limit / 2;
    if (time - this.#turned < WEEK && !full) return;
    if (full && time - this.#turned < WEEK) this.evicted += this.#old.size;
    this.#old = this.#young;
    this.#young = new Map();
    this.#turned = time;
  }
}

/** Ids, and the numbers of the sessions they lead to. */
export interface SavedRegistry {
  readonly young: readonly (readonly [id: string, session: number])[];
  readonly old: readonly (readonly [id: string, session: number])[];
  readonly turned: number;
  readonly evicted: number;
}
