import { SignalError } from "./signal-error.ts";
import { EVENT_TYPES } from "./signal-event.ts";

export const PUSH = "urn:ietf:rfc:8935";
export const POLL = "urn:ietf:rfc:8936";

export type StreamStatus = "enabled" | "paused" | "disabled";

/** A stream as its receiver sees it (SSF 1.0, 8.1.1). */
export interface Stream {
  readonly stream_id: string;
  readonly iss: string;
  readonly aud: string;
  readonly events_supported: readonly string[];
  readonly events_requested: readonly string[];
  readonly events_delivered: readonly string[];
  readonly delivery: {
    readonly method: typeof PUSH | typeof POLL;
    readonly endpoint_url: string;
    readonly authorization_header?: string;
  };
  /** Seconds. */
  readonly min_verification_interval: number;
  readonly description: string;
}

/** What a receiver may say of a stream. */
export interface StreamRequest {
  readonly aud?: string;
  readonly events_requested?: readonly string[];
  readonly delivery?: {
    readonly method: string;
    readonly endpoint_url?: string;
    readonly authorization_header?: string;
  };
  readonly description?: string;
}

/** Types that are given out. */
const SUPPORTED: readonly string[] = [
  EVENT_TYPES.sessionRevoked,
  EVENT_TYPES.credentialChange,
  EVENT_TYPES.riskLevelChange,
  EVENT_TYPES.oktaUserRisk,
];
const VERIFY_EVERY = 60;

/** A stream from what its receiver asks for. Without a delivery it is polled. Throws SignalError NL-SIGNAL-REQUEST. */
export function streamOf(
  asked: StreamRequest,
  { id, iss, pollUrl }: { readonly id: string; readonly iss: string; readonly pollUrl: string },
): Stream {
  const { aud = "", events_requested: requested = SUPPORTED, delivery, description = "" } = asked;
  if (aud === "") throw new SignalError("NL-SIGNAL-REQUEST", "A stream wants an audience, aud is empty");
  return {
    stream_id: id,
    iss,
    aud,
    events_supported: SUPPORTED,
    events_requested: requested,
    events_delivered: SUPPORTED.filter((type) => requested.includes(type)),
    delivery: deliveryOf(delivery, `${pollUrl}/${id}`),
    min_verification_interval: VERIFY_EVERY,
    description,
  };
}

function deliveryOf(asked: StreamRequest["delivery"], pollUrl: string): Stream["delivery"] {
  if (asked === undefined || asked.method === POLL) return { method: POLL, endpoint_url: pollUrl };
  if (asked.method !== PUSH)
    throw new SignalError("NL-SIGNAL-REQUEST", `The delivery method "${asked.method}" is none of ${PUSH}, ${POLL}`);
  const url = URL.parse(asked.endpoint_url ?? "");
  // Tokens tell who was attacked, so they leave over TLS only; a receiver on this machine needs none.
  if (url === null || !(url.protocol === "https:" || (url.protocol === "http:" && url.hostname === "127.0.0.1")))
    throw new SignalError("NL-SIGNAL-REQUEST", "A push delivery wants an endpoint_url with https");
  const { authorization_header: header } = asked;
  const secret = header === undefined ? {} : { authorization_header: header };
  return { method: PUSH, endpoint_url: url.href, ...secret };
}
