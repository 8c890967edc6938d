/**
 * Taking events in: pages of records become events, are stored before their place is remembered, and the coverage
 * ledger is written in the same moment. What reads a source for good (`OktaPoller`) stands on it.
 */
export { Ingest, type Ingested, type PageFacts } from "./ingest.ts";
export { OktaPoller, type PollerParts, type PollStep } from "./okta-poller.ts";
export { type IncomingEvent, type IncomingPage, PageReader } from "./page.ts";
