/** Makes text of UTF-8 bytes. Must keep a byte order mark and replace what is no UTF-8, as the plain path does. */
export type Decode = (bytes: Uint8Array, start: number, end: number) => string;

/** A reader may look this many bytes beyond the end of a record, so the buffer must reach further than the record. */
export const MARGIN = 64;
/** In place of a position: not valid JSON, or nothing this lexer wants to judge. The plain reader decides. */
export const UNSURE = -1;

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const SPACE = 0x20;
const LETTER_E = 0x45;
const LETTER_U = 0x75;
const LOWER = 0x20;
/** `null`, `true`, `alse` as the four bytes of a little-endian integer. */
const NULL = 0x6c6c756e;
const TRUE = 0x65757274;
const ALSE = 0x65736c61;

// The four bytes of an integer are tested at once (Hacker's Delight, 2nd edition, section 6-1: find a zero byte).
const ONES = 0x01010101;
const HIGHS = 0x80808080 | 0;
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const SPACES = 0x20202020;

/** Deeper than this the plain reader decides. */
const DEPTH_AT_MOST = 48;

/**
 * Reads the tokens of JSON (RFC 8259) off bytes, making nothing of them. Every method takes the position of a token
 * and returns the position after it, or `UNSURE`. It throws a RangeError when the JSON runs out of the buffer.
 */
export class Lexer {
  bytes: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Of the text read last: a hash of its bytes, and whether it holds escapes. */
  hash = 0;
  escaped = false;
  #used: Uint8Array | null = null;

  /** Takes up another buffer. */
  use(bytes: Uint8Array): void {
    if (this.#used === bytes) return;
    this.#used = bytes;
    // Always of one class, whatever subclass was given: reading bytes is fast while they are all of one kind.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The first position at or after `p` that is not white space. */
  space(p: number): number {
    const { bytes } = this;
    for (;;) {
      const c = bytes[p] ?? 0;
      if (c !== SPACE && c !== 0x0a && c !== 0x0d && c !== 0x09) return p;
      p++;
    }
  }

  /** From the byte after an opening quote to its closing quote. */
  text(from: number): number {
    const { view } = this;
    let hash = 0;
    let p = from;
    this.escaped = false;
    for (;;) {
      const word = view.getInt32(p, true);
      const quote = word ^ QUOTES;
      const back = word ^ BACKSLASHES;
      // The lowest flagged byte is a quote, a backslash or a control character; higher flags may be borrowed.
      const stop = (((quote - ONES) & ~quote) | ((back - ONES) & ~back) | ((word - SPACES) & ~word)) & HIGHS;
      if (stop === 0) {
        hash = Math.imul(hash ^ word, 0x9e3779b1);
        hash = (hash << 13) | (hash >>> 19);
        p += 4;
        continue;
      }
      const before = (31 - Math.clz32(stop & -stop)) >>> 3;
      if (before > 0) hash = Math.imul(hash ^ (word & (0x7fffffff >>> (31 - before * 8))), 0x85ebca6b);
      p += before;
      const c = this.bytes[p];
      if (c === QUOTE) {
        hash = Math.imul(hash ^ (hash >>> 15) ^ (p - from), 0x9e3779b1);
        this.hash = hash ^ (hash >>> 16);
        return p;
      }
      if (c !== BACKSLASH) return UNSURE;
      this.escaped = true;
      p = this.#escape(p + 1);
      if (p === UNSURE) return UNSURE;
    }
  }

  /** Any value, its grammar checked to the last byte. */
  value(p: number, depth: number): number {
    const c = this.bytes[p];
    if (c === QUOTE) {
      const end = this.text(p + 1);
      return end === UNSURE ? UNSURE : end + 1;
    }
    if (c === OPEN_OBJECT) return depth < DEPTH_AT_MOST ? this.#object(p + 1, depth + 1) : UNSURE;
    if (c === OPEN_LIST) return depth < DEPTH_AT_MOST ? this.#list(p + 1, depth + 1) : UNSURE;
    const word = this.view.getInt32(p, true);
    if (word === NULL || word === TRUE) return p + 4;
    if (c === 0x66 && this.view.getInt32(p + 1, true) === ALSE) return p + 5;
    return this.number(p);
  }

  /** A number. */
  number(p: number): number {
    const { bytes } = this;
    if (bytes[p] === MINUS) p++;
    if (bytes[p] === ZERO) p++;
    else {
      const digits = this.#digits(p);
      if (digits === p) return UNSURE;
      p = digits;
    }
    if (bytes[p] === DOT) {
      const digits = this.#digits(p + 1);
      if (digits === p + 1) return UNSURE;
      p = digits;
    }
    if (((bytes[p] ?? 0) & ~LOWER) === LETTER_E) {
      p++;
      if (bytes[p] === PLUS || bytes[p] === MINUS) p++;
      const digits = this.#digits(p);
      if (digits === p) return UNSURE;
      p = digits;
    }
    return p;
  }

  #digits(p: number): number {
    const { bytes } = this;
    for (;;) {
      const c = bytes[p] ?? 0;
      if (c < ZERO || c > NINE) return p;
      p++;
    }
  }

  #escape(p: number): number {
    switch (this.bytes[p]) {
      case QUOTE:
      case BACKSLASH:
      case 0x2f: // /
      case 0x62: // b
      case 0x66: // f
      case 0x6e: // n
      case 0x72: // r
      case 0x74: // t
        return p + 1;
      case LETTER_U: {
        for (let digit = 1; digit <= 4; digit++) {
          const c = this.bytes[p + digit] ?? 0;
          const letter = c | LOWER;
          if (!((c >= ZERO && c <= NINE) || (letter >= 0x61 && letter <= 0x66))) return UNSURE;
        }
        return p + 5;
      }
      default:
        return UNSURE;
    }
  }

  #object(p: number, depth: number): number {
    const { bytes } = this;
    p = this.space(p);
    if (bytes[p] === CLOSE_OBJECT) return p + 1;
    for (;;) {
      if (bytes[p] !== QUOTE) return UNSURE;
      const end = this.text(p + 1);
      if (end === UNSURE) return UNSURE;
      p = end + 1;
      if (bytes[p] !== COLON) p = this.space(p);
      if (bytes[p] !== COLON) return UNSURE;
      p = this.value(this.space(p + 1), depth);
      if (p === UNSURE) return UNSURE;
      if (bytes[p] !== COMMA) p = this.space(p);
      if (bytes[p] === CLOSE_OBJECT) return p + 1;
      if (bytes[p] !== COMMA) return UNSURE;
      p = this.space(p + 1);
    }
  }

  #list(p: number, depth: number): number {
    const { bytes } = this;
    p = this.space(p);
    if (bytes[p] === CLOSE_LIST) return p + 1;
    for (;;) {
      p = this.value(p, depth);
      if (p === UNSURE) return UNSURE;
      p = this.space(p);
      if (bytes[p] === CLOSE_LIST) return p + 1;
      if (bytes[p] !== COMMA) return UNSURE;
      p = this.space(p + 1);
    }
  }
}
