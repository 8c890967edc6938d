import { z } from "zod";
import type { InputForm, Route } from "../contract/route.ts";
import { line, utc } from "../contract/values.ts";

/** A stream of signed events, as its receiver sees it (SSF 1.0, 8.1.1). */
export interface SignalStream {
  readonly stream_id: string;
  readonly iss: string;
  readonly aud: string;
  readonly events_supported: readonly string[];
  readonly events_requested: readonly string[];
  /** What it is given: the only list to rely on. */
  readonly events_delivered: readonly string[];
  readonly delivery: { readonly method: string; readonly endpoint_url: string };
  /** Seconds. */
  readonly min_verification_interval: number;
  readonly description: string;
}

/** What a receiver says of a stream. Without a delivery it is polled. */
export interface SignalStreamRequest {
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
  readonly stream_id?: string | undefined;
}

/** Which stream. */
export interface SignalStreamName {
  readonly stream_id: string;
}

/** How a stream stands. */
export interface SignalStreamStatus extends SignalStreamName {
  readonly status: "enabled" | "paused" | "disabled";
  readonly reason?: string | undefined;
}

const PUSH = "urn:ietf:rfc:8935";
const POLL = "urn:ietf:rfc:8936";
const REVOKED = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";

const streamId = line("The stream");
const types = z.array(line("The address of a type of events", 300)).max(50);

const StreamBody: z.ZodType<SignalStream> = z
  .object({
    stream_id: z.string(),
    iss: z.string(),
    aud: z.string(),
    events_supported: z.array(z.string()),
    events_requested: z.array(z.string()),
    events_delivered: z.array(z.string()).meta({ description: "What it is given: the only list to rely on" }),
    delivery: z.object({ method: z.string(), endpoint_url: z.string() }),
    min_verification_interval: z.int().meta({ description: "Seconds" }),
    description: z.string(),
  })
  .meta({ id: "SignalStream", description: "A stream of signed events (SSF 1.0)" });

const EXAMPLE: SignalStream = {
  stream_id: "55555555-5555-4555-8555-555555555555",
  iss: "https://nightlatch.example.com",
  aud: "https://receiver.example.com",
  events_supported: [REVOKED],
  events_requested: [REVOKED],
  events_delivered: [REVOKED],
  delivery: { method: PUSH, endpoint_url: "https://receiver.example.com/events" },
  min_verification_interval: 60,
  description: "SOC",
};

/** What a receiver may send of a stream; what only we decide is taken back as it was given, and changes nothing. */
const asked = {
  aud: line("The receiver, as it names itself", 500).optional(),
  events_requested: types.optional().meta({ description: "Types of events that are wanted; all, when absent" }),
  delivery: z
    .strictObject({
      method: line("`urn:ietf:rfc:8935` pushes, `urn:ietf:rfc:8936` is polled"),
      endpoint_url: line("Where to push, https", 2000).optional(),
      authorization_header: line("What to show with a push; never given out again", 4000).optional(),
    })
    .optional()
    .meta({ description: "How events get there; polled, when absent" }),
  description: line("For people").optional(),
  iss: line("As it was given", 500).optional(),
  events_supported: types.optional().meta({ description: "As it was given" }),
  events_delivered: types.optional().meta({ description: "As it was given" }),
  min_verification_interval: z.int().optional().meta({ description: "As it was given" }),
};

const exampleAsked: SignalStreamRequest = {
  aud: EXAMPLE.aud,
  events_requested: [REVOKED],
  delivery: { ...EXAMPLE.delivery, authorization_header: "Bearer …" },
  description: "SOC",
};

/** What the transmitter is and where its parts are. */
export const signalMetadata: Route<Readonly<Record<never, never>>, Readonly<Record<string, unknown>>> = {
  name: "signalMetadata",
  area: "signals",
  method: "get",
  path: "/.well-known/ssf-configuration",
  scope: "none",
  summary: "Tell where keys and streams of this transmitter are (SSF 1.0, 7)",
  input: z.strictObject({}),
  answer: z.looseObject({ issuer: z.string(), jwks_uri: z.string() }),
  problems: ["NL-API-MISSING"],
  example: {
    input: {},
    answer: {
      spec_version: "1_0",
      issuer: EXAMPLE.iss,
      jwks_uri: `${EXAMPLE.iss}/signals/jwks`,
      delivery_methods_supported: [PUSH, POLL],
    },
  },
};

/** The public keys. */
export const signalKeys: Route<Readonly<Record<never, never>>, { readonly keys: readonly unknown[] }> = {
  name: "signalKeys",
  area: "signals",
  method: "get",
  path: "/signals/jwks",
  scope: "none",
  summary: "Give out the public keys by which our events are checked",
  input: z.strictObject({}),
  answer: z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) }),
  problems: ["NL-API-MISSING"],
  example: {
    input: {},
    answer: { keys: [{ kty: "RSA", kid: "1", alg: "RS256", use: "sig", n: "…", e: "AQAB" }] },
  },
};

