/**
 * From a leaked capture to the sessions that it exposes: the capture says who its victim is and which credentials it
 * holds, the log says which sessions those are, how they stand, and who used them since. No credential is tried.
 */
export type { ExposedSession } from "./exposed-sessions.ts";
export { leakedInFiles, leakedInStore, type LeakedOutcome } from "./leaked.ts";
export { type LeakedReport, leakedReport } from "./report.ts";
