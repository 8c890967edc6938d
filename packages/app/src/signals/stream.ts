import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { SignalError } from "./signal-error.ts";
import { EVENT_TYPES } from "./signal-event.ts";

export const PUSH = "urn:ietf:rfc:8935";
export const POLL = "urn:ietf:rfc:8936";

export type StreamStatus = "enabled" | "paused" | "disabled";

/** A stream as its receiver sees it (SSF 1.0, 8.1.1). What the receiver wants to be shown with a push is never in it. */
export interface Stream {
  readonly stream_id: string;
  readonly iss: string;
  readonly aud: string;
  readonly events_supported: readonly string[];
  readonly events_requested: readonly string[];
  readonly events_delivered: readonly string[];
  readonly delivery: { readonly method: typeof PUSH | typeof POLL; readonly endpoint_url: string };
  /** Seconds. */
  readonly min_verification_interval: number;
  readonly description: string;
}

/** What a receiver may say of a stream. */
export interface StreamRequest {
  readonly aud?: string | undefined;
  readonly events_requested?: readonly string[] | undefined;
  readonly delivery?:
    | {
        readonly method: string;
        readonly endpoint_url?: string | undefined;
        readonly authorization_header?: string | undefined;
      }
    | undefined;
  readonly description?: string | undefined;
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
  {
    id,
    iss,
    pollUrl,
    trusted = false,
  }: {
    readonly id: string;
    readonly iss: string;
    readonly pollUrl: string;
    /** The address comes from the configuration: it may be on this machine. */
    readonly trusted?: boolean;
  },
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
    delivery: deliveryOf(delivery, { pollUrl: `${pollUrl}/${id}`, trusted }),
    min_verification_interval: VERIFY_EVERY,
    description,
  };
}

function deliveryOf(
  asked: StreamRequest["delivery"],
  { pollUrl, trusted }: { readonly pollUrl: string; readonly trusted: boolean },
): Stream["delivery"] {
  if (asked === undefined || asked.method === POLL) return { method: POLL, endpoint_url: pollUrl };
  if (asked.method !== PUSH)
    throw new SignalError("NL-SIGNAL-REQUEST", `The delivery method "${asked.method}" is none of ${PUSH}, ${POLL}`);
  const url = URL.parse(asked.endpoint_url ?? "");
  // Tokens tell who was attacked, so they leave over TLS only; a receiver on this machine needs none.
  if (url === null || !(url.protocol === "https:" || (trusted && isLoopback(url))))
    throw new SignalError("NL-SIGNAL-REQUEST", "A push delivery wants an endpoint_url with https");
  if (!trusted && isInside(url))
    throw new SignalError(
      "NL-SIGNAL-REQUEST",
      "The endpoint_url leads into a private network, and nothing is sent there",
    );
  return { method: PUSH, endpoint_url: url.href };
}

/** Whether an address is on this machine. */
function isLoopback({ hostname }: URL): boolean {
  return hostname === "127.0.0.1" || hostname === "localhost" || hostname === "[::1]";
}

/** Whether an address is one that nobody outside could be reached at. */
function isInside(url: URL): boolean {
  const host = url.hostname.replaceAll(/^\[|\]$/g, "");
  if (isIP(host) === 0) return isLoopback(url) || host.endsWith(".localhost");
  return ipaddr.process(host).range() !== "unicast";
}
