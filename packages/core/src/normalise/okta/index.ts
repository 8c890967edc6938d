/**
 * Okta's System Log: a record in, an envelope out. `readOkta` is the plain reader over parsed JSON; `createFastReader`
 * gives the same envelopes off the bytes; `RowReader` stops halfway, at rows of numbers that are cheap to move.
 */
export { createFastReader, type FastReader, type Span } from "./fast/reader.ts";
export type { Decode } from "./fast/lexer.ts";
export { fingerprint } from "./fingerprint.ts";
export { type Change, oktaDetail, type OktaDetail } from "./detail.ts";
export type { Risk, SecurityData, Tunnel } from "./embedded.ts";
export { assemble as envelopeOf, OKTA_SOURCE, type Row } from "./assemble.ts";
export { BOUNDS, NOT_TEXT, NUMBERS, type Rows, stringOf } from "./rows.ts";
export { UID_SLOT } from "./paths.ts";
export { RowReader, type RowReaderOptions } from "./fast/row-reader.ts";
export { type Source, type Told, toldBy } from "./fast/told.ts";
export { type Origin, readOkta } from "./plain.ts";
export { isProblem, type Problem } from "./problem.ts";
export { readTimestamp, TIME_BOUNDS, type TimeBounds } from "./timestamp.ts";
