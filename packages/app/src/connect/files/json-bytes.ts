/** Walking over JSON as bytes, within a value whose end is known. Nothing here trusts that the JSON is well-formed. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/** First byte from `at` that is not blank. */
export function skipBlank(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && isBlank(bytes[at] ?? 0)) at++;
  return at;
}

/** Space, tab, line feed, carriage return. */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** First byte after the value at `at`. */
function skipValue(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  if (first === QUOTE) return skipText(bytes, at, end);
  if (first !== 0x7b && first !== 0x5b) return skipScalar(bytes, at, end);
  let depth = 0;
  while (at < end) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = skipText(bytes, at, end);
      continue;
    }
    at++;
    if (byte === 0x7b || byte === 0x5b) depth++;
    else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) return at;
  }
  return end;
}

/**
 * The members of an object, or the entries of a list, one call a member: `key` is empty for a list.
 * Stops when the visitor returns false.
 */
export function eachMember(
  bytes: Uint8Array,
  span: { readonly start: number; readonly end: number },
  visit: (keyStart: number, keyEnd: number, start: number, end: number) => boolean,
): void {
  const keyed = bytes[span.start] === 0x7b;
  const last = span.end - 1;
  let at = span.start + 1;
  while (at < last) {
    at = skipSeparators(bytes, at, last);
    if (at >= last) return;
    let keyStart = at;
    let keyEnd = at;
    if (keyed) {
      const key = skipValue(bytes, at, last);
      keyStart = at + 1;
      keyEnd = key - 1;
      at = skipBlank(bytes, key, last);
      if (bytes[at] !== COLON) return;
      at = skipBlank(bytes, at + 1, last);
    }
    const end = skipValue(bytes, at, last);
    if (end <= at || !visit(keyStart, keyEnd, at, end)) return;
    at = end;
  }
}

/** Line breaks between two offsets. */
export function countLines(bytes: Uint8Array, start: number, end: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a, start); at >= 0 && at < end; at = bytes.indexOf(0x0a, at + 1)) lines++;
  return lines;
}

function skipSeparators(bytes: Uint8Array, from: number, end: number): number {
  let at = skipBlank(bytes, from, end);
  while (at < end && bytes[at] === COMMA) at = skipBlank(bytes, at + 1, end);
  return at;
}

function skipText(bytes: Uint8Array, at: number, end: number): number {
  for (at++; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at++;
  }
  return end;
}

function skipScalar(bytes: Uint8Array, at: number, end: number): number {
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === COMMA || byte === 0x7d || byte === 0x5d || isBlank(byte)) return at;
  }
  return end;
}
