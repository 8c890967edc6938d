/** Texts whose characters stand for bytes: U+0000 to U+00FF. */
type Bytes = string;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** UTF-8, a character a byte. A lone surrogate becomes the replacement character. */
export function utf8(text: string): Bytes {
  let bytes = "";
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) bytes += String.fromCharCode(code);
    else if (code < 0x800) bytes += String.fromCharCode(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) bytes += String.fromCharCode(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else bytes += String.fromCharCode(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
  }
  return bytes;
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f);
}

/** UTF-16 without byte order mark, a character a byte. */
export function utf16(text: string, order: "le" | "be"): Bytes {
  let bytes = "";
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    bytes += order === "le" ? String.fromCharCode(unit & 255, unit >> 8) : String.fromCharCode(unit >> 8, unit & 255);
  }
  return bytes;
}

/** Base64 of RFC 4648 §4, with padding. */
export function base64(bytes: Bytes): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes.charCodeAt(at) << 16) | (byteAt(bytes, at + 1) << 8) | byteAt(bytes, at + 2);
    const digits = [group >> 18, group >> 12, group >> 6, group].map((bits) => ALPHABET.charAt(bits & 63)).join("");
    text += digits.slice(0, Math.min(4, bytes.length - at + 1)).padEnd(4, "=");
  }
  return text;
}

function byteAt(bytes: Bytes, at: number): number {
  return at < bytes.length ? bytes.charCodeAt(at) : 0;
}

/**
 * The three texts that stand for the bytes somewhere inside a longer Base64 text, by where they begin within a group of
 * three. Digits at the edges that depend on the neighbouring bytes are left out.
 */
export function base64Offsets(bytes: Bytes): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const before = Math.ceil((shift * 8) / 6);
    const whole = Math.floor(((shift + bytes.length) * 8) / 6);
    return base64("\0".repeat(shift) + bytes).slice(before, whole);
  });
}
