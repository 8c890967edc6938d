/**
 * Taking events in: pages of records become events, are stored before their place is remembered, and the coverage
 * ledger is written in the same moment. What reads a source for good (`OktaPoller`) stands on it.
 */
export { type Imported, importFiles } from "./import-files.ts";
export { Ingest, type Ingested } from "./ingest.ts";
export { OktaPoller, type PollStep } from "./okta-poller.ts";
export { type IncomingEvent, PageReader } from "./page.ts";
