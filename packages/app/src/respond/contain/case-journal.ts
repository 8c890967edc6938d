import type { CaseEntry } from "@nightlatch/core";
import type { Transaction } from "kysely";
import { type Database, entriesAbout, type StateStore, writeEntry } from "../../store/state/index.ts";

/** An entry to be written. */
interface Written {
  readonly kind: string;
  readonly body: unknown;
}

/** The journal of one case: everything is written there before and after it is done. */
export class CaseJournal {
  readonly caseId: string;
  readonly #state: StateStore;
  readonly #now: () => number;

  constructor(state: StateStore, caseId: string, now: () => number) {
    this.#state = state;
    this.caseId = caseId;
    this.#now = now;
  }

  entries(): Promise<readonly CaseEntry[]> {
    return entriesAbout(this.#state.db, this.caseId);
  }

  /** Writes entries as one: all of them are on the disk when it resolves, or none. */
  async write(who: string, ...entries: readonly Written[]): Promise<void> {
    await this.writeWith(who, entries, () => Promise.resolve([]));
  }

  /** The same, and in the same transaction what `also` does, with the entries that it answers. */
  async writeWith(
    who: string,
    entries: readonly Written[],
    also: (db: Transaction<Database>) => Promise<readonly Written[]>,
  ): Promise<void> {
    await this.#state.db.transaction().execute(async (db) => {
      for (const { kind, body } of [...entries, ...(await also(db))])
        await writeEntry(db, { at: this.#now(), who, kind, subject: this.caseId, body });
    });
  }
}
