import { utf8Of } from "../encoding/binary.ts";

const BACKSLASH = 0x5c;
const SHORT: Readonly<Record<string, number>> = { b: 8, f: 12, n: 10, r: 13, t: 9 };
const SHORT_OF = new Uint8Array(256);
for (let n = 0; n < 256; n++) SHORT_OF[n] = SHORT[String.fromCharCode(n)] ?? n;

/** Value of four hex digits, or -1. */
export function hex4(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let n = 0; n < 4; n++) {
    const digit = hexDigit(bytes[at + n] ?? 0);
    if (digit < 0) return -1;
    value = (value << 4) | digit;
  }
  return value;
}

/** Value of a hex digit, or -1. */
export function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** One escape of a JSON string (RFC 8259 section 7): how long it is and what it stands for, as UTF-8. */
function escapeAt(bytes: Uint8Array, at: number): { readonly length: number; readonly text: string } {
  const kind = bytes[at + 1] ?? BACKSLASH;
  if (kind !== 0x75) return { length: 2, text: String.fromCharCode(SHORT_OF[kind] ?? kind) };
  const first = hex4(bytes, at + 2);
  if (first < 0) return { length: 2, text: "u" };
  if (first >= 0xd800 && first < 0xdc00 && bytes[at + 6] === BACKSLASH && bytes[at + 7] === 0x75) {
    const second = hex4(bytes, at + 8);
    if (second >= 0xdc00 && second < 0xe000)
      return { length: 12, text: utf8Of(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)) };
  }
  return { length: 6, text: utf8Of(first) };
}

/**
 * Writes the string from `start` to `end` (without its quotes) into `out` with its escapes resolved; it never becomes
 * longer. @returns how long it is
 */
export function unescapeJson(bytes: Uint8Array, start: number, end: number, out: Uint8Array): number {
  let length = 0;
  let at = start;
  for (;;) {
    // One read, one test, one write a byte: this loop sees every byte of every body.
    for (let byte = 0; at < end && (byte = bytes[at] as number) !== BACKSLASH; at++) out[length++] = byte;
    if (at >= end) return length;
    if (bytes[at + 1] !== 0x75) {
      out[length++] = SHORT_OF[bytes[at + 1] ?? 0] ?? 0;
      at += 2;
    } else {
      const escape = escapeAt(bytes, at);
      for (let n = 0; n < escape.text.length; n++) out[length++] = escape.text.charCodeAt(n);
      at += escape.length;
    }
  }
}

/** Writes where `places` in the unescaped string lie in the escaped one. They must ascend, and are replaced. */
export function toEscapedPlaces(bytes: Uint8Array, start: number, places: Int32Array): void {
  let at = start;
  let length = 0;
  for (let n = 0; n < places.length; n++) {
    const place = places[n] ?? 0;
    while (length < place) {
      if (bytes[at] !== BACKSLASH) {
        at++;
        length++;
        continue;
      }
      if (bytes[at + 1] !== 0x75) {
        at += 2;
        length++;
        continue;
      }
      const escape = escapeAt(bytes, at);
      if (length + escape.text.length > place) break;
      at += escape.length;
      length += escape.text.length;
    }
    places[n] = at;
  }
}
