import { type Envelope, TIME_BOUNDS } from "@nightlatch/core";
import { cutBytes, type RecordBatch, type Rejection } from "../connect/files/index.ts";
import {
  ChunkReader,
  envelopeOfRow,
  hitsOf,
  type ReadChunk,
  type RecordJudge,
  type RuleHit,
} from "../pipeline/index.ts";

/** A record of a page that is an event: its reading, what rules found in it, and its exact bytes. */
export interface IncomingEvent {
  readonly envelope: Envelope;
  readonly hits: readonly RuleHit[];
  readonly raw: Uint8Array;
}

/** A record of a page that is none. It is kept, because it may be the one that counts. */
export interface RefusedRecord {
  readonly code: string;
  readonly reason: string;
  readonly raw: Uint8Array;
}

export interface IncomingPage {
  readonly events: readonly IncomingEvent[];
  readonly refused: readonly RefusedRecord[];
}

/** Reads pages of records for one tenant, each record once, judged while its bytes are at hand. */
export class PageReader {
  readonly #tenant: string;
  readonly #reader: ChunkReader;

  constructor(tenant: string, judge: RecordJudge) {
    this.#tenant = tenant;
    this.#reader = new ChunkReader(judge, TIME_BOUNDS);
  }

  /** Reads a page. `name` says where it came from. Nothing is thrown for what is in it. */
  read(name: string, bytes: Uint8Array): IncomingPage {
    const events: IncomingEvent[] = [];
    const refused: RefusedRecord[] = [];
    const reject = ({ code, reason }: { readonly code: string; readonly reason: string }): void => {
      refused.push({ code, reason, raw: bytes });
    };
    for (const batch of cutBytes(name, bytes, reject)) {
      const part = this.readBatch(batch, () => undefined);
      events.push(...part.events);
      refused.push(...part.refused);
    }
    return { events, refused };
  }

  /** Reads records that were cut already. `reject` is told the place of each that is no event. */
  readBatch(batch: RecordBatch, reject: (rejection: Rejection) => void): IncomingPage {
    const events: IncomingEvent[] = [];
    const refused: RefusedRecord[] = [];
    const whole = this.#reader.read(batch);
    // Records that were put together, or are no events, are looked at one by one: then each has its own bytes.
    const alone = batch.synthetic || whole.problems.length > 0;
    for (const [part, { rows, problems }] of alone ? this.#singly(batch) : [[batch, whole] as const]) {
      for (let row = 0; row < rows.count; row++) {
        const envelope = envelopeOfRow({ rows, row }, this.#tenant);
        const { offset, length } = envelope.at;
        const raw = alone ? part.bytes : part.bytes.subarray(offset - part.base, offset - part.base + length);
        events.push({ envelope, hits: hitsOf({ rows, row }), raw });
      }
      for (const { code, reason, line } of problems) {
        refused.push({ code, reason, raw: part.bytes });
        reject({ file: batch.file, line, code, reason });
      }
    }
    return { events, refused };
  }

  *#singly(batch: RecordBatch): Generator<readonly [RecordBatch, ReadChunk]> {
    const { bytes } = batch;
    const ends = batch.spans ?? linesOf(batch);
    for (let n = 0; n < ends.length; n += 3) {
      const record = bytes.subarray(ends[n], ends[n + 1]);
      const one = {
        ...batch,
        bytes: record,
        base: 0,
        spans: Int32Array.of(0, record.length, ends[n + 2] ?? 0),
        origins: undefined,
      };
      yield [one, this.#reader.read(one)];
    }
  }
}

/** Spans of the lines of a batch that has a record in every line; blank ones are none. */
function linesOf({ bytes, line }: RecordBatch): readonly number[] {
  const spans: number[] = [];
  let start = 0;
  for (let at = line; start < bytes.length; at++) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    if (bytes.subarray(start, end).some((byte) => byte > SPACE)) spans.push(start, end, at);
    start = end + 1;
  }
  return spans;
}

const NEWLINE = 0x0a;
const SPACE = 0x20;
