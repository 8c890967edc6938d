import type { Envelope } from "@nightlatch/core";
import type { NewEvent } from "./event-store.ts";
import { isPlain } from "./plain.ts";

/** One column: its type, and what an event puts into it. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly value: (event: Written) => string | number | readonly string[];
}

/** An event with its bytes as text; base64 when they are no UTF-8, because the client moves text only. */
export interface Written extends NewEvent {
  readonly text: string;
  readonly form: "text" | "base64";
}

const NAME = "LowCardinality(String)";
const TEXT = "String CODEC(ZSTD(3))";
const TIME = "DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))";

/**
 * Paths of the record that stand in a typed column or would be stored twice for nothing; the column `record` leaves
 * them out. Each is unlike in every event, so it costs more than everything else together.
 */
export const LEFT_OUT: readonly string[] = [
  "uuid",
  "published",
  "transaction.id",
  "debugContext.debugData.requestId",
  "debugContext.debugData.authnRequestId",
];

/** The table of events, as data: the typed envelope, the record for any-field questions, and its exact bytes. */
export const COLUMNS: readonly Column[] = [
  { name: "tenant", type: NAME, value: ({ envelope }) => envelope.tenant },
  { name: "source", type: NAME, value: ({ envelope }) => envelope.source },
  { name: "uid", type: TEXT, value: ({ envelope }) => envelope.uid },
  { name: "time", type: TIME, value: ({ envelope }) => dateTime(envelope.time) },
  { name: "received", type: TIME, value: ({ received }) => dateTime(received) },
  { name: "type", type: NAME, value: ({ envelope }) => envelope.type },
  { name: "outcome", type: NAME, value: ({ envelope }) => envelope.outcome },
  { name: "reason", type: NAME, value: ({ envelope }) => envelope.reason },
  text("actor_id", "actorId"),
  { name: "actor_type", type: NAME, value: ({ envelope }) => envelope.actorType },
  text("actor_name", "actorName"),
  text("session", "session"),
  text("root", "root"),
  text("token", "token"),
  text("client", "client"),
  text("ip", "ip"),
  { name: "asn", type: "UInt32 CODEC(ZSTD(1))", value: ({ envelope }) => asNumber(envelope.asn) },
  { name: "as_org", type: NAME, value: ({ envelope }) => envelope.asOrg },
  { name: "is_proxy", type: "Bool", value: ({ envelope }) => (envelope.isProxy ? 1 : 0) },
  { name: "tunnel", type: NAME, value: ({ envelope }) => envelope.tunnel },
  { name: "country", type: NAME, value: ({ envelope }) => envelope.country },
  { name: "city", type: NAME, value: ({ envelope }) => envelope.city },
  text("ua", "ua"),
  { name: "ua_os", type: NAME, value: ({ envelope }) => envelope.uaOs },
  { name: "ua_browser", type: NAME, value: ({ envelope }) => envelope.uaBrowser },
  text("dt", "dt"),
  text("fp", "fp"),
  text("device_id", "deviceId"),
  text("uri", "uri"),
  { name: "risk", type: NAME, value: ({ envelope }) => envelope.risk },
  { name: "positives", type: "Array(LowCardinality(String))", value: ({ envelope }) => envelope.positives },
  { name: "threat", type: "Bool", value: ({ envelope }) => (envelope.threat ? 1 : 0) },
  { name: "credential", type: NAME, value: ({ envelope }) => envelope.credential },
  { name: "factor", type: NAME, value: ({ envelope }) => envelope.factor },
  { name: "privilege", type: TEXT, value: ({ envelope }) => envelope.privilege },
  {
    name: "target_id",
    type: "Array(String) CODEC(ZSTD(3))",
    value: ({ envelope }) => envelope.targets.map(({ id }) => id),
  },
  {
    name: "target_type",
    type: "Array(LowCardinality(String))",
    value: ({ envelope }) => envelope.targets.map(({ type }) => type),
  },
  {
    name: "target_name",
    type: "Array(String) CODEC(ZSTD(3))",
    value: ({ envelope }) => envelope.targets.map(({ name }) => name),
  },
  {
    name: "record",
    type: `JSON(${LEFT_OUT.map((path) => `SKIP ${path}`).join(", ")}) CODEC(ZSTD(3))`,
    value: ({ form, text: written }) => (form === "text" ? written : "{}"),
  },
  { name: "plain", type: "Bool", value: ({ form, text: written }) => (form === "text" && isPlain(written) ? 1 : 0) },
  { name: "raw", type: TEXT, value: ({ text: written }) => written },
  { name: "raw_form", type: "Enum8('text' = 0, 'base64' = 1)", value: ({ form }) => form },
];

/** The fields of the envelope that are plain text. */
type TextField = { [K in keyof Envelope]: Envelope[K] extends string ? K : never }[keyof Envelope];

function text(name: string, field: TextField): Column {
  return { name, type: TEXT, value: ({ envelope }) => envelope[field] };
}

/** A number of an autonomous system (RFC 6793: 32 bits), 0 for what is none: the column would refuse the whole event. */
function asNumber(value: number): number {
  return Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff ? value : 0;
}

/** Milliseconds as ClickHouse reads a DateTime64(3) without guessing. */
export function dateTime(ms: number): string {
  return new Date(ms).toISOString().replace("T", " ").replace("Z", "");
}
