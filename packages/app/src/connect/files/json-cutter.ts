import { BatchBuilder } from "./batch-builder.ts";
import type { InputFile } from "./find-files.ts";
import { countLines, isBlank } from "./json-bytes.ts";
import { MAX_DEPTH, MAX_RECORD, type ReadOptions, type RecordBatch } from "./record.ts";
import { giveBack } from "./give-back.ts";
import { ValueScanner } from "./value-scanner.ts";
import { openList, tellingPrefix, unwrap } from "./wrapping.ts";

const NEWLINE = 0x0a;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const NUL = 0x00;
const RECORD_SEPARATOR = 0x1e;

/** What is done with the bytes at hand: between values, within one, or past something that was rejected. */
type Mode = "between" | "value" | "skip-value" | "skip-scalar" | "skip-line";

/**
 * Cuts decoded JSON into records: values one after another, on lines of their own or not, within lists or not, wrapped
 * or not. Brackets of lists, commas and blank space between values are passed over, so a list of any length is read
 * like lines, and one that lacks its end loses nothing.
 *
 * Lines that begin like an event seen before are not looked into: they leave as whole lines (spec IN-20).
 */
export class JsonCutter {
  readonly #file: string;
  readonly #options: ReadOptions;
  readonly #longest: number;
  readonly #builder: BatchBuilder;
  readonly #scanner = new ValueScanner();
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #base = 0;
  #line = 1;
  #mode: Mode = "between";
  #value = 0;
  #lists = 0;
  #deepLists = false;
  #wrapper: { readonly lists: number; readonly depth: number } | undefined;
  #prefix: Uint8Array | undefined;
  /** Nothing but a line break stands before `#at`. */
  #fresh = true;
  /** The line at `#at` looks like an event, and its end has not come. */
  #waiting = false;

  constructor(input: InputFile, options: ReadOptions) {
    this.#file = input.file;
    this.#options = options;
    this.#longest = options.maxRecord ?? MAX_RECORD;
    this.#builder = new BatchBuilder(input);
  }

  /** The line reached. */
  get line(): number {
    return this.#line;
  }

