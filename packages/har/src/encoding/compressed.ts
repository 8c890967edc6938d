import { InflateError, inflateRaw } from "./inflate.ts";

/** The wrappings of DEFLATE data that are met in captures. */
export type Packing = "gzip" | "zlib" | "deflate";

/** How the bytes are packed, by their first ones (RFC 1952, RFC 1950); raw DEFLATE has no mark. */
export function packingOf(bytes: Uint8Array): Packing | undefined {
  if (bytes.length < 6) return undefined;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) return "gzip";
  const header = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  return (header & 0x0f00) === 0x0800 && header >> 12 <= 7 && header % 31 === 0 && (header & 0x20) === 0
    ? "zlib"
    : undefined;
}

/** True when raw DEFLATE data begins here that unfolds to text: its first bytes are tried. */
export function isDeflatedText(bytes: Uint8Array): boolean {
  if (bytes.length < 24 || ((bytes[0] ?? 0) & 6) === 6) return false;
  const start = inflateRaw(bytes.subarray(0, 512), 48, true);
  if (start.length < 24) return false;
  return start.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);
}

/** Unpacks to at most `most` bytes: "broken" when it is none, "too much" when it unfolds to more. */
export function unpack(bytes: Uint8Array, packing: Packing, most: number): Uint8Array | "broken" | "too much" {
  try {
    if (packing === "deflate") return inflateRaw(bytes, most);
    if (packing === "zlib") return inflateRaw(bytes.subarray(2), most);
    return inflateRaw(bytes.subarray(gzipHeader(bytes)), most);
  } catch (error) {
    if (error instanceof InflateError) return error.isTooMuch ? "too much" : "broken";
    throw error;
  }
}

/** Length of a gzip header with its optional parts (RFC 1952, 2.3.1). */
function gzipHeader(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    while (at < bytes.length && bytes[at] !== 0) at++;
    at++;
  }
  return (flags & 2) === 0 ? at : at + 2;
}

const STORED = 0xffff;

/** Packs again, in stored blocks: the smallest thing that every reader unpacks. */
export function pack(bytes: Uint8Array, packing: Packing): Uint8Array {
  const blocks = Math.max(1, Math.ceil(bytes.length / STORED));
  const head = packing === "gzip" ? [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255] : packing === "zlib" ? [0x78, 0x01] : [];
  const tail = packing === "gzip" ? 8 : packing === "zlib" ? 4 : 0;
  const out = new Uint8Array(head.length + blocks * 5 + bytes.length + tail);
  const view = new DataView(out.buffer);
  out.set(head);
  let at = head.length;
  for (let n = 0; n < blocks; n++) {
    const part = bytes.subarray(n * STORED, (n + 1) * STORED);
    out[at] = n === blocks - 1 ? 1 : 0;
    view.setUint16(at + 1, part.length, true);
    view.setUint16(at + 3, part.length ^ 0xffff, true);
    out.set(part, at + 5);
    at += 5 + part.length;
  }
  if (packing === "gzip") {
    view.setUint32(at, crc32(bytes), true);
    view.setUint32(at + 4, bytes.length >>> 0, true);
  } else if (packing === "zlib") view.setUint32(at, adler32(bytes));
  return out;
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let n = 0; n < 8; n++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return (crc ^ -1) >>> 0;
}

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}
