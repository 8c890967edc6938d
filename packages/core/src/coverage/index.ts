/**
 * The coverage ledger: of which times every event is known to be in the store. A "no" is said only where it is; a time
 * that is not covered is "unknown", never "nothing happened".
 */
export { isProven, learn, stretches } from "./ledger.ts";
export type { CoverageSpan, CoverageState, CoverageStretch } from "./span.ts";
