/**
 * Indicators: lists of what was seen in the hands of intruders, read in the forms in which they are passed on, and looked
 * for in events. A match is a reason to look, never an alarm.
 */
export type { Indicator, IndicatorKind, ReadIndicators } from "./indicator.ts";
export { readIndicators } from "./read-indicators.ts";
export { IndicatorIndex } from "./indicator-index.ts";
export { IntelFindings } from "./intel-findings.ts";
