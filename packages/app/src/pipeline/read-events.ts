import { type Envelope, TIME_BOUNDS, type TimeBounds } from "@nightlatch/core";
import type { RecordBatch, Rejection } from "../connect/files/record.ts";
import { Dedupe } from "./dedupe.ts";
import { envelopeOfRow, type RowRef } from "./event-rows.ts";
import { hitsOf } from "./hits.ts";
import type { JudgeSource, RuleHit } from "./judge.ts";
import { OutOfOrderError, Reorder } from "./order.ts";
import { type ReadAnswer, readChunks } from "./read-chunks.ts";
import { ExternalSort, type SortBounds } from "./sort.ts";

/** An event in its place, and what rules found in its record. */
export interface OrderedEvent {
  readonly envelope: Envelope;
  readonly hits: readonly RuleHit[];
}

/** What was read so far. */
export interface Counters {
  /** Bytes of decoded input. */
  readonly bytes: number;
  readonly records: number;
  readonly rejected: number;
  readonly events: number;
  readonly repeats: number;
}

/** How events are read. */
export interface ReadEventsOptions {
  readonly tenant: string;
  /** Threads beside the main one; 0 (the default) reads in the main thread. */
  readonly workers?: number;
  readonly judge?: JudgeSource | undefined;
  readonly bounds?: TimeBounds;
  /** Called for each record that is no event, or contradicts another. */
  readonly reject: (rejection: Rejection) => void;
  readonly progress?: (counters: Counters) => void;
  /**
   * The log is not in order, so reading begins again, sorting everything: forget all events and rejections so far.
   * Without it the input can be read only once, and is sorted from the start.
   */
  readonly restart?: () => void;
  /** Events that wait for a later one to be put before them. */
  readonly window?: number;
  readonly sort?: SortBounds;
}

/**
 * Reads events in the order of their time, each once, whatever their order and repetition in the input, in batches.
 * `open` gives the records from the beginning each time it is called (spec PL-1 to PL-22).
 */
export async function* readEvents(
  open: () => AsyncIterable<RecordBatch>,
  options: ReadEventsOptions,
): AsyncGenerator<readonly OrderedEvent[]> {
  if (options.restart !== undefined) {
    try {
      yield* new Reading(options).windowed(open());
      return;
    } catch (error) {
      if (!(error instanceof OutOfOrderError)) throw error;
      options.restart();
    }
  }
  yield* new Reading(options).sorted(open());
}

/** Events that are made at a time: few enough that they are done with before memory is cleared up. */
const BATCH = 64;

/** One pass over the input. */
class Reading {
  readonly #options: ReadEventsOptions;
  readonly #dedupe: Dedupe;
  #bytes = 0;
  #records = 0;
  #rejected = 0;
  #events = 0;

  constructor(options: ReadEventsOptions) {
    this.#options = options;
    this.#dedupe = new Dedupe((rejection) => this.#reject(rejection));
  }

  async *windowed(batches: AsyncIterable<RecordBatch>): AsyncGenerator<readonly OrderedEvent[]> {
    const order = new Reorder(this.#options.window);
    for await (const answer of this.#read(batches)) {
      for (const refs of order.add(answer.read.rows)) yield* this.#pass(refs);
      this.#tell();
    }
    for (const refs of order.end()) yield* this.#pass(refs);
    yield* this.#last();
  }

  async *sorted(batches: AsyncIterable<RecordBatch>): AsyncGenerator<readonly OrderedEvent[]> {
    const sort = new ExternalSort(this.#options.sort);
    try {
      for await (const answer of this.#read(batches)) {
        sort.add(answer.read.rows);
        this.#tell();
      }
      for (const refs of sort.end()) {
        yield* this.#pass(refs);
        this.#tell();
      }
      yield* this.#last();
    } finally {
      sort.close();
    }
  }

  async *#read(batches: AsyncIterable<RecordBatch>): AsyncGenerator<ReadAnswer> {
    const { judge, bounds = TIME_BOUNDS, workers = 0 } = this.#options;
    for await (const answer of readChunks(batches, { judge, bounds, workers })) {
      const { rows, problems } = answer.read;
      this.#bytes += answer.bytes;
      this.#records += rows.count + problems.length;
      for (const { line, code, reason } of problems) this.#reject({ file: answer.file, line, code, reason });
      yield answer;
    }
  }

  #pass(refs: readonly RowRef[]): Generator<readonly OrderedEvent[]> {
    return this.#made(this.#dedupe.pass(refs));
  }

  *#last(): Generator<readonly OrderedEvent[]> {
    yield* this.#made(this.#dedupe.end());
    this.#tell();
  }

  *#made(refs: readonly RowRef[]): Generator<readonly OrderedEvent[]> {
    const { tenant } = this.#options;
    this.#events += refs.length;
    for (let from = 0; from < refs.length; from += BATCH)
      yield refs.slice(from, from + BATCH).map((ref) => ({ envelope: envelopeOfRow(ref, tenant), hits: hitsOf(ref) }));
  }

  #reject(rejection: Rejection): void {
    this.#rejected++;
    this.#options.reject(rejection);
  }

  #tell(): void {
    this.#options.progress?.({
      bytes: this.#bytes,
      records: this.#records,
      rejected: this.#rejected,
      events: this.#events,
      repeats: this.#dedupe.repeats,
    });
  }
}
