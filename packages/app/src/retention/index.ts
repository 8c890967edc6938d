/**
 * Forgetting: what a source's `keep` says is over is taken out of the event store, day by day, save what a finding or a
 * case rests on. The coverage ledger and the journal say what is gone, so that a "no" never rests on it.
 */
export { applyRetention } from "./apply-retention.ts";
export { RetentionKeeper, type RetentionNews } from "./retention-keeper.ts";
