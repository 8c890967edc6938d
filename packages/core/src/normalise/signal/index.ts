/**
 * Signed events of others (Shared Signals) as events of a source: who told, of whom, and what. What they are worth is
 * said by `signalFinding`.
 */
export { type SignalRecord, signalEnvelope, SIGNAL_SOURCE } from "./signal-envelope.ts";
export { signalFinding } from "./signal-finding.ts";
