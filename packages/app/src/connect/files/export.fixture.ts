import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { readRecords, type ReadOptions, type RecordBatch, type Rejection } from "./index.ts";

/** A small System Log record for tests of the way in. */
export interface SmallEvent {
  readonly uuid: string;
  readonly published: string;
  readonly eventType: string;
  readonly actor: { readonly alternateId: string; readonly displayName: string };
  readonly target: readonly { readonly id: string }[] | null;
}

export const smallEvent: fc.Arbitrary<SmallEvent> = fc.record({
  uuid: fc.uuid(),
  published: fc.constant("2023-10-18T10:00:00.000Z"),
  eventType: fc.constantFrom("user.session.start", "user.session.access_admin_app"),
  actor: fc.record({
    alternateId: fc.constant("jo@example.com"),
    displayName: fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => `${text}"\\{[é]}\n𝕁 `),
  }),
  target: fc.option(fc.array(fc.record({ id: fc.string({ maxLength: 4 }) }), { maxLength: 2 })),
});

/** A folder of its own for one test. */
export class Folder {
  readonly path: string = mkdtempSync(join(tmpdir(), "nightlatch-test-"));

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Everything that came of reading. */
export interface Outcome {
  readonly records: string[];
  readonly lines: number[];
  readonly batches: RecordBatch[];
  readonly rejections: Rejection[];
}

/** Reads to the end. */
export async function readAll(paths: readonly string[], options: Omit<ReadOptions, "reject"> = {}): Promise<Outcome> {
  const outcome: Outcome = { records: [], lines: [], batches: [], rejections: [] };
  for await (const batch of readRecords(paths, {
    ...options,
    reject: (rejection) => outcome.rejections.push(rejection),
  })) {
    outcome.batches.push(batch);
    for (const { text, line } of recordsOf(batch)) {
      outcome.records.push(text);
      outcome.lines.push(line);
    }
  }
  return outcome;
}

/** The records of a batch as text. */
function recordsOf(batch: RecordBatch): readonly { readonly text: string; readonly line: number }[] {
  const bytes = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.length);
  if (batch.spans === undefined) {
    const lines = bytes.toString("utf8").split("\n");
    if (lines.at(-1) === "") lines.pop();
    return lines.map((text, n) => ({ text, line: batch.line + n }));
  }
  const { spans } = batch;
  return Array.from({ length: spans.length / 3 }, (_, n) => ({
    text: bytes.toString("utf8", spans[n * 3] ?? 0, spans[n * 3 + 1] ?? 0),
    line: spans[n * 3 + 2] ?? 0,
  }));
}

/** Ways to write events to a disk. */
export const WRAPPINGS: Readonly<Record<string, (events: readonly object[]) => string>> = {
  "lines of bare events": (events) => lines(events),
  "a list": (events) => JSON.stringify(events),
  "a list over many lines": (events) => JSON.stringify(events, null, 2),
  "a list, one event a line": (events) => `[\n${events.map((event) => JSON.stringify(event)).join(",\n")}\n]\n`,
  "pages as lines": (events) => `${JSON.stringify(events.slice(0, 1))}\n${JSON.stringify(events.slice(1))}\n`,
  "objects over many lines": (events) => events.map((event) => JSON.stringify(event, null, "\t")).join("\n"),
  "objects without anything between": (events) =>
    events.map((event) => JSON.stringify({ version: "0", ...event })).join(""),
  EventBridge: (events) =>
    lines(events.map((detail) => ({ version: "0", id: "1", "detail-type": "SystemLog", region: "us-east-1", detail }))),
  HEC: (events) => lines(events.map((event) => ({ time: 1, host: "h", sourcetype: "s", event }))),
  "HEC as text": (events) => lines(events.map((event) => ({ time: 1, event: JSON.stringify(event) }))),
  "event hook": (events) =>
    JSON.stringify({ eventType: "com.okta.event_hook", source: "s", eventId: "e", data: { events }, eventTime: "t" }),
  "event hook behind a gateway": (events) =>
    lines(events.map((event) => ({ headers: { a: "b" }, body: JSON.stringify({ data: { events: [event] } }) }))),
  "Elasticsearch documents": (events) => lines(events.map((_source) => ({ _index: "okta", _id: "1", _source }))),
  "Elasticsearch answer": (events) =>
    JSON.stringify({ took: 1, hits: { total: 2, hits: events.map((_source) => ({ _id: "1", _source })) } }, null, 1),
  "Elastic original": (events) =>
    lines(events.map((event) => ({ "@timestamp": "t", event: { kind: "event", original: JSON.stringify(event) } }))),
  "Splunk export": (events) =>
    lines(events.map((event) => ({ preview: false, result: { _raw: JSON.stringify(event), "actor.id": "1" } }))),
  "a page of an API": (events) => JSON.stringify({ next: null, events, count: events.length }),
  "texts in a list": (events) => JSON.stringify(events.map((event) => JSON.stringify(event))),
  "a column of records": (events) =>
    `"_time","_raw"\r\n${events.map((event) => `"t","${JSON.stringify(event).replaceAll('"', '""')}"`).join("\r\n")}\r\n`,
};

/** Ways to write text as bytes. */
export const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  "UTF-8": (text) => Buffer.from(text),
  "UTF-8 with a mark": (text) => Buffer.from(`\ufeff${text}`),
  "UTF-16LE with a mark": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "UTF-16BE with a mark": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  CRLF: (text) => Buffer.from(text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n")),
};

/** Ways to pack bytes. */
export const PACKINGS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  plain: (bytes) => bytes,
  gzip: (bytes) => gzipSync(bytes),
  "gzip in two members": (bytes) => Buffer.concat(halves(bytes).map((half) => gzipSync(half))),
  zstd: (bytes) => zstdCompressSync(bytes),
  "zstd in two frames": (bytes) => Buffer.concat(halves(bytes).map((half) => zstdCompressSync(half))),
};

function halves(bytes: Buffer): readonly Buffer[] {
  const middle = bytes.length >> 1;
  return [bytes.subarray(0, middle), bytes.subarray(middle)];
}

function lines(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}
