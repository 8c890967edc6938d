/** Value of a base64 char in either alphabet (RFC 4648 sections 4 and 5); 64 is `=`, 255 none of them. */
export const SIXBIT: Uint8Array = new Uint8Array(256).fill(255);
const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE = `${STANDARD.slice(0, 62)}-_`;
for (let n = 0; n < 64; n++) {
  SIXBIT[STANDARD.charCodeAt(n)] = n;
  SIXBIT[URL_SAFE.charCodeAt(n)] = n;
}
SIXBIT[0x3d] = 64;

/**
 * Decodes the chars from `start` to `end`, in either alphabet, with or without padding. What is no base64 char (line
 * breaks) is passed over; decoding ends at `=`. A last lone char carries no byte.
 */
export function fromBase64(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(Math.ceil(((end - start) * 3) / 4) + 3);
  let length = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const a = SIXBIT[bytes[at] ?? 0] ?? 255;
    const b = SIXBIT[bytes[at + 1] ?? 0] ?? 255;
    const c = SIXBIT[bytes[at + 2] ?? 0] ?? 255;
    const d = SIXBIT[bytes[at + 3] ?? 0] ?? 255;
    if ((a | b | c | d) > 63) break;
    const word = (a << 18) | (b << 12) | (c << 6) | d;
    out[length] = word >> 16;
    out[length + 1] = word >> 8;
    out[length + 2] = word;
    length += 3;
  }
  let bits = 0;
  let word = 0;
  for (; at < end; at++) {
    const six = SIXBIT[bytes[at] ?? 0] ?? 255;
    if (six === 255) continue;
    if (six === 64) break;
    word = ((word << 6) | six) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[length++] = word >> bits;
    }
  }
  return out.subarray(0, length);
}

/** Encodes as base64, as a binary string. */
export function toBase64(bytes: Uint8Array, form: { readonly urlSafe: boolean; readonly padded: boolean }): string {
  const alphabet = form.urlSafe ? URL_SAFE : STANDARD;
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    let four = alphabet.charAt(word >> 18) + alphabet.charAt((word >> 12) & 63);
    if (left > 1) four += alphabet.charAt((word >> 6) & 63);
    if (left > 2) four += alphabet.charAt(word & 63);
    parts.push(form.padded ? four.padEnd(4, "=") : four);
  }
  return parts.join("");
}
