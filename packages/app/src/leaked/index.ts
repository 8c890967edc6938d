/**
 * From a leaked capture to the sessions that it exposes: the capture says who its victim is and which credentials it
 * holds, the log says which sessions those are, how they stand, and who used them since. No credential is tried. A watch
 * set on what was found makes the first use by somebody else a critical finding while the service runs.
 */
export { leakedInFiles, leakedInStore, type LeakedOutcome } from "./leaked.ts";
export { LeakVigil } from "./leak-vigil.ts";
export { captureName, setWatches, watchesOf } from "./leak-watch.ts";
export { type LeakedReport, leakedReport, type ToldSession } from "./report.ts";
