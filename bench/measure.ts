/** One measurement, in a process of its own, so that its memory is its own: prints `Measured` as JSON. */
import "../packages/app/src/lean-heap.ts";
import { closeSync, openSync, readSync } from "node:fs";
import { readFileSync } from "node:fs";
import { createFastReader, createNetworkOf, SessionEngine } from "@nightlatch/core";
import type { RecordBatch } from "../packages/app/src/connect/files/record.ts";
import { readNetworks } from "../packages/app/src/config/networks.ts";
import { readEvents } from "../packages/app/src/pipeline/index.ts";

import { wholeScan } from "./whole-scan.ts";

export interface Measured {
  readonly events: number;
  readonly seconds: number;
  /** Seconds of processor time, of all threads together. */
  readonly processor: number;
  /** The same of the main thread alone. */
  readonly main: number;
  /** Peak resident bytes. */
  readonly rss: number;
  readonly note: string;
}

const CHUNK = 2 * 1024 * 1024;
const NETWORKS = new URL("../content/fields/networks.yml", import.meta.url);
const NEWLINE = 0x0a;

/** Whole lines of a file, about a chunk at a time, with where they begin. */
function* chunks(file: string): Generator<RecordBatch> {
  const input = openSync(file, "r");
  let rest: Buffer = Buffer.alloc(0);
  let base = 0;
  let line = 1;
  for (;;) {
    const buffer = Buffer.allocUnsafe(rest.length + CHUNK);
    rest.copy(buffer);
    const read = readSync(input, buffer, rest.length, CHUNK, null);
    const filled = buffer.subarray(0, rest.length + read);
    const end = read === 0 ? filled.length : filled.lastIndexOf(NEWLINE) + 1;
    const bytes = filled.subarray(0, end);
    if (bytes.length > 0)
      yield { source: file, file, bytes, base, line, spans: undefined, synthetic: false, origins: undefined };
    if (read === 0) break;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) line++;
    base += end;
    rest = filled.subarray(end);
  }
  closeSync(input);
}

async function* asyncChunks(file: string): AsyncGenerator<RecordBatch> {
  yield* chunks(file);
}

/** Read, split, decode, parse: what any program does first. */
function bareParse(file: string): number {
  let events = 0;
  for (const { bytes } of chunks(file)) {
    const buffer = bytes as Buffer;
    for (let start = 0; start < buffer.length; events++) {
      const end = buffer.indexOf(NEWLINE, start);
      JSON.parse(buffer.toString("utf8", start, end));
      start = end + 1;
    }
  }
  return events;
}

/** The fast reader alone: every record to an envelope, which is let go. */
function readAlone(file: string): number {
  const { utf8Slice } = Buffer.prototype as unknown as {
    utf8Slice: (this: Uint8Array, start: number, end: number) => string;
  };
  const reader = createFastReader((bytes, start, end) => utf8Slice.call(bytes, start, end));
  let events = 0;
  for (const { bytes, base } of chunks(file)) {
    for (let start = 0; start < bytes.length; events++) {
      const end = bytes.indexOf(NEWLINE, start);
      const at = { file, line: events, offset: base + start, length: end - start };
      if (reader.read(bytes, { start, end }, { tenant: "bench", at }) === undefined) throw new Error("Not read");
      start = end + 1;
    }
  }
  return events;
}

/** The pipeline without detectors: events in order, each once. */
async function pipeline(file: string, workers: number): Promise<number> {
  let events = 0;
  const options = { tenant: "bench", workers, reject: () => undefined, restart: () => (events = 0) };
  for await (const batch of readEvents(() => asyncChunks(file), options)) events += batch.length;
  return events;
}

/** The pipeline and the session engine, without rules. */
async function sessions(file: string, workers: number): Promise<number> {
  const table = { file: "networks.yml", text: readFileSync(NETWORKS, "utf8") };
  let engine = new SessionEngine({ networkOf: createNetworkOf(readNetworks(table)) });
  let events = 0;
  const restart = (): void => {
    engine = new SessionEngine({ networkOf: createNetworkOf(readNetworks(table)) });
    events = 0;
  };
  const options = { tenant: "bench", workers, reject: () => undefined, restart };
  for await (const batch of readEvents(() => asyncChunks(file), options)) {
    for (const { envelope } of batch) engine.observe(envelope);
    events += batch.length;
  }
  note = `${engine.sessions} sessions, ${engine.findings().length} findings`;
  return events;
}

let note = "";
const [, , measure = "", file = "", ...rules] = process.argv;
const before = process.cpuUsage();
const beforeMain = process.threadCpuUsage();
const started = performance.now();
const events = await measured(measure);
const seconds = (performance.now() - started) / 1000;
const processor = secondsOf(process.cpuUsage(before));
const main = secondsOf(process.threadCpuUsage(beforeMain));
const answer: Measured = { events, seconds, processor, main, rss: process.resourceUsage().maxRSS * 1024, note };
console.log(JSON.stringify(answer));

async function measured(name: string): Promise<number> {
  const [what, workers] = name.split("-");
  if (what === "parse") return bareParse(file);
  if (what === "read") return readAlone(file);
  if (what === "sessions") return sessions(file, Number(workers));
  if (what === "events") return pipeline(file, Number(workers));
  const { events: scanned, loading, answer: said } = await wholeScan(file, Number(workers), rules);
  note = rules.length === 0 ? said : `${said}; rules loaded in ${loading.toFixed(1)} s`;
  return scanned;
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}
