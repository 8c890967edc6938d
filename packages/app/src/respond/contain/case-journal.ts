import type { CaseEntry } from "@nightlatch/core";
import { entriesAbout, type StateStore, writeEntry } from "../../store/state/index.ts";

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
  async write(who: string, ...entries: readonly { readonly kind: string; readonly body: unknown }[]): Promise<void> {
    await this.#state.db.transaction().execute(async (db) => {
      for (const { kind, body } of entries)
        await writeEntry(db, { at: this.#now(), who, kind, subject: this.caseId, body });
    });
  }
}