/** Makes a stream. */
export const createStream: Route<SignalStreamRequest, SignalStream> = {
  name: "createStream",
  area: "signals",
  method: "post",
  path: "/signals/stream",
  scope: "signals",
  summary: "Make a stream; it belongs to the token",
  input: z.strictObject(asked),
  answer: StreamBody,
  status: 201,
  problems: ["NL-SIGNAL-REQUEST", "NL-API-MISSING"],
  example: { input: exampleAsked, answer: EXAMPLE },
};

/** One stream, or all of the token. */
export const readStreams: Route<{ readonly stream_id?: string | undefined }, SignalStream | readonly SignalStream[]> = {
  name: "readStreams",
  area: "signals",
  method: "get",
  path: "/signals/stream",
  scope: "signals",
  summary: "Tell of one stream of the token, or of all of them",
  input: z.strictObject({ stream_id: streamId.optional() }),
  answer: z.union([StreamBody, z.array(StreamBody)]),
  problems: ["NL-SIGNAL-STREAM", "NL-API-MISSING"],
  example: { input: { stream_id: EXAMPLE.stream_id }, answer: EXAMPLE },
};

const changing: InputForm<SignalStreamRequest & SignalStreamName> = z.strictObject({ ...asked, stream_id: streamId });

/** Changes what is named of a stream. */
export const updateStream: Route<SignalStreamRequest & SignalStreamName, SignalStream> = {
  name: "updateStream",
  area: "signals",
  method: "patch",
  path: "/signals/stream",
  scope: "signals",
  summary: "Change what is named of a stream, and leave the rest",
  input: changing,
  answer: StreamBody,
  problems: ["NL-SIGNAL-STREAM", "NL-SIGNAL-REQUEST", "NL-API-MISSING"],
  example: { input: { stream_id: EXAMPLE.stream_id, description: "SOC" }, answer: EXAMPLE },
};

/** Says all of a stream anew. */
export const replaceStream: Route<SignalStreamRequest & SignalStreamName, SignalStream> = {
  name: "replaceStream",
  area: "signals",
  method: "put",
  path: "/signals/stream",
  scope: "signals",
  summary: "Say all of a stream anew",
  input: changing,
  answer: StreamBody,
  problems: ["NL-SIGNAL-STREAM", "NL-SIGNAL-REQUEST", "NL-API-MISSING"],
  example: { input: { ...exampleAsked, stream_id: EXAMPLE.stream_id }, answer: EXAMPLE },
};

/** Ends a stream. */
export const deleteStream: Route<SignalStreamName, null> = {
  name: "deleteStream",
  area: "signals",
  method: "delete",
  path: "/signals/stream",
  scope: "signals",
  summary: "End a stream, and with it what still waits in it",
  input: z.strictObject({ stream_id: streamId }),
  answer: z.null(),
  status: 204,
  problems: ["NL-SIGNAL-STREAM", "NL-API-MISSING"],
  example: { input: { stream_id: EXAMPLE.stream_id }, answer: null },
};

const StatusBody: z.ZodType<SignalStreamStatus> = z
  .object({
    stream_id: z.string(),
    status: z.enum(["enabled", "paused", "disabled"]),
    reason: z.string().optional(),
  })
  .meta({ id: "SignalStreamStatus", description: "How a stream stands (SSF 1.0, 8.1.2)" });

/** How a stream stands. */
export const readStreamStatus: Route<SignalStreamName, SignalStreamStatus> = {
  name: "readStreamStatus",
  area: "signals",
  method: "get",
  path: "/signals/status",
  scope: "signals",
  summary: "Tell how a stream stands",
  input: z.strictObject({ stream_id: streamId }),
  answer: StatusBody,
  problems: ["NL-SIGNAL-STREAM", "NL-API-MISSING"],
  example: { input: { stream_id: EXAMPLE.stream_id }, answer: { stream_id: EXAMPLE.stream_id, status: "enabled" } },
};

/** Enables, pauses or disables a stream. */
export const setStreamStatus: Route<SignalStreamStatus, SignalStreamStatus> = {
  name: "setStreamStatus",
  area: "signals",
  method: "post",
  path: "/signals/status",
  scope: "signals",
  summary: "Enable, pause or disable a stream",
  description: "While it is paused its events wait; while it is disabled none are kept for it.",
  input: z.strictObject({
    stream_id: streamId,
    status: z.enum(["enabled", "paused", "disabled"]).meta({ description: "How it shall stand" }),
    reason: line("For people", 500).optional(),
  }),
  answer: StatusBody,
  problems: ["NL-SIGNAL-STREAM", "NL-API-MISSING"],
  example: {
    input: { stream_id: EXAMPLE.stream_id, status: "paused", reason: "Maintenance" },
    answer: { stream_id: EXAMPLE.stream_id, status: "paused", reason: "Maintenance" },
  },
};

