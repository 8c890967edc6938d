import type { Case, CaseDeed, Seed } from "@nightlatch/core";
import { caseById, caseIds, nextCaseId, writeDeed } from "./case-entries.ts";
import { CaseError } from "./case-error.ts";
import type { Stores } from "../service/open-stores.ts";

/** What a case book works with. */
export interface CaseParts extends Pick<Stores, "state" | "events"> {
  /** Milliseconds UTC. */
  readonly now: () => number;
}

/** Which cases are wanted. Times are milliseconds. */
export interface CaseFilter {
  readonly tenant?: string;
  readonly status?: Case["status"];
  /** As they were known then. */
  readonly asOf?: number;
}

/** The cases in the journal: read at any moment, written at the end. */
export class CaseBook {
  readonly #parts: CaseParts;

  constructor(parts: CaseParts) {
    this.#parts = parts;
  }

  /** Oldest first. */
  async list({ tenant, status, asOf }: CaseFilter = {}): Promise<readonly Case[]> {
    const { db } = this.#parts.state;
    const cases: Case[] = [];
    for (const id of await caseIds(db, asOf)) {
      const one = await caseById(db, id, asOf);
      if (one === undefined) continue;
      if (tenant !== undefined && one.tenant !== tenant) continue;
      if (status === undefined || one.status === status) cases.push(one);
    }
    return cases;
  }

  /** A case as it was known at a moment (milliseconds). Throws CaseError NL-CASE-UNKNOWN. */
  async get(id: string, asOf?: number): Promise<Case> {
    const found = await caseById(this.#parts.state.db, id, asOf);
    if (found !== undefined) return found;
    const when = asOf === undefined ? "" : ` at ${new Date(asOf).toISOString()}`;
    throw new CaseError("NL-CASE-UNKNOWN", `There is no case "${id}"${when}`);
  }

  /** Opens a case by hand. */
  async open(
    { tenant, title, seeds }: { readonly tenant: string; readonly title: string; readonly seeds: readonly Seed[] },
    who: string,
  ): Promise<Case> {
    const id = await this.#parts.state.db.transaction().execute(async (db) => {
      const next = await nextCaseId(db);
      await writeDeed(db, next, { kind: "case.opened", body: { tenant, title, seeds } }, this.#by(who));
      return next;
    });
    return this.get(id);
  }

  /**
   * Writes something into an open case. Throws CaseError NL-CASE-UNKNOWN, or NL-CASE-STATE when it is no longer open.
   */
  async write(id: string, deeds: readonly CaseDeed[], who: string): Promise<Case> {
    await this.#parts.state.db.transaction().execute(async (db) => {
      const now = await caseById(db, id);
      if (now === undefined) throw new CaseError("NL-CASE-UNKNOWN", `There is no case "${id}"`);
      const reopens = now.status === "closed" && deeds[0]?.kind === "case.reopened";
      if (now.status !== "open" && !reopens)
        throw new CaseError(
          "NL-CASE-STATE",
          now.status === "merged"
            ? `The case ${id} goes on in ${now.mergedInto}; write it there`
            : `The case ${id} is closed; reopen it with a reason first`,
        );
      for (const deed of deeds) await writeDeed(db, id, deed, this.#by(who));
    });
    return this.get(id);
  }

  /** Adds a task; its number is its id. */
  async addTask(
    id: string,
    { text, owner }: { readonly text: string; readonly owner: string },
    who: string,
  ): Promise<Case> {
    const { tasks } = await this.get(id);
    return this.write(id, [{ kind: "case.task", body: { id: `T-${tasks.length + 1}`, text, owner } }], who);
  }

  /** Marks a task as done. Throws CaseError NL-CASE-UNKNOWN when there is none of that id. */
  async finishTask(id: string, task: { readonly id: string; readonly text: string }, who: string): Promise<Case> {
    const { tasks } = await this.get(id);
    if (!tasks.some((one) => one.id === task.id))
      throw new CaseError(
        "NL-CASE-UNKNOWN",
        `The case ${id} has no task "${task.id}", only ${listed(tasks.map((one) => one.id))}`,
      );
    return this.write(id, [{ kind: "case.task-done", body: task }], who);
  }

  /**
   * Closes a case. Over open rows of its ledger it closes only when somebody says that it shall (`overOpen`), with
   * their name and their reason. Throws CaseError NL-CASE-OPEN-ROWS.
   */
  async close(
    id: string,
    { why, overOpen }: { readonly why: string; readonly overOpen: boolean },
    who: string,
  ): Promise<Case> {
    const { ledger } = await this.get(id);
    const open = ledger.filter(({ state }) => state === "open").map(({ credential }) => credential);
    if (open.length > 0 && !overOpen)
      throw new CaseError(
        "NL-CASE-OPEN-ROWS",
        `${open.length} credentials in the ledger of ${id} are open: ${listed(open)}. Each wants a proof that it is rotated or revoked, or a named person's reason to close over it`,
      );
    return this.write(id, [{ kind: "case.closed", body: { why, open } }], who);
  }

  #by(who: string): { readonly at: number; readonly who: string } {
    return { at: this.#parts.now(), who };
  }
}

function listed(values: readonly string[]): string {
  return values.length === 0 ? "none" : values.slice(0, 8).join(", ") + (values.length > 8 ? ", …" : "");
}