  /** Takes the next bytes of the input and gives out the records that end in them. */
  *push(chunk: Buffer): Generator<RecordBatch> {
    const kept = this.#keepFrom();
    if (this.#mode === "value") this.#value -= kept;
    this.#scanner.position -= kept;
    this.#at -= kept;
    this.#base += kept;
    const before = this.#bytes;
    const joins = kept < before.length;
    this.#bytes = joins ? Buffer.concat([before.subarray(kept), chunk]) : chunk;
    if (this.#options.spend === true) {
      giveBack(before);
      if (joins) giveBack(chunk);
    }
    const line = this.#line;
    this.#waiting = false;
    yield* this.#run(line);
    yield* this.#builder.take(this.#bytes, this.#base, line);
  }

  /** The input has ended; `damaged` when that was said already. */
  *finish(damaged: boolean): Generator<RecordBatch> {
    if (this.#waiting) {
      this.#prefix = undefined;
      this.#waiting = false;
      const line = this.#line;
      yield* this.#run(line);
      yield* this.#builder.take(this.#bytes, this.#base, line);
    }
    if (damaged) return;
    if (this.#mode === "value") this.#reject("NL-INPUT-TRUNCATED", "The input ends in the middle of a record");
    else if (this.#lists > 0) this.#reject("NL-INPUT-TRUNCATED", 'The input ends before its list does; "]" is wanted');
  }

  *#run(line: number): Generator<RecordBatch> {
    while (this.#at < this.#bytes.length && !this.#waiting) {
      yield* this.#step(line);
      if (this.#mode === "value" && this.#scanner.position === this.#bytes.length) return;
    }
  }

  // A value is kept until it ends; of one that is skipped the last byte, which may begin the line after it.
  #keepFrom(): number {
    if (this.#mode === "value") return this.#value;
    if (this.#mode === "skip-value") return Math.max(0, this.#bytes.length - 1);
    return this.#at;
  }

  *#step(line: number): Generator<RecordBatch> {
    switch (this.#mode) {
      case "between":
        yield* this.#between(line);
        return;
      case "value":
        this.#scanValue();
        return;
      case "skip-value":
        this.#skipValue();
        return;
      case "skip-line":
      case "skip-scalar":
        this.#skipOver();
        return;
      default:
        this.#mode satisfies never;
    }
  }

  *#between(line: number): Generator<RecordBatch> {
    const bytes = this.#bytes;
    for (; this.#at < bytes.length; this.#at++) {
      const byte = bytes[this.#at] ?? 0;
      if (byte === NEWLINE) {
        this.#line++;
        this.#fresh = true;
        continue;
      }
      if (byte === OPEN) this.#openList();
      else if (byte === CLOSE && this.#lists > 0) {
        if (this.#closeList()) return;
      } else if (byte !== COMMA && byte !== RECORD_SEPARATOR && !isBlank(byte)) break;
      this.#fresh = false;
    }
    if (this.#at >= bytes.length) return;
    const byte = bytes[this.#at];
    if (byte === 0x7b && this.#fresh) {
      const run = this.#bareLines();
      if (run.end > this.#at) {
        yield* this.#builder.take(bytes, this.#base, line);
        yield this.#builder.lines(bytes.subarray(this.#at, run.end), this.#base + this.#at, this.#line);
        this.#at = run.end;
        this.#line += run.lines;
        return;
      }
      if (this.#waiting) return;
    }
    if (byte === 0x7b || byte === 0x22) {
      this.#mode = "value";
      this.#value = this.#at;
      this.#scanner.begin(this.#at);
    } else if (byte === NUL) this.#skipNuls();
    else this.#stray();
  }

  #openList(): void {
    if (++this.#lists <= MAX_DEPTH || this.#deepLists) return;
    this.#deepLists = true;
    this.#reject("NL-INPUT-DEPTH", `More than ${MAX_DEPTH} lists lie within each other`);
  }

  // True when the list was that of a wrapping too long to be held: what is left of the wrapping is passed over.
  #closeList(): boolean {
    this.#lists--;
    if (this.#wrapper === undefined || this.#lists !== this.#wrapper.lists) return false;
    this.#at++;
    this.#mode = "skip-value";
    this.#scanner.begin(this.#at, this.#wrapper.depth);
    this.#wrapper = undefined;
    return true;
  }

  // Lines that begin like an event and end like one. Whether the last one does may not be known yet.
  #bareLines(): { readonly end: number; readonly lines: number } {
    const bytes = this.#bytes;
    const prefix = this.#prefix;
    let end = this.#at;
    let lines = 0;
    if (prefix === undefined) return { end, lines };
    while (beginsWith(bytes, end, prefix)) {
      const newline = bytes.indexOf(NEWLINE, end);
      if (newline < 0) {
        this.#waiting = lines === 0 && bytes.length - end <= this.#longest;
        break;
      }
      if (newline - end > this.#longest) break;
      const last = bytes[newline - 1] === 0x0d ? bytes[newline - 2] : bytes[newline - 1];
      if (last !== 0x7d) break;
      end = newline + 1;
      lines++;
    }
    return { end, lines };
  }

  #scanValue(): void {
    const stop = this.#scanner.scan(this.#bytes);
    const end = this.#scanner.position;
    const length = end - this.#value;
    if (stop === "more" && length <= this.#longest) return;
    if (length > this.#longest) {
      if (this.#enterWrapping()) return;
      this.#reject("NL-INPUT-LINE-TOO-LONG", `A record is longer than ${this.#longest} bytes; it was passed over`);
      if (stop === "more") {
        this.#mode = "skip-value";
        this.#at = end;
        return;
      }
    } else if (stop === "cut")
      this.#reject("NL-INPUT-CUT", "A record does not end before the next line begins; it was passed over");
    else if (this.#scanner.tooDeep)
      this.#reject("NL-INPUT-DEPTH", `A record is nested deeper than ${MAX_DEPTH} levels; it was passed over`);
    else this.#unwrap(this.#value, end);
    this.#leave();
  }

  #skipValue(): void {
    if (this.#scanner.scan(this.#bytes) === "more") this.#at = this.#bytes.length;
    else this.#leave();
  }

  #leave(): void {
    this.#mode = "between";
    this.#fresh = false;
    this.#at = this.#scanner.position;
    this.#line += this.#scanner.lines;
  }

  #unwrap(start: number, end: number): void {
    const bytes = this.#bytes;
    const line = this.#line;
    unwrap(
      { bytes, start, end },
      {
        event: (from, to) => {
          if (from === start && this.#prefix === undefined) this.#prefix = tellingPrefix({ bytes, start, end });
          this.#builder.add(from, to, from === start ? line : line + countLines(bytes, start, from));
        },
        made: (json) => this.#builder.make(json, { line, offset: this.#base + start, length: end - start }),
        reject: (code, reason) => this.#reject(code, reason),
      },
    );
  }

  // A page of events longer than any record may be: its list is read like one at the top.
  #enterWrapping(): boolean {
    if (this.#wrapper !== undefined) return false;
    const list = openList({ bytes: this.#bytes, start: this.#value, end: this.#value + this.#longest });
    if (list === undefined) return false;
    this.#wrapper = { lists: this.#lists, depth: list.depth };
    this.#lists++;
    this.#line += countLines(this.#bytes, this.#value, list.at);
    this.#at = list.at;
    this.#mode = "between";
    return true;
  }

  #skipNuls(): void {
    const start = this.#at;
    while (this.#bytes[this.#at] === NUL) this.#at++;
    this.#fresh = false;
    this.#reject("NL-INPUT-NUL", `${this.#at - start} zero bytes stand between records; they were passed over`);
  }

  #stray(): void {
    const shown = this.#bytes.toString("utf8", this.#at, Math.min(this.#bytes.length, this.#at + 40)).split("\n")[0];
    this.#reject("NL-INPUT-NOT-JSON", `Here stands ${JSON.stringify(shown)}; a JSON object is wanted`);
    this.#mode = this.#lists > 0 ? "skip-scalar" : "skip-line";
  }

  #skipOver(): void {
    const inList = this.#mode === "skip-scalar";
    for (; this.#at < this.#bytes.length; this.#at++) {
      const byte = this.#bytes[this.#at];
      if (byte !== NEWLINE && !(inList && (byte === COMMA || byte === CLOSE))) continue;
      this.#mode = "between";
      return;
    }
  }

  #reject(code: string, reason: string): void {
    this.#options.reject({ file: this.#file, line: this.#line, code, reason });
  }
}

function beginsWith(bytes: Uint8Array, at: number, prefix: Uint8Array): boolean {
  const length = Math.min(prefix.length, bytes.length - at);
  for (let n = 0; n < length; n++) if (bytes[at + n] !== prefix[n]) return false;
  return length > 0;
}
