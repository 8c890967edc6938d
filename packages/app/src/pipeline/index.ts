/**
 * From records to events: reads them (in threads or not), has them judged, puts them in the order of their time, and
 * lets each pass once. What comes out does not depend on the order, the batching or the number of threads.
 */
export { ChunkReader, type ReadChunk } from "./chunk-reader.ts";
export { envelopeOfRow } from "./event-rows.ts";
export { hitsOf } from "./hits.ts";
export { hitsOfRecord, loadJudge } from "./judge.ts";
export type { JudgeSource, RecordJudge, RuleHit, Verdict } from "./judge.ts";
export { type Counters, type OrderedEvent, readEvents, type ReadEventsOptions } from "./read-events.ts";