/** Sends a verification event. */
export const verifyStream: Route<SignalStreamName & { readonly state?: string | undefined }, null> = {
  name: "verifyStream",
  area: "signals",
  method: "post",
  path: "/signals/verification",
  scope: "signals",
  summary: "Send a verification event that echoes what is given",
  input: z.strictObject({ stream_id: streamId, state: line("What is to come back", 1000).optional() }),
  answer: z.null(),
  status: 204,
  problems: ["NL-SIGNAL-STREAM", "NL-SIGNAL-OFTEN", "NL-API-MISSING"],
  example: { input: { stream_id: EXAMPLE.stream_id, state: "VGhpcyBpcyBhbiBleGFtcGxl" }, answer: null },
};

/** What a poll says (RFC 8936, 2.2). */
export interface SignalPoll extends SignalStreamName {
  readonly maxEvents?: number | undefined;
  readonly returnImmediately?: boolean | undefined;
  readonly ack?: readonly string[] | undefined;
  readonly setErrs?:
    | Readonly<Record<string, { readonly err: string; readonly description?: string | undefined }>>
    | undefined;
}

/** Gives what waits in a stream that is polled. */
export const pollStream: Route<
  SignalPoll,
  { readonly sets: Readonly<Record<string, string>>; readonly moreAvailable: boolean }
> = {
  name: "pollStream",
  area: "signals",
  method: "post",
  path: "/signals/poll/{stream_id}",
  scope: "signals",
  summary: "Acknowledge events, and give what waits, oldest first (RFC 8936)",
  description: "Always answered at once. What is not acknowledged is given again.",
  input: z.strictObject({
    stream_id: streamId,
    maxEvents: z.int().min(0).optional().meta({ description: "How many at most; 0 only acknowledges" }),
    returnImmediately: z.boolean().optional().meta({ description: "It always is" }),
    ack: z.array(line("A jti")).max(1000).optional().meta({ description: "Events that were taken" }),
    setErrs: z
      .record(
        z.string().max(200),
        z.strictObject({ err: z.string().max(100), description: z.string().max(500).optional() }),
      )
      .optional()
      .meta({ description: "Events that were refused, by jti" }),
  }),
  answer: z.object({ sets: z.record(z.string(), z.string()), moreAvailable: z.boolean() }),
  problems: ["NL-SIGNAL-STREAM", "NL-SIGNAL-REQUEST", "NL-API-MISSING"],
  example: {
    input: { stream_id: EXAMPLE.stream_id, maxEvents: 10, ack: ["j-1"] },
    answer: { sets: { "j-2": "eyJ0eXAiOiJzZWNldmVudCtqd3QifQ…" }, moreAvailable: false },
  },
};

/** Takes an event that somebody else pushes. */
export const receiveSignal: Route<Readonly<Record<never, never>>, null> = {
  name: "receiveSignal",
  area: "signals",
  method: "post",
  path: "/signals/events",
  scope: "none",
  summary: "Take a signed event of somebody else (RFC 8935)",
  description:
    "The body is the token, as `application/secevent+jwt`. Its signature says who sent it; issuers stand in the configuration. Answered with 202 when the event is kept; what is wrong with a token is said as RFC 8935 wants it: 400 and `{err, description}`. 503: send it again later.",
  input: z.strictObject({}),
  answer: z.null(),
  status: 202,
  bytes: 64 * 1024,
  takes: "application/secevent+jwt",
  problems: ["NL-API-MISSING", "NL-API-BUSY", "NL-API-MEDIA"],
  example: { input: {}, answer: null },
};

/** An event that was put aside, because its receiver did not take it. */
export interface DeadSignal {
  readonly jti: string;
  readonly stream: string;
  readonly error: string;
  readonly attempts: number;
  readonly created: string;
}

/** Signed events that were put aside. */
export const listDeadSignals: Route<Readonly<Record<never, never>>, { readonly items: readonly DeadSignal[] }> = {
  name: "listDeadSignals",
  area: "signals",
  method: "get",
  path: "/api/v1/signals/dead",
  scope: "read",
  summary: "List signed events that could not be delivered, oldest first",
  input: z.strictObject({}),
  answer: z.object({
    items: z.array(
      z
        .object({
          jti: z.string(),
          stream: z.string(),
          error: z.string(),
          attempts: z.int(),
          created: utc("When it was written"),
        })
        .meta({ id: "DeadSignal", description: "A signed event that was put aside" }),
    ),
  }),
  problems: [],
  example: {
    input: {},
    answer: {
      items: [
        {
          jti: "66666666-6666-4666-8666-666666666666",
          stream: EXAMPLE.stream_id,
          error: 'The receiver answered 400 {"err":"invalid_audience"}',
          attempts: 1,
          created: "2026-01-05T09:10:00.000Z",
        },
      ],
    },
  },
};

/** Takes signed events that were put aside up again. */
export const reviveDeadSignals: Route<Readonly<Record<never, never>>, { readonly revived: number }> = {
  name: "reviveDeadSignals",
  area: "signals",
  method: "post",
  path: "/api/v1/signals/dead/revive",
  scope: "write",
  summary: "Take signed events that were put aside up again",
  input: z.strictObject({}),
  answer: z.object({ revived: z.int() }),
  problems: [],
  example: { input: {}, answer: { revived: 1 } },
};
