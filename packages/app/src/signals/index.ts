/**
 * Shared Signals: what happened to an identity, told to others as signed events (SSF 1.0, CAEP 1.0), pushed (RFC 8935)
 * or polled (RFC 8936), and taken from others as events of a source. Nothing here knows a web framework.
 */
export { signalsOf } from "./action-signals.ts";
export { poll, pushDue, type PushParts } from "./deliver.ts";
export { Inbox, type TrustedIssuer } from "./inbox.ts";
export { deadSignals, keepPushing, reviveSignals, streamCounts } from "./sender.ts";
export { SignalError } from "./signal-error.ts";
export { EVENT_TYPES } from "./signal-event.ts";
export type { SigningKey } from "./sign-set.ts";
export { newSigningKey, signingKeyOf } from "./signing-key.ts";
export { type NamedReceiver, Transmitter } from "./transmitter.ts";
