/**
 * Text as binary strings: one char is one byte. Values keep the bytes they were found as, whether or not these are
 * valid UTF-8, and can be keys of a map. For ASCII a binary string is the text itself.
 */
const MOST = 4096;
/** Up to here a loop is faster than a call with many arguments. */
const SHORT = 24;

/** The bytes from `start` to `end` as a binary string. */
export function binary(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  let text = "";
  if (end - start <= SHORT) {
    for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] ?? 0);
    return text;
  }
  for (let at = start; at < end; at += MOST)
    text += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, Math.min(at + MOST, end)));
  return text;
}

/** The bytes of a binary string. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n++) bytes[n] = text.charCodeAt(n);
  return bytes;
}

const SEQUENCE =
  /[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3}|[\u0080-\u00ff]/g;

/** What a person reads: the bytes as UTF-8, broken ones replaced by U+FFFD. */
export function readable(text: string): string {
  return text.replaceAll(SEQUENCE, (bytes) => {
    if (bytes.length === 1) return "\ufffd";
    let code = bytes.charCodeAt(0) & (0xff >> (bytes.length + 1));
    for (let n = 1; n < bytes.length; n++) code = (code << 6) | (bytes.charCodeAt(n) & 63);
    return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
  });
}

/** A code point as the chars of its UTF-8 bytes; lone surrogates keep three bytes of their own. */
export function utf8Of(code: number): string {
  if (code < 0x80) return String.fromCharCode(code);
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 63));
  if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  return String.fromCharCode(
    0xf0 | (code >> 18),
    0x80 | ((code >> 12) & 63),
    0x80 | ((code >> 6) & 63),
    0x80 | (code & 63),
  );
}
