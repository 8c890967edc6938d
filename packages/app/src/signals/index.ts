/**
 * Shared Signals: what happened to an identity, told to others as signed events (SSF 1.0, CAEP 1.0, RFC 8417), pushed
 * (RFC 8935) or polled (RFC 8936), and taken from others as plain events. Nothing here knows a web framework.
 */
export { poll, pushDue } from "./deliver.ts";
export type { ReceivedEvent } from "./read-set.ts";
export { Receiver } from "./receiver.ts";
export { credentialChange, EVENT_TYPES, oktaUserRisk, riskLevelChange, sessionRevoked } from "./signal-event.ts";
export type { SigningKey } from "./sign-set.ts";
export { Transmitter } from "./transmitter.ts";
