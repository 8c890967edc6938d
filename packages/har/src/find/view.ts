import type { SecretClass } from "../secret/classes.ts";
import { escapedPlaces } from "../json/escape.ts";

/** Encodings under which a replacement can be written in its place, char by char. */
export type Wrap = "json" | "percent";
/** Encodings that must be undone and made again as a whole. */
export type Codec = "base64" | "hex" | "gzip" | "zlib" | "deflate" | "other";

/** A value that must go, and where it stands. */
export interface Find {
  /** Bytes of the layer that it takes. */
  readonly start: number;
  readonly end: number;
  /** The value itself, without escapes: a binary string. */
  readonly value: string;
  readonly secret: SecretClass;
  /** The field, header or cookie that held it; "" when it has no name. */
  readonly name: string;
  readonly place: string;
  /** It is a number in JSON and becomes a string. */
  readonly bare: boolean;
  /** What its replacement is written in, from the inside out. */
  readonly wraps: readonly Wrap[];
}

/** Bytes that stand encoded in other bytes, with what was found in them. */
export interface Layer {
  readonly codec: Codec;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly wraps: readonly Wrap[];
  readonly place: string;
  /** How base64 was written. */
  readonly form: { readonly urlSafe: boolean; readonly padded: boolean };
  readonly finds: readonly Find[];
  readonly inner: readonly Layer[];
}

/**
 * A stretch of text as it reads once its escapes are resolved. What is found in it is told in its own places, and is
 * carried to the places of the text around it when the view is closed.
 */
export class View {
  readonly bytes: Uint8Array;
  readonly depth: number;
  finds: Find[] = [];
  inner: Layer[] = [];
  /** Bodies that go whole, leaving nothing. */
  dropped: { readonly start: number; readonly end: number; readonly place: string }[] = [];

  constructor(bytes: Uint8Array, depth: number) {
    this.bytes = bytes;
    this.depth = depth;
  }

  /** Gives to `outer`, where this view stands from `start` on in the encoding `wrap`, all that was found here. */
  close(outer: View, start: number, wrap: Wrap): void {
    if (this.finds.length + this.inner.length === 0) return;
    const all = [...this.finds, ...this.inner];
    const places = [...new Set(all.flatMap((one) => [one.start, one.end]))].sort((a, b) => a - b);
    const outside = PLACES[wrap](outer.bytes, start, places);
    const at = new Map(places.map((place, n) => [place, outside[n] ?? 0]));
    const moved = <T extends Find | Layer>(one: T): T => ({
      ...one,
      start: at.get(one.start) ?? 0,
      end: at.get(one.end) ?? 0,
      wraps: [...one.wraps, wrap],
    });
    for (const find of this.finds) outer.finds.push(moved(find));
    for (const layer of this.inner) outer.inner.push(moved(layer));
  }
}

const PLACES: Readonly<Record<Wrap, typeof escapedPlaces>> = {
  json: escapedPlaces,
  percent: (bytes, start, places) => {
    let at = start;
    let done = 0;
    return places.map((place) => {
      for (; done < place; done++) at += bytes[at] === 0x25 && isHexPair(bytes, at + 1) ? 3 : 1;
      return at;
    });
  },
};

const HEX = new Uint8Array(256);
for (const char of "0123456789abcdefABCDEF") HEX[char.charCodeAt(0)] = 1;

function isHexPair(bytes: Uint8Array, at: number): boolean {
  return HEX[bytes[at] ?? 0] === 1 && HEX[bytes[at + 1] ?? 0] === 1;
}

/** Resolves `%41` (RFC 3986 section 2.1) once; one byte out for one or three bytes in. */
export function unescapePercent(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start);
  let length = 0;
  for (let at = start; at < end; at++) {
    if (bytes[at] === 0x25 && at + 2 < end && isHexPair(bytes, at + 1)) {
      out[length++] = Number.parseInt(String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0), 16);
      at += 2;
    } else out[length++] = bytes[at] ?? 0;
  }
  return out.subarray(0, length);
}
