import type { Envelope } from "@nightlatch/core";

/** An event on its way into the store. */
export interface NewEvent {
  readonly envelope: Envelope;
  /** The record's exact bytes. */
  readonly raw: Uint8Array;
  /** When it reached us, milliseconds UTC. Never rewritten. */
  readonly received: number;
}

/** An event as it lies in the store. The envelope is read anew from `raw`, so that it is always today's reading. */
export interface StoredEvent {
  readonly tenant: string;
  readonly source: string;
  readonly uid: string;
  /** Milliseconds UTC: when it happened, and when it reached us. */
  readonly time: number;
  readonly received: number;
  readonly raw: Uint8Array;
}

/** What an append did. */
export interface Appended {
  /** The events that were not there, each once. */
  readonly fresh: readonly NewEvent[];
  /** How many were there already. */
  readonly repeats: number;
  /** Uids that were there with other bytes; what was there first stays. */
  readonly contradictions: readonly string[];
}

/** A place in the order of events: by time, then by uid. */
export interface EventPosition {
  readonly time: number;
  readonly uid: string;
}

/** Which events to read. */
export interface EventQuery {
  readonly tenant: string;
  readonly source?: string;
  /** Only events behind this place; or from this time on, when its uid is `""`. */
  readonly after?: EventPosition;
  /** Milliseconds; events at this time and later are left out. */
  readonly until?: number;
  /** A condition over the table's columns, with `{name:Type}` for each of `params`. */
  readonly where?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly limit?: number;
}

/** How much lies in the store for a tenant's source. */
export interface Holding {
  readonly tenant: string;
  readonly source: string;
  readonly events: number;
  readonly first: number;
  readonly last: number;
  /** When the last of them reached us. */
  readonly received: number;
}

/**
 * Where events are kept (design: the same client, schema and SQL on one machine and on a cluster). Spec ST-1 to ST-29.
 */
export interface EventStore {
  /** Stores events that are not there yet. When it resolves they survive a crash; calling it again changes nothing. */
  readonly append: (events: readonly NewEvent[]) => Promise<Appended>;
  /** Events in order of (time, uid), in batches. */
  readonly read: (query: EventQuery) => AsyncGenerator<readonly StoredEvent[]>;
  readonly byUid: (tenant: string, uids: readonly string[]) => Promise<readonly StoredEvent[]>;
  /**
   * One read-only statement of ours, bounded in time and rows. Throws a StoreError NL-STORE-QUERY with the engine's
   * reason, or NL-STORE-LIMIT.
   */
  readonly query: (
    sql: string,
    params?: Readonly<Record<string, unknown>>,
  ) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /**
   * Answers a question that somebody wrote, with so many rows at most. Beside what `query` refuses, it may call nothing
   * that reaches beyond the tables. Throws a StoreError NL-STORE-QUERY with the reason, or NL-STORE-LIMIT.
   */
  readonly ask: (sql: string, limit: number) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly holdings: () => Promise<readonly Holding[]>;
  /** Forgets a source's events from one time to another (milliseconds), save those of some uids; their room is given back. */
  readonly forget: (what: {
    readonly tenant: string;
    readonly source: string;
    readonly from?: number;
    readonly before: number;
    readonly except?: readonly string[];
  }) => Promise<void>;
  /** Bytes on disk. */
  readonly size: () => Promise<number>;
  readonly close: () => Promise<void>;
}
