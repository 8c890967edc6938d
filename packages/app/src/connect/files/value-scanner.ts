import { MAX_DEPTH } from "./record.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;

/** What stopped the scanner. */
export type Stop = "more" | "end" | "cut";

// What a byte does outside a string: 1 opens, 2 closes, 3 begins a string, 4 ends a line.
const ACTS = new Uint8Array(256);
for (const byte of "{[") ACTS[byte.charCodeAt(0)] = 1;
for (const byte of "}]") ACTS[byte.charCodeAt(0)] = 2;
ACTS[QUOTE] = 3;
ACTS[NEWLINE] = 4;

/**
 * Finds where a JSON object or text ends, without building it, over any number of chunks. It looks at braces,
 * brackets and quotes only: whether the record is well-formed is for its reader to say.
 *
 * `cut` means that the value cannot end any more: a line break stands inside a text, or a line that begins with `{"`
 * in the first column begins another record (spec IN-21).
 */
export class ValueScanner {
  /** Where the scan stopped: after the value (`end`), or at the start of the line that cut it (`cut`). */
  position = 0;
  /** Line breaks passed inside the value. */
  lines = 0;
  /** The value is nested deeper than is read. */
  tooDeep = false;
  #depth = 0;
  #inText = false;
  #escaped = false;
  #newLine = 0;

  /** Forgets the value before; stands at the first byte of a new one, or within so many brackets of an open one. */
  begin(position: number, depth = 0): void {
    this.position = position;
    this.lines = 0;
    this.tooDeep = false;
    this.#depth = depth;
    this.#inText = false;
    this.#escaped = false;
    this.#newLine = 0;
  }

  /** Goes on to the end of the value or of the bytes. */
  scan(bytes: Uint8Array): Stop {
    const length = bytes.length;
    let at = this.position;
    let depth = this.#depth;
    if (this.#inText) {
      at = this.#text(bytes, at);
      if (this.#inText) return this.#stop(at, at < length ? "cut" : "more");
      if (depth === 0) return this.#stop(at, "end");
    }
    while (at < length) {
      const byte = bytes[at] ?? 0;
      if (this.#newLine !== 0 && this.#begins(byte)) return this.#stop(at - 1, "cut");
      at++;
      const act = ACTS[byte];
      if (act === 0) continue;
      if (act === 3) {
        this.#inText = true;
        at = this.#text(bytes, at);
        if (this.#inText) {
          this.#depth = depth;
          return this.#stop(at, at < length ? "cut" : "more");
        }
        if (depth === 0) return this.#stop(at, "end");
      } else if (act === 1) {
        if (++depth > MAX_DEPTH) this.tooDeep = true;
      } else if (act === 2) {
        if (--depth <= 0) return this.#stop(at, "end");
      } else {
        this.lines++;
        this.#newLine = 1;
      }
    }
    this.#depth = depth;
    return this.#stop(at, "more");
  }

  // After a line break: 1 wants `{`, 2 wants `"`. The second is the sign of another record.
  #begins(byte: number): boolean {
    if (this.#newLine === 2) {
      if (byte === QUOTE) return true;
      this.#newLine = 0;
      return false;
    }
    this.#newLine = byte === 0x7b ? 2 : 0;
    return false;
  }

  #text(bytes: Uint8Array, from: number): number {
    let at = from;
    if (this.#escaped && at < bytes.length) {
      this.#escaped = false;
      if (bytes[at] !== NEWLINE) at++;
    }
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.#inText = false;
        return at + 1;
      }
      if (byte === NEWLINE) return at;
      if (byte !== BACKSLASH) continue;
      if (at + 1 === bytes.length) this.#escaped = true;
      else if (bytes[at + 1] !== NEWLINE) at++;
    }
    return bytes.length;
  }

  #stop(position: number, stop: Stop): Stop {
    this.position = position;
    return stop;
  }
}
