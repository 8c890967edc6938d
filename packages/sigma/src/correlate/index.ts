/**
 * Correlation over event time: counts, values, and rules that come together or one after the other, within a sliding
 * window. One match an episode, whatever the order, the batching or the restarts.
 */
export { Correlator, type CorrelatorOptions } from "./correlator.ts";
export type { CorrelationMatch, CorrelatorMetrics, NamedEvent } from "./match.ts";
export { correlateNaively } from "./naive.ts";
export type { CorrelationRule, CorrelationType, RuleHit, Threshold } from "./rule.ts";
export type { SavedCorrelator } from "./saved.ts";
