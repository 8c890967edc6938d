import type { RecordBatch } from "./record.ts";
import type { InputFile } from "./find-files.ts";

/** Gathers the records of one stretch of bytes into batches. */
export class BatchBuilder {
  readonly #input: InputFile;
  #spans: number[] = [];
  #made: Uint8Array[] = [];
  #madeLines: number[] = [];
  #origins: number[] = [];

  constructor(input: InputFile) {
    this.#input = input;
  }

  /** A record that is these bytes of the stretch. */
  add(start: number, end: number, line: number): void {
    this.#spans.push(start, end, line);
  }

  /** A record that was put together from so many bytes at an offset of the decoded input. */
  make(json: Uint8Array, from: { readonly line: number; readonly offset: number; readonly length: number }): void {
    this.#made.push(json);
    this.#madeLines.push(from.line);
    this.#origins.push(from.offset, from.length);
  }

  /** How many records were put together and not yet taken. */
  get made(): number {
    return this.#made.length;
  }

  /** The records of the stretch so far, none twice. */
  *take(bytes: Uint8Array, base: number, line: number): Generator<RecordBatch> {
    if (this.#spans.length > 0) {
      const spans = Int32Array.from(this.#spans);
      this.#spans = [];
      yield { ...this.#name(), bytes, base, line, spans, synthetic: false, origins: undefined };
    }
    yield* this.takeMade();
  }

  /** The records that were put together, as NDJSON with a span each. */
  *takeMade(): Generator<RecordBatch> {
    const [line] = this.#madeLines;
    if (line === undefined) return;
    const spans = new Int32Array(this.#made.length * 3);
    let at = 0;
    for (const [n, json] of this.#made.entries()) {
      spans.set([at, at + json.length, this.#madeLines[n] ?? line], n * 3);
      at += json.length + 1;
    }
    const bytes = Buffer.concat(this.#made.flatMap((json) => [json, NEWLINE]));
    const origins = Float64Array.from(this.#origins);
    this.#made = [];
    this.#madeLines = [];
    this.#origins = [];
    yield { ...this.#name(), bytes, base: 0, line, spans, synthetic: true, origins };
  }

  /** Whole lines, each one record. */
  lines(bytes: Uint8Array, base: number, line: number): RecordBatch {
    return { ...this.#name(), bytes, base, line, spans: undefined, synthetic: false, origins: undefined };
  }

  #name(): { readonly source: string; readonly file: string } {
    return { source: this.#input.source, file: this.#input.file };
  }
}

const NEWLINE: Uint8Array = Buffer.from("\n");
