/**
 * Okta's System Log: a record in, an envelope out. `readOkta` is the plain reader over parsed JSON.
 */
export { createFastReader, type FastReader, type Span } from "./fast/reader.ts";
export type { Decode } from "./fast/lexer.ts";
export { fingerprint } from "./fingerprint.ts";
export { type Change, oktaDetail, type OktaDetail } from "./detail.ts";
export type { Risk, SecurityData, Tunnel } from "./embedded.ts";
export { OKTA_SOURCE } from "./assemble.ts";
export { type Origin, readOkta } from "./plain.ts";
export { isProblem, type Problem } from "./problem.ts";
export { readTimestamp, TIME_BOUNDS, type TimeBounds } from "./timestamp.ts";
