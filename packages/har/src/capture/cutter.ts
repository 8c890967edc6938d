import { binary, bytesOf } from "../encoding/binary.ts";
import { HarProblem, type ProblemCode } from "../problem.ts";
import { Tape, TOO_DEEP } from "../json/tape.ts";

/** One value of a capture that is judged by itself: an entry, a page, a member of `log`. */
export interface Unit {
  /** The member of `log` (or of the root) that it is, or is in: "entries", "pages", "creator"; "key" for an odd key. */
  readonly role: string;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly tape: Tape;
  /** Bytes of the input between which it stands. */
  readonly offset: number;
  readonly endOffset: number;
  /** Strings that were longer than the bound, and are replaced by `WITHHELD`. */
  readonly gaps: readonly Gap[];
}

/** A string that was taken out before anything was judged. */
export interface Gap {
  /** Bytes of the input that it took, without its quotes. */
  readonly from: number;
  readonly to: number;
}

/** Takes what a cutter cuts, in the order of the input. Bytes are only valid during the call. */
export interface Parts {
  readonly glue: (bytes: Uint8Array) => void;
  readonly unit: (unit: Unit) => void;
}

/** Bounds of one capture, in bytes. */
export interface Bounds {
  /** A longer string is withheld. */
  readonly string: number;
  /** An entry with more than this, after long strings are withheld, is refused. */
  readonly unit: number;
}

export const BOUNDS: Bounds = { string: 16 * 1024 * 1024, unit: 48 * 1024 * 1024 };

/** What stands in the place of a string that was too long to be judged. */
export const WITHHELD = "withheld: too long to be judged";

/** Larger chunks are taken in pieces, so that the bounds hold whatever the chunks are. */
const PIECE = 1024 * 1024;
const OWN_KEYS = new Set(["log", "version", "creator", "browser", "pages", "entries", "comment"]);
const WHITE = new Set([0x20, 0x09, 0x0a, 0x0d]);

type Level = "root" | "log" | "list";
type Want = "root" | "key" | "key or end" | "colon" | "value" | "value or end" | "comma or end" | "nothing";

/**
 * Cuts a HAR file into units as its bytes come, holding one unit at a time. Between them is glue: braces, commas and
 * the keys of the file's own frame. Glue and units together are the input, byte for byte.
 */
export class Cutter {
  readonly #parts: Parts;
  readonly #bounds: Bounds;
  readonly #tape = new Tape();
  #buffer: Uint8Array = new Uint8Array(256 * 1024);
  #filled = 0;
  /** Everything before was handed out. */
  #done = 0;
  #at = 0;
  /** Byte of the input that stands first in the buffer. */
  #base = 0;
  #levels: Level[] = [];
  #want: Want = "root";
  #reading: "key" | "unit" | undefined;
  #key = "";
  #role = "";
  #skipping = false;
  #gaps: Gap[] = [];
  #unitOffset = 0;
  #marked = false;
  #hasLog = false;
  #hasEntries = false;

  constructor(parts: Parts, bounds: Bounds = BOUNDS) {
    this.#parts = parts;
    this.#bounds = bounds;
  }

