import type { LogPage } from "../connect/okta/index.ts";
import { LogReader, MOST_RECORDS, OktaError } from "../connect/okta/index.ts";
import { coverageOf, cursorOf, type SourceKey, type StateStore } from "../store/state/index.ts";
import type { Ingest, Ingested } from "./ingest.ts";
import type { IncomingPage, PageReader } from "./page.ts";

/** What a poller is made of. */
export interface PollerParts {
  readonly key: SourceKey;
  readonly log: LogReader;
  readonly pages: PageReader;
  readonly ingest: Ingest;
  readonly state: StateStore;
  /** Milliseconds UTC, by this machine: when something reached us. */
  readonly now: () => number;
  /** How long before now events are still expected to arrive; later ones are late. Milliseconds. */
  readonly settle?: number;
  /** How much history a first start reads, in days; at most what Okta keeps. */
  readonly backfillDays?: number;
  /** Records asked for at a time; as many as Okta gives unless told otherwise. */
  readonly pageSize?: number;
}

/** What one step brought; `caughtUp` when the end of the log was reached. */
export interface PollStep extends Ingested {
  readonly caughtUp: boolean;
  /** A stretch of time that had to be left out, because Okta forgot our place. */
  readonly gap?: { readonly from: number; readonly until: number } | undefined;
}

/** A page of the log with its records read. */
interface ReadPage extends LogPage {
  readonly incoming: IncomingPage;
  /** The end of the log was reached. */
  readonly caughtUp: boolean;
}

const DAY = 86_400_000;
const SETTLE = 2 * 60_000;
const REREAD = 5 * 60_000;

/**
 * Reads a tenant's log for good: from the place where reading stopped, every event once, and writes down which times
 * are complete. Polling is the source of truth; `look` (hooks, reconciliation) only brings events earlier, or those
 * that polling never showed (spec IG-10 to IG-15).
 */
export class OktaPoller {
  readonly #parts: PollerParts;

  /** The page behind the last one, asked for while that one was stored. */
  #ahead: { readonly cursor: string; readonly page: Promise<ReadPage> } | undefined;

  constructor(parts: PollerParts) {
    this.#parts = parts;
  }

  /** Reads the next page. Throws an OktaError when Okta cannot be read; the place is kept. */
  async step(signal?: AbortSignal): Promise<PollStep> {
    const { key, state, now, backfillDays = 90, pageSize } = this.#parts;
    const at = await cursorOf(state.db, key);
    const begin = now() - Math.min(backfillDays, 89.9) * DAY;
    let page: ReadPage;
    let gap: PollStep["gap"];
    try {
      page = await this.#page(at?.cursor ?? LogReader.begin(begin, pageSize), signal);
    } catch (error) {
      if (!(error instanceof OktaError) || error.code !== "NL-OKTA-CURSOR" || at === undefined) throw error;
      // Okta forgot our place: begin a little before it, and say what may be missing when it is too long ago.
      const from = Math.max(at.updated - REREAD, now() - 89.9 * DAY);
      page = await this.#page(LogReader.begin(from, pageSize), signal);
      if (from > at.updated) gap = { from: at.updated, until: from };
    }
    if (!page.caughtUp && page.next !== undefined) this.#askAhead(page.next, signal);
    const ingested = await this.#take(page, { since: at?.updated ?? begin, gap });
    return { ...ingested, gap };
  }

  /** Takes in events that came another way. Says nothing about coverage. */
  async look(name: string, bytes: Uint8Array): Promise<Ingested> {
    const { key, pages, ingest, now } = this.#parts;
    const completeUntil = await this.#completeUntil();
    return ingest.take(key, pages.read(name, bytes), { received: now(), completeUntil });
  }

  /**
   * Reads again what happened between two times, and says that it is complete: the slow second look for events that
   * came late or never. `each` is told of what every page brought.
   */
  async reconcile(
    span: { readonly since: number; readonly until: number },
    each: (brought: Ingested) => Promise<void>,
    signal?: AbortSignal,
  ): Promise<number> {
    const { key, log, pages, ingest, now } = this.#parts;
    let found = 0;
    for await (const page of log.span(span.since, span.until, signal)) {
      const completeUntil = await this.#completeUntil();
      const brought = await ingest.take(key, pages.read(nameOf(key), page.bytes), { received: now(), completeUntil });
      found += brought.fresh.length;
      await each(brought);
    }
    const nothing = { events: [], refused: [] };
    const coverage = {
      from: span.since,
      until: span.until,
      state: "complete",
      reason: "read a second time",
      knownAt: now(),
    } as const;
    await ingest.take(key, nothing, { received: now(), completeUntil: 0, coverage });
    return found;
  }

  /** The page at a place: the one that was asked for ahead, when it is that one. */
  #page(cursor: string, signal: AbortSignal | undefined): Promise<ReadPage> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead?.cursor === cursor ? ahead.page : this.#read(cursor, signal);
  }

  async #read(cursor: string, signal: AbortSignal | undefined): Promise<ReadPage> {
    const { key, log, pages, pageSize = MOST_RECORDS } = this.#parts;
    const page = await log.poll(cursor, signal);
    const incoming = pages.read(nameOf(key), page.bytes);
    // Fewer records than were asked for: the end of the log was reached.
    return { ...page, incoming, caughtUp: incoming.events.length + incoming.refused.length < pageSize };
  }

  #askAhead(cursor: string, signal: AbortSignal | undefined): void {
    const page = this.#read(cursor, signal);
    // What is wrong with it is said when it is wanted.
    page.catch(() => undefined);
    this.#ahead = { cursor, page };
  }

  async #take(page: ReadPage, from: { readonly since: number; readonly gap: PollStep["gap"] }): Promise<PollStep> {
    const { key, ingest, now, settle = SETTLE } = this.#parts;
    const received = now();
    const { incoming, caughtUp } = page;
    // By Okta's clock: ours may be hours off.
    const server = Number.isNaN(page.serverTime) ? received : page.serverTime;
    const last = incoming.events.reduce((most, { envelope: { time } }) => Math.max(most, time), from.since);
    const until = caughtUp ? server - settle : last - settle;
    const completeUntil = await this.#completeUntil();
    if (from.gap !== undefined)
      await ingest.take(
        key,
        { events: [], refused: [] },
        {
          received,
          completeUntil: 0,
          coverage: {
            ...from.gap,
            state: "gap",
            reason: "Okta forgot the place where reading had stopped",
            knownAt: received,
          },
        },
      );
    // The cursor goes on where it stopped, so nothing is missed between the last complete moment and this page.
    const begun = from.gap === undefined && completeUntil > 0 ? completeUntil : (from.gap?.until ?? from.since);
    const ingested = await ingest.take(key, incoming, {
      received,
      cursor: { cursor: page.next ?? "", updated: caughtUp ? server : Math.min(last, server) },
      completeUntil,
      ...(until > begun
        ? { coverage: { from: begun, until, state: "complete" as const, reason: "read to its end", knownAt: received } }
        : {}),
    });
    return { ...ingested, caughtUp };
  }

  /** The end of the last complete stretch; events before it are late. */
  async #completeUntil(): Promise<number> {
    const { key, state } = this.#parts;
    const spans = await coverageOf(state.db, key);
    return spans.findLast((span) => span.state === "complete")?.until ?? 0;
  }
}

function nameOf({ source, tenant }: SourceKey): string {
  return `${source} of ${tenant}`;
}
