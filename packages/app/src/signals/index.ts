/**
 * Shared Signals: what happened to an identity, told to others as signed events (SSF 1.0, CAEP 1.0, RFC 8417), pushed
 * (RFC 8935) or polled (RFC 8936), and taken from others as plain events. Nothing here knows a web framework.
 */
export { poll, type PollAnswer, type PollRequest, pushDue, type PushParts } from "./deliver.ts";
export type { ReceivedEvent, SetProblem } from "./read-set.ts";
export { Receiver, type Reception, type Trust } from "./receiver.ts";
export { SignalError } from "./signal-error.ts";
export {
  type Cause,
  credentialChange,
  EVENT_TYPES,
  oktaUserRisk,
  type OutgoingEvent,
  riskLevelChange,
  sessionRevoked,
  type Subject,
} from "./signal-event.ts";
export type { SigningKey } from "./sign-set.ts";
export { POLL, PUSH, type Stream, type StreamRequest, type StreamStatus } from "./stream.ts";
export { type StreamStanding, Transmitter, type TransmitterParts } from "./transmitter.ts";
