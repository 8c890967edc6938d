/**
 * The events, kept for years: typed envelope columns, the record for any-field questions, and its exact bytes. One
 * implementation over ClickHouse's client, in process (chDB) or on a server; what differs is how the door is opened.
 */

export type { Appended, EventPosition, EventQuery, EventStore, Holding, NewEvent, StoredEvent } from "./event-store.ts";
export { openEventStore } from "./open.ts";
export { tables } from "./schema.ts";
