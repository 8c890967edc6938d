import { utf8Of } from "../encoding/binary.ts";
import { hex4, hexDigit } from "../json/escape.ts";

const [PERCENT, BACKSLASH, AMPERSAND, PLUS, SPACE] = [0x25, 0x5c, 0x26, 0x2b, 0x20];

function hex2(text: Uint8Array, at: number): number {
  const high = hexDigit(text[at] ?? 0);
  const low = hexDigit(text[at + 1] ?? 0);
  return high < 0 || low < 0 ? -1 : (high << 4) | low;
}

/** A char, and where the next one begins. */
interface One {
  readonly code: number;
  readonly next: number;
}

/** One char behind any number of percent escapes: `%2B`, `%252B`. */
function throughPercent(text: Uint8Array, at: number): One {
  let code = text[at] ?? -1;
  let next = at + 1;
  for (let hex = 0; code === PERCENT;) {
    hex = hex2(text, next);
    if (hex < 0) break;
    code = hex;
    next += 2;
    if (code !== PERCENT) break;
  }
  return { code, next };
}

const SHORT: ReadonlyMap<number, number> = new Map([
  [0x6e, 10],
  [0x72, 13],
  [0x74, 9],
  [0x62, 8],
  [0x66, 12],
]);

/** One char behind backslashes of JSON or scripts, however many strings lie in strings. */
function throughBackslash(text: Uint8Array, start: number): One {
  let { code, next } = throughPercent(text, start);
  while (code === BACKSLASH) ({ code, next } = throughPercent(text, next));
  if (code === 0x75) {
    const unit = hex4(text, next);
    if (unit < 0) return { code, next };
    if (unit >= 0xd800 && unit < 0xdc00) {
      let low = next + 4;
      while (text[low] === BACKSLASH) low++;
      const second = text[low] === 0x75 ? hex4(text, low + 1) : -1;
      if (second >= 0xdc00 && second < 0xe000)
        return { code: 0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00), next: low + 5 };
    }
    return { code: unit, next: next + 4 };
  }
  if (code === 0x78) {
    const byte = hex2(text, next);
    return byte < 0 ? { code, next } : { code: byte, next: next + 2 };
  }
  return { code: SHORT.get(code) ?? code, next };
}

const ENTITY = /^&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));$/i;

/** One char that HTML writes as `&#x2b;`, `&#43;` or `&amp;`, itself perhaps in percent escapes. */
function throughEntity(text: Uint8Array, at: number): One | undefined {
  let entity = "";
  let next = at;
  while (entity.length < 10 && !entity.endsWith(";")) {
    const one = throughPercent(text, next);
    entity += String.fromCharCode(one.code < 0 ? 0 : one.code);
    next = one.next;
  }
  const match = ENTITY.exec(entity);
  if (match === null) return undefined;
  const [, hex, decimal, name] = match;
  if (name !== undefined)
    return { code: "&<>\"'".charCodeAt(["amp", "lt", "gt", "quot", "apos"].indexOf(name.toLowerCase())), next };
  return { code: hex === undefined ? Number(decimal) : Number.parseInt(hex, 16), next };
}

/**
 * Whether `value` stands in `text` at `at`, each char plain or escaped in any of the ways of URLs, forms, JSON, scripts
 * and HTML, one in the other. @returns where it ends, or -1.
 */
export function matchAt(text: Uint8Array, start: number, end: number, value: Uint8Array): number {
  let at = start;
  for (let n = 0; n < value.length;) {
    if (at >= end) return -1;
    const wanted = value[n] ?? 0;
    const byte = text[at] ?? 0;
    if (byte === wanted && byte !== PERCENT && byte !== BACKSLASH && byte !== AMPERSAND) {
      at++;
      n++;
      continue;
    }
    if (wanted === SPACE && byte === PLUS) {
      at++;
      n++;
      continue;
    }
    if (byte !== PERCENT && byte !== BACKSLASH && byte !== AMPERSAND) return -1;
    const one = escaped(text, at, wanted);
    const length = sameCode(value, n, one.code);
    if (length > 0 && one.next <= end) {
      at = one.next;
      n += length;
    } else if (byte === wanted) {
      at++;
      n++;
    } else return -1;
  }
  return at;
}

function escaped(text: Uint8Array, at: number, wanted: number): One {
  const plain = throughPercent(text, at);
  if (plain.code === AMPERSAND) return throughEntity(text, at) ?? plain;
  if (plain.code !== BACKSLASH) return plain;
  if (wanted !== BACKSLASH) return throughBackslash(text, at);
  // A backslash of the value itself: all that stand together are one of it.
  let { next } = plain;
  for (let one = throughPercent(text, next); one.code === BACKSLASH; one = throughPercent(text, next)) ({ next } = one);
  return { code: BACKSLASH, next };
}

/** How many bytes of the value from `at` on are the char `code`: one, or its bytes in UTF-8. */
function sameCode(value: Uint8Array, at: number, code: number): number {
  if (value[at] === code) return 1;
  if (code < 0x80) return 0;
  const bytes = utf8Of(code);
  for (let n = 0; n < bytes.length; n++) if (value[at + n] !== bytes.charCodeAt(n)) return 0;
  return bytes.length;
}
