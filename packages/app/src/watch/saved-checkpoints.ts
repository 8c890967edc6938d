import type { StateStore } from "../store/state/index.ts";
import type { SavedJudgement } from "../detect/index.ts";
import type { Checkpoint } from "./checkpoints.ts";

/** Checkpoints that are kept across restarts: the newest, and some that are old enough for a late event. */
const KEPT = 3;

/** The checkpoints of one watch in the state store. */
export class SavedCheckpoints {
  readonly #state: StateStore;
  readonly #name: string;
  readonly #now: () => number;

  constructor(state: StateStore, name: string, now: () => number) {
    this.#state = state;
    this.#name = name;
    this.#now = now;
  }

  /** The newest first, each read when it is asked for: mostly the first will do, and a large tenant's is tens of megabytes. */
  async *load(): AsyncGenerator<Checkpoint> {
    const { db } = this.#state;
    const places = await db
      .selectFrom("snapshot")
      .select(["name", "time", "uid"])
      .where("name", "like", `${this.#name}:%`)
      .orderBy("time", "desc")
      .orderBy("uid", "desc")
      .execute();
    for (const { name, time, uid } of places.filter((place) => this.#isOurs(place.name))) {
      const row = await db.selectFrom("snapshot").select("body").where("name", "=", name).executeTakeFirst();
      if (row === undefined) continue;
      const body = JSON.parse(row.body) as {
        readonly received: number;
        readonly count: number;
        readonly saved: SavedJudgement;
      };
      // What another version wrote is not gone on from: the store has everything that is needed to begin anew.
      if (body.saved.schema === "nightlatch.judgement/2") yield { at: { time, uid }, ...body };
    }
  }

  async keep(checkpoints: readonly Checkpoint[]): Promise<void> {
    const chosen = new Map(
      [checkpoints.at(-1), checkpoints[Math.floor(checkpoints.length / 2)], checkpoints[0]]
        .slice(0, KEPT)
        .flatMap((one) => (one === undefined ? [] : [[one.count, one] as const])),
    );
    await this.#state.db.transaction().execute(async (db) => {
      const like = await db.selectFrom("snapshot").select(["name"]).where("name", "like", `${this.#name}:%`).execute();
      const have = like.filter(({ name }) => this.#isOurs(name));
      const names = new Set([...chosen.keys()].map((count) => `${this.#name}:${count}`));
      const old = have.map(({ name }) => name).filter((name) => !names.has(name));
      if (old.length > 0) await db.deleteFrom("snapshot").where("name", "in", old).execute();
      for (const [count, { at, received, saved }] of chosen) {
        const row = { time: at.time, uid: at.uid, body: JSON.stringify({ received, count, saved }), at: this.#now() };
        await db
          .insertInto("snapshot")
          .values({ name: `${this.#name}:${count}`, ...row })
          .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
          .execute();
      }
    });
  }

  /** Names of tenants may hold what LIKE reads as anything. */
  #isOurs(name: string): boolean {
    return name.startsWith(`${this.#name}:`) && /^\d+$/.test(name.slice(this.#name.length + 1));
  }
}
