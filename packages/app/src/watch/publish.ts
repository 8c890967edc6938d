import { atLeast, type Finding } from "@nightlatch/core";
import type { Outbox } from "../notify/index.ts";
import { keepFinding, type StateStore } from "../store/state/index.ts";

/** What was made known. */
export interface Published {
  readonly finding: Finding;
  readonly revision: number;
}

/**
 * Keeps findings and tells of them: each change is a revision; what goes out is the first one, and any that is graver
 * than what was told before. Keeping and posting is one transaction.
 */
export class Publisher {
  readonly #state: StateStore;
  readonly #outbox: Outbox;
  readonly #now: () => number;
  /** What is kept by now, so that most findings need no look at the store. */
  readonly #kept = new Map<string, string>();

  constructor(state: StateStore, outbox: Outbox, now: () => number) {
    this.#state = state;
    this.#outbox = outbox;
    this.#now = now;
  }

  async publish(findings: readonly Finding[]): Promise<readonly Published[]> {
    const published: Published[] = [];
    for (const finding of findings) {
      const key = `${finding.tenant}\n${finding.id}`;
      const body = JSON.stringify(finding);
      if (this.#kept.get(key) === body) continue;
      const revision = await this.#state.db.transaction().execute(async (db) => {
        const before = await db
          .selectFrom("finding")
          .select("severity")
          .where("tenant", "=", finding.tenant)
          .where("id", "=", finding.id)
          .executeTakeFirst();
        const kept = await keepFinding(db, finding, this.#now());
        const graver = before === undefined || !atLeast(before.severity as Finding["severity"], finding.severity);
        if (kept !== undefined && graver) await this.#outbox.post(db, finding, kept);
        return kept;
      });
      this.#kept.set(key, body);
      if (revision !== undefined) published.push({ finding, revision });
    }
    return published;
  }
}
