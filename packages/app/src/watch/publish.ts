import { atLeast, type Finding } from "@nightlatch/core";
import type { Outbox } from "../notify/index.ts";
import type { Transaction } from "kysely";
import {
  type Database,
  isSuppressed,
  keepFinding,
  listSuppressions,
  type StateStore,
  type Suppression,
} from "../store/state/index.ts";

/** Findings kept in one transaction: each costs a write to the disk that is waited for. */
const TOGETHER = 200;
const MOST_DECISIONS = 10_000;

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
  #decisions: readonly Suppression[] = [];

  constructor(state: StateStore, outbox: Outbox, now: () => number) {
    this.#state = state;
    this.#outbox = outbox;
    this.#now = now;
  }

  async publish(findings: readonly Finding[]): Promise<readonly Published[]> {
    // Decisions are data: they are read each time, so that one made a moment ago holds.
    this.#decisions = await listSuppressions(this.#state.db, { at: this.#now() }, { limit: MOST_DECISIONS });
    const changed = findings
      .map((finding) => ({ finding, key: `${finding.tenant}\n${finding.id}`, body: JSON.stringify(finding) }))
      .filter(({ key, body }) => this.#kept.get(key) !== body);
    const published: Published[] = [];
    for (let at = 0; at < changed.length; at += TOGETHER) {
      const some = changed.slice(at, at + TOGETHER);
      await this.#state.db.transaction().execute(async (db) => {
        for (const { finding } of some) {
          const revision = await this.#keep(db, finding);
          if (revision !== undefined) published.push({ finding, revision });
        }
      });
      for (const { key, body } of some) this.#kept.set(key, body);
    }
    return published;
  }

  /** Whether a person decided that nobody is to be told of it. It is kept all the same. */
  #decided(finding: Finding): boolean {
    return this.#decisions.some((decision) => isSuppressed(finding, decision));
  }

  async #keep(db: Transaction<Database>, finding: Finding): Promise<number | undefined> {
    const before = await db
      .selectFrom("finding")
      .select("severity")
      .where("tenant", "=", finding.tenant)
      .where("id", "=", finding.id)
      .executeTakeFirst();
    const revision = await keepFinding(db, finding, this.#now());
    const graver = before === undefined || !atLeast(before.severity as Finding["severity"], finding.severity);
    if (revision !== undefined && graver && !this.#decided(finding)) await this.#outbox.post(db, finding, revision);
    return revision;
  }
}