  /** @throws HarProblem */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += PIECE) this.#take(chunk.subarray(at, at + PIECE));
  }

  #take(chunk: Uint8Array): void {
    this.#append(chunk);
    if (!this.#marked && this.#filled < 3) return;
    if (!this.#marked) this.#mark();
    this.#run(false);
    this.#handOut(this.#reading === undefined ? this.#at : this.#done);
  }

  /** @throws HarProblem */
  end(): void {
    if (!this.#marked) this.#mark();
    this.#run(true);
    if (this.#want === "root") throw this.#problem("NL-HAR-JSON", "The file is empty; a HAR file is wanted");
    if (this.#want !== "nothing")
      throw this.#problem("NL-HAR-TRUNCATED", "The file ends in the middle; a whole HAR file is wanted");
    if (!this.#hasLog)
      throw this.#problem(
        "NL-HAR-SHAPE",
        'The file is JSON without "log"; a HAR file ({"log": {"entries": [ … ]}}) is wanted',
      );
    if (!this.#hasEntries)
      throw this.#problem(
        "NL-HAR-SHAPE",
        'The "log" has no list "entries"; a HAR file ({"log": {"entries": [ … ]}}) is wanted',
      );
    this.#handOut(this.#filled);
  }

  #append(chunk: Uint8Array): void {
    if (this.#done > 0) {
      this.#buffer.copyWithin(0, this.#done, this.#filled);
      if (this.#reading !== undefined) this.#tape.shift(-this.#done);
      this.#filled -= this.#done;
      this.#at -= this.#done;
      this.#base += this.#done;
      this.#done = 0;
    }
    if (this.#filled + chunk.length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#buffer.length * 1.5, this.#filled + chunk.length) | 0);
      larger.set(this.#buffer.subarray(0, this.#filled));
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#filled);
    this.#filled += chunk.length;
  }

  /** Looks at the first bytes: a byte order mark, or another kind of file. */
  #mark(): void {
    this.#marked = true;
    const [a, b, c] = this.#buffer.subarray(0, Math.min(3, this.#filled));
    if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
      throw this.#problem("NL-HAR-ENCODING", "The file is UTF-16; UTF-8 is wanted");
    if (a === 0x1f && b === 0x8b) throw this.#problem("NL-HAR-JSON", "The file is gzip; the HAR file inside is wanted");
    if (a === 0x50 && b === 0x4b)
      throw this.#problem("NL-HAR-JSON", "The file is a zip; the HAR file inside is wanted");
    if (a === 0xef && b === 0xbb && c === 0xbf) this.#at = 3;
  }

  #run(last: boolean): void {
    for (;;) {
      if (this.#skipping && !this.#skip()) return;
      if (this.#reading !== undefined && !this.#value(last)) return;
      while (this.#at < this.#filled && WHITE.has(this.#buffer[this.#at] ?? 0)) this.#at++;
      if (this.#at >= this.#filled) return;
      this.#token(this.#buffer[this.#at] ?? 0);
    }
  }

  #token(byte: number): void {
    const char = String.fromCharCode(byte);
    const level = this.#levels.at(-1);
    if (this.#want === "root") {
      if (char === "[")
        throw this.#problem("NL-HAR-SHAPE", 'The file is a JSON list; a HAR file ({"log": { … }}) is wanted');
      if (char !== "{") throw this.#problem("NL-HAR-JSON", "The file is not JSON; a HAR file is wanted");
      this.#open("root");
    } else if (this.#want === "nothing")
      throw this.#problem("NL-HAR-JSON", "More text follows after the end of the JSON");
    else if (this.#want === "colon" && char === ":") this.#step("value");
    else if (this.#want === "comma or end" && char === ",") this.#step(level === "list" ? "value" : "key");
    else if (char === (level === "list" ? "]" : "}") && this.#want.endsWith("end")) this.#close();
    else if (this.#want.startsWith("key") && char === '"') this.#begin("key");
    else if (this.#want.startsWith("value")) this.#beginValue(char, level);
    else throw this.#problem("NL-HAR-JSON", `The JSON is broken: wants ${this.#want}`);
  }

  #beginValue(char: string, level: Level | undefined): void {
    if (level === "root" && this.#key === "log") {
      if (char !== "{")
        throw this.#problem("NL-HAR-SHAPE", '"log" is not an object; one with a list "entries" is wanted');
      this.#hasLog = true;
      this.#open("log");
    } else if (level === "log" && char === "[") {
      this.#hasEntries ||= this.#key === "entries";
      this.#role = this.#key;
      this.#open("list");
    } else {
      if (level === "log" && this.#key === "entries")
        throw this.#problem("NL-HAR-SHAPE", '"entries" is not a list; a list is wanted');
      if (level !== "list") this.#role = this.#key;
      this.#begin("unit");
    }
  }

  #open(level: Level): void {
    this.#levels.push(level);
    this.#step(level === "list" ? "value or end" : "key or end");
  }

  #close(): void {
    this.#levels.pop();
    this.#step(this.#levels.length === 0 ? "nothing" : "comma or end");
  }

  #step(want: Want): void {
    this.#want = want;
    this.#at++;
  }

  #begin(what: "key" | "unit"): void {
    this.#handOut(this.#at);
    this.#reading = what;
    this.#gaps = [];
    this.#unitOffset = this.#base + this.#at;
    this.#tape.begin(this.#at);
  }

  /** @returns false when more bytes are needed. */
  #value(last: boolean): boolean {
    const tape = this.#tape;
    const start = this.#done;
    const state = tape.read(this.#buffer, this.#filled, last);
    if (state === "more") {
      this.#restrain(start);
      return this.#skipping && this.#skip();
    }
    this.#at = tape.at;
    if (state === "wrong") {
      if (last && this.#at >= this.#filled)
        throw this.#problem("NL-HAR-TRUNCATED", "The file ends in the middle; a whole HAR file is wanted");
      if (tape.fault === TOO_DEEP)
        throw this.#problem("NL-HAR-LIMIT", "An entry is nested deeper than any program writes");
      throw this.#problem("NL-HAR-JSON", `The JSON is broken: ${tape.fault}`);
    }
    if (this.#reading === "key") this.#endKey();
    else this.#endUnit(this.#role, "comma or end");
    this.#reading = undefined;
    return true;
  }

  #endKey(): void {
    this.#key = binary(this.#buffer, this.#done + 1, this.#at - 1);
    if (OWN_KEYS.has(this.#key)) this.#want = "colon";
    else this.#endUnit("key", "colon");
  }

  #endUnit(role: string, want: "colon" | "comma or end"): void {
    const [bytes, start, end] = [this.#buffer, this.#done, this.#at];
    this.#done = this.#at;
    this.#want = want;
    this.#parts.unit({
      role,
      bytes,
      start,
      end,
      tape: this.#tape,
      offset: this.#unitOffset,
      endOffset: this.#base + end,
      gaps: this.#gaps,
    });
  }

  /** Holds the open unit to its bounds: takes the string out that is too long, or refuses. */
  #restrain(start: number): void {
    const open = this.#tape.openString;
    const length = this.#filled - start;
    if (
      open >= 0 &&
      (this.#filled - open > this.#bounds.string || (length > this.#bounds.unit && this.#filled - open > 65536))
    ) {
      const held = bytesOf(WITHHELD);
      // The end of the string is looked for from where the tape stood, so that no escape is cut in two.
      const rest = this.#buffer.slice(this.#tape.at, this.#filled);
      const at = open + held.length;
      this.#gaps.push({ from: this.#base + open, to: 0 });
      this.#base += this.#tape.at - at;
      this.#filled = at + rest.length;
      this.#buffer.set(held, open);
      this.#buffer.set(rest, at);
      this.#tape.resume(at);
      this.#skipping = true;
    } else if (length > this.#bounds.unit)
      throw this.#problem(
        "NL-HAR-LIMIT",
        `An entry is longer than ${this.#bounds.unit} bytes without its long strings`,
      );
  }

  /** Passes over the rest of a withheld string. @returns false when it does not end in these bytes. */
  #skip(): boolean {
    const from = this.#tape.at;
    let at = from;
    while (at < this.#filled && this.#buffer[at] !== 0x22) at += this.#buffer[at] === 0x5c ? 2 : 1;
    const ended = at < this.#filled;
    // One backslash may be the last byte so far: it stays, to meet its partner.
    const keep = ended ? at : Math.min(at, this.#filled) - (at > this.#filled ? 1 : 0);
    this.#buffer.copyWithin(from, keep, this.#filled);
    this.#filled -= keep - from;
    this.#base += keep - from;
    this.#skipping = !ended;
    const gap = this.#gaps.at(-1);
    if (ended && gap !== undefined) this.#gaps[this.#gaps.length - 1] = { from: gap.from, to: this.#base + from };
    return ended;
  }

  #handOut(to: number): void {
    if (to > this.#done) this.#parts.glue(this.#buffer.subarray(this.#done, to));
    this.#done = Math.max(this.#done, to);
  }

  #problem(code: ProblemCode, message: string): HarProblem {
    return new HarProblem(code, message, this.#base + this.#at);
  }
}
