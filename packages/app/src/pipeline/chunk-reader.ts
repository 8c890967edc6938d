import { BOUNDS, NUMBERS, type Problem, RowReader, type Source, type TimeBounds, type Told } from "@nightlatch/core";
import type { RecordBatch } from "../connect/files/record.ts";
import { type EventRows, PLACE } from "./event-rows.ts";
import type { RecordJudge, RuleHit, Verdict } from "./judge.ts";

/** Records as they are read, and what was wrong with some. */
export interface ReadChunk {
  readonly rows: EventRows;
  readonly problems: readonly (Problem & { readonly line: number })[];
}

/** The part of a record batch that reading needs. */
export type Chunk = Pick<RecordBatch, "file" | "bytes" | "base" | "line" | "spans" | "origins">;

const NEWLINE = 0x0a;
/** Verdicts that are told apart before numbering begins anew. */
const MOST_VERDICTS = 512;

/** Reads chunks of records into rows, and has each record judged while its bytes are at hand. */
export class ChunkReader {
  readonly #reader: RowReader;
  readonly #judge: RecordJudge;
  /** Number of each path that the judge wants. */
  readonly #wanted: ReadonlyMap<string, number>;
  #places = new Int32Array(1024 * PLACE);
  #offsets = new Float64Array(1024);
  readonly #sources: ReadonlyMap<string, Source>;
  /** What was found so far, each verdict once; and for the chunk at hand which row has which. */
  #verdicts: Verdict[] = [];
  readonly #numbers = new Map<Verdict, number>();
  #found = new Int32Array(1024);
  #more = new Map<number, RuleHit["values"]>();
  #problems: (Problem & { readonly line: number })[] = [];
  // The record being judged: fields, so that no closure is made for every record.
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;

  constructor(judge: RecordJudge, bounds: TimeBounds) {
    this.#judge = judge;
    this.#reader = new RowReader({ decode, bounds, further: judge.wanted });
    this.#wanted = new Map(judge.wanted.map((path, n) => [path, n]));
    this.#sources = new Map(judge.wanted.flatMap((path, n) => [[path, this.#reader.source(n)]]));
  }

  /** Reads every record of a chunk. The answer's tables are its own; its strings grow with later chunks. */
  read(chunk: Chunk): ReadChunk {
    this.#reader.renew();
    this.#more = new Map();
    this.#forgetVerdicts();
    this.#problems = [];
    this.#bytes = chunk.bytes;
    if (chunk.spans === undefined) this.#lines(chunk);
    else this.#spans(chunk, chunk.spans);
    const { count, strings, own, width, texts, numbers, bounds, items } = this.#reader.table;
    const rows = {
      count,
      strings,
      own,
      width,
      texts: texts.slice(0, count * width),
      numbers: numbers.slice(0, count * NUMBERS),
      bounds: bounds.slice(0, count * BOUNDS),
      items: items.slice(0, count === 0 ? 0 : (bounds[count * BOUNDS - 1] ?? 0)),
      files: [chunk.file],
      places: this.#places.slice(0, count * PLACE),
      offsets: this.#offsets.slice(0, count),
      judged: {
        found: this.#found.slice(0, count),
        verdicts: this.#verdicts,
        sources: this.#sources,
        more: this.#more,
      },
    };
    return { rows, problems: this.#problems };
  }

  #lines({ bytes, base, line }: Chunk): void {
    let start = 0;
    for (let at = line; start < bytes.length; at++) {
      const found = bytes.indexOf(NEWLINE, start);
      const end = found < 0 ? bytes.length : found;
      if (!isBlank(bytes, start, end))
        this.#record(start, end, { line: at, offset: base + start, length: end - start });
      start = end + 1;
    }
  }

  #spans({ base, origins }: Chunk, spans: Int32Array): void {
    for (let n = 0; n < spans.length; n += 3) {
      const start = spans[n] ?? 0;
      const end = spans[n + 1] ?? 0;
      const pair = (n / 3) * 2;
      this.#record(start, end, {
        line: spans[n + 2] ?? 0,
        offset: origins?.[pair] ?? base + start,
        length: origins?.[pair + 1] ?? end - start,
      });
    }
  }

  #record(start: number, end: number, place: Place): void {
    const problem = this.#reader.read(this.#bytes, start, end);
    if (problem !== undefined) {
      this.#problems.push({ ...problem, line: place.line });
      return;
    }
    const row = this.#reader.table.count - 1;
    if (row >= this.#offsets.length) this.#grow();
    this.#places[row * PLACE] = 0;
    this.#places[row * PLACE + 1] = place.line;
    this.#places[row * PLACE + 2] = place.length;
    this.#offsets[row] = place.offset;
    this.#start = start;
    this.#end = end;
    this.#found[row] = this.#numberOf(this.#judge.judge(this.#text, this.#parse), row);
  }

  /** The number of a verdict, 0 for none; and the values that the row does not tell are kept. */
  #numberOf(verdict: Verdict, row: number): number {
    if (verdict.rules.length === 0) return 0;
    let more: Record<string, readonly string[]> | undefined;
    for (const field of verdict.fields)
      if (this.#text(field) === undefined) (more ??= {})[field] = this.#judge.values(field, this.#parse());
    if (more !== undefined) this.#more.set(row, more);
    let number = this.#numbers.get(verdict);
    if (number === undefined) this.#numbers.set(verdict, (number = this.#verdicts.push(verdict)));
    return number;
  }

  /** Records of a hostile log could have ever new ones. Tables that were given out keep theirs. */
  #forgetVerdicts(): void {
    if (this.#verdicts.length < MOST_VERDICTS) return;
    this.#verdicts = [];
    this.#numbers.clear();
  }

  readonly #text = (path: string): Told => this.#reader.text(this.#wanted.get(path) ?? -1);

  readonly #parse = (): unknown =>
    this.#reader.parsed ?? (JSON.parse(decode(this.#bytes, this.#start, this.#end)) as unknown);

  #grow(): void {
    const places = new Int32Array(this.#places.length * 2);
    places.set(this.#places);
    this.#places = places;
    const offsets = new Float64Array(this.#offsets.length * 2);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
    const found = new Int32Array(this.#found.length * 2);
    found.set(this.#found);
    this.#found = found;
  }
}

interface Place {
  readonly line: number;
  readonly offset: number;
  readonly length: number;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let p = start; p < end; p++) {
    const c = bytes[p] ?? 0;
    if (c !== 0x20 && c !== 0x0d && c !== 0x09) return false;
  }
  return true;
}

function decode(bytes: Uint8Array, start: number, end: number): string {
  // The method that Buffer inherits to every Uint8Array it is called on: a Buffer around the bytes costs more than
  // reading most texts.
  return utf8Slice.call(bytes, start, end);
}

const { utf8Slice } = Buffer.prototype as unknown as {
  readonly utf8Slice: (this: Uint8Array, start: number, end: number) => string;
};
