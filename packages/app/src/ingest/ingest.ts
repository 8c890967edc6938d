import type { EventStore } from "../store/events/index.ts";
import {
  countMinutes,
  type Cursor,
  keepRefused,
  learnCoverage,
  moveCursor,
  type SourceKey,
  type StateStore,
} from "../store/state/index.ts";
import type { CoverageSpan } from "@nightlatch/core";
import type { IncomingEvent, IncomingPage } from "./page.ts";

/** What is to be remembered with a page, in the same moment as its place. */
export interface PageFacts {
  /** When the page reached us, milliseconds UTC. */
  readonly received: number;
  /** Where reading goes on; absent for what is read beside the cursor (hooks, history). */
  readonly cursor?: Cursor;
  /** What the page teaches about times. */
  readonly coverage?: CoverageSpan;
  /** Events of before this time are late: their minutes were thought complete. */
  readonly completeUntil: number;
}

/** What a page brought that was not there. */
export interface Ingested {
  readonly fresh: readonly IncomingEvent[];
  /** When they reached us, milliseconds UTC. */
  readonly received: number;
  readonly repeats: number;
  readonly late: number;
  readonly refused: number;
  readonly contradictions: readonly string[];
}

/**
 * Takes pages in. The order is what makes a crash harmless: events are on the disk before the cursor moves, so a page
 * that was cut short is read again, and what is there already is not there twice (spec IG-1 to IG-3).
 */
export class Ingest {
  readonly #events: EventStore;
  readonly #state: StateStore;

  constructor(events: EventStore, state: StateStore) {
    this.#events = events;
    this.#state = state;
  }

  async take(key: SourceKey, page: IncomingPage, facts: PageFacts): Promise<Ingested> {
    const appended = await this.#events.append(page.events.map((event) => ({ ...event, received: facts.received })));
    const { repeats, contradictions } = appended;
    const uids = new Set(appended.fresh.map(({ envelope }) => envelope.uid));
    const fresh = page.events.filter(({ envelope }) => uids.delete(envelope.uid));
    const counted = fresh.map(({ envelope: { time } }) => ({ time, late: time < facts.completeUntil }));
    await this.#state.db.transaction().execute(async (db) => {
      await countMinutes(db, key, counted);
      for (const record of page.refused) await keepRefused(db, key, { at: facts.received, ...record });
      if (facts.coverage !== undefined) await learnCoverage(db, key, facts.coverage);
      if (facts.cursor !== undefined) await moveCursor(db, key, facts.cursor);
    });
    return {
      fresh,
      received: facts.received,
      repeats,
      late: counted.filter(({ late }) => late).length,
      refused: page.refused.length,
      contradictions,
    };
  }
}
