import { eachMember, skipBlank } from "./json-bytes.ts";

/** Where an unwrapped event goes. */
export interface EventSink {
  /** The event is these bytes of the value that was given. */
  event(start: number, end: number): void;
  /** The event was taken out of a text. */
  made(json: Uint8Array): void;
  reject(code: string, reason: string): void;
}

/** A JSON value within bytes. */
export interface Span {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

// Members that only a System Log record has at its top (LogEvent of the Okta Management API). One of them is enough.
const TELLING: ReadonlySet<string> = new Set([
  "actor",
  "authenticationContext",
  "debugContext",
  "displayMessage",
  "legacyEventType",
  "outcome",
  "published",
  "securityContext",
  "target",
  "transaction",
  "uuid",
]);

// Members that hold events, most certain first: EventBridge, HEC, Elasticsearch, Splunk, event hooks behind an API
// gateway, pages of APIs and archives, log shippers.
const HOLDERS: readonly string[] = [
  "detail",
  "event",
  "_source",
  "result",
  "_raw",
  "raw",
  "body",
  "data",
  "events",
  "hits",
  "Records",
  "records",
  "results",
  "logEvents",
  "logs",
  "items",
  "value",
  "original",
  "message",
  "Message",
];

const LONGEST_NAME = 24;
/** Wrappings within wrappings. */
const MAX_LAYERS = 8;

/**
 * Finds the events within one JSON value, whatever they are wrapped in (spec IN-30 to IN-39). A value that is
 * neither a wrapping nor like an event is given on as it is: the reader of events says what it lacks.
 */
export function unwrap(span: Span, sink: EventSink): void {
  unwrapLayer(span, sink, 0);
}

function unwrapLayer(span: Span, sink: EventSink, layer: number): void {
  const { bytes, start, end } = span;
  const first = bytes[start];
  if (layer > MAX_LAYERS) sink.reject("NL-INPUT-DEPTH", `More than ${MAX_LAYERS} wrappings lie around the record`);
  else if (first === 0x7b) unwrapObject(span, sink, layer);
  else if (first === 0x5b) {
    eachMember(bytes, span, (_keyStart, _keyEnd, from, to) => {
      unwrapLayer({ bytes, start: from, end: to }, sink, layer + 1);
      return true;
    });
  } else if (first === 0x22) unwrapText(span, sink, layer);
  else
    sink.reject("NL-INPUT-NOT-EVENT", `The value ${excerpt(bytes, start, end)} is no event; a JSON object is wanted`);
}

function unwrapObject(span: Span, sink: EventSink, layer: number): void {
  const { bytes, start, end } = span;
  let best = HOLDERS.length;
  let from = 0;
  let to = 0;
  let bare = false;
  eachMember(bytes, span, (keyStart, keyEnd, valueStart, valueEnd) => {
    const key = nameOf(bytes, keyStart, keyEnd);
    if (TELLING.has(key)) {
      bare = true;
      return false;
    }
    const rank = HOLDERS.indexOf(key);
    if (rank >= 0 && rank < best && canHold(bytes, valueStart, valueEnd)) {
      best = rank;
      from = valueStart;
      to = valueEnd;
    }
    return true;
  });
  if (bare || best === HOLDERS.length) sink.event(start, end);
  else unwrapLayer({ bytes, start: from, end: to }, sink, layer + 1);
}

function unwrapText({ bytes, start, end }: Span, sink: EventSink, layer: number): void {
  const text = textAt(bytes, start, end);
  if (text === undefined) {
    sink.reject("NL-INPUT-NOT-EVENT", `The text ${excerpt(bytes, start, end)} is not well-formed JSON`);
    return;
  }
  const inner = Buffer.from(text.trim());
  unwrapMade(inner, sink, layer + 1);
}

/** Finds the events within JSON that was taken out of a text, for example a column of a CSV. */
export function unwrapMade(json: Uint8Array, sink: EventSink, layer = 0): void {
  unwrapLayer(
    { bytes: json, start: skipBlank(json, 0, json.length), end: json.length },
    {
      event: (start, end) => sink.made(json.subarray(start, end)),
      made: (inner) => sink.made(inner),
      reject: (code, reason) => sink.reject(code, reason),
    },
    layer,
  );
}

/** The place of a list of events within a wrapping of which only the beginning is there. */
export interface OpenList {
  /** First byte within the list. */
  readonly at: number;
  /** Objects around it. */
  readonly depth: number;
}

/**
 * Where a list of events begins within a wrapping that is too long to be held, of which the bytes are the beginning.
 * `undefined` when it is no wrapping.
 */
export function openList({ bytes, start, end }: Span): OpenList | undefined {
  let at = start;
  for (let depth = 0; depth <= MAX_LAYERS; depth++) {
    if (bytes[at] === 0x5b) return { at: at + 1, depth };
    if (bytes[at] !== 0x7b) return undefined;
    let inner: number | undefined;
    // One byte more than there is, since the walk leaves out the closing brace.
    eachMember(bytes, { start: at, end: end + 1 }, (keyStart, keyEnd, valueStart, valueEnd) => {
      const key = nameOf(bytes, keyStart, keyEnd);
      if (TELLING.has(key)) return false;
      const first = bytes[valueStart];
      if (!HOLDERS.includes(key) || (first !== 0x7b && first !== 0x5b)) return valueEnd < end;
      inner = valueStart;
      return false;
    });
    if (inner === undefined) return undefined;
    at = inner;
  }
  return undefined;
}

/**
 * The first bytes of a bare event, up to its first name, when that name alone shows that it is one: a line that
 * begins alike needs no second look.
 */
export function tellingPrefix({ bytes, start, end }: Span): Uint8Array | undefined {
  let prefix: Uint8Array | undefined;
  eachMember(bytes, { start, end }, (keyStart, keyEnd) => {
    if (TELLING.has(nameOf(bytes, keyStart, keyEnd))) prefix = bytes.slice(start, keyEnd + 1);
    return false;
  });
  return prefix;
}

/** Whether a value can hold events: an object, a list, or a text that begins like one. */
function canHold(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start];
  if (first === 0x7b || first === 0x5b) return true;
  if (first !== 0x22) return false;
  const inside = skipBlank(bytes, start + 1, end);
  return bytes[inside] === 0x7b || bytes[inside] === 0x5b;
}

function textAt(bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    const value: unknown = JSON.parse(slice(bytes, start, end, "utf8"));
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

function nameOf(bytes: Uint8Array, start: number, end: number): string {
  return end - start > LONGEST_NAME ? "" : slice(bytes, start, end, "latin1");
}

function excerpt(bytes: Uint8Array, start: number, end: number): string {
  const shown = slice(bytes, start, Math.min(end, start + 40), "utf8");
  return JSON.stringify(end - start > 40 ? `${shown}…` : shown);
}

function slice(bytes: Uint8Array, start: number, end: number, encoding: "latin1" | "utf8"): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString(encoding);
}
