import type { SecretClass } from "../secret/classes.ts";
import { toEscapedPlaces } from "../json/escape.ts";

/** Encodings under which a replacement can be written in its place, char by char. */
export type Wrap = "json" | "percent";
/** Encodings that must be undone and made again as a whole. */
export type Codec = "base64" | "hex" | "gzip" | "zlib" | "deflate" | "other";

/** A value that must go, and where it stands. */
export interface Find {
  /** Bytes of the layer that it takes; they move with it from view to view. */
  start: number;
  end: number;
  /** The value itself, without escapes: a binary string. */
  readonly value: string;
  readonly secret: SecretClass;
  /** The field, header or cookie that held it; "" when it has no name. */
  readonly name: string;
  readonly place: string;
  /** It is a number in JSON and becomes a string. */
  readonly bare: boolean;
  /** What its replacement is written in, from the inside out. */
  wraps: readonly Wrap[];
}

/** Bytes that stand encoded in other bytes, with what was found in them. */
export interface Layer {
  readonly codec: Codec;
  readonly bytes: Uint8Array;
  start: number;
  end: number;
  wraps: readonly Wrap[];
  readonly place: string;
  /** How base64 was written. */
  readonly form: { readonly urlSafe: boolean; readonly padded: boolean };
  readonly finds: readonly Find[];
  readonly inner: readonly Layer[];
}

/** A stretch in which nothing was found. */
export interface Clean {
  readonly start: number;
  readonly end: number;
  /** The same number is the same bytes; -1 when that is not known. */
  readonly same: number;
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
  /** Long bodies in which nothing was found. */
  clean: Clean[] = [];
  /** Bodies that go whole, leaving nothing. */
  dropped: { readonly start: number; readonly end: number; readonly place: string }[] = [];

  constructor(bytes: Uint8Array, depth: number) {
    this.bytes = bytes;
    this.depth = depth;
  }

  /** Gives to `outer`, where this view stands from `start` on in the encoding `wrap`, all that was found here. */
  close(outer: View, start: number, wrap: Wrap): void {
    const { finds, inner } = this;
    if (finds.length + inner.length === 0) return;
    const all: readonly (Find | Layer)[] = inner.length === 0 ? finds : [...finds, ...inner];
    const places = new Int32Array(2 * all.length);
    let ascends = true;
    for (let n = 0, last = 0; n < all.length; n++) {
      const { start: from = 0, end: to = 0 } = all[n] ?? {};
      places[2 * n] = from;
      places[2 * n + 1] = to;
      ascends &&= last <= from && from <= to;
      last = to;
    }
    const order = ascends ? undefined : places.slice().sort();
    const outside = order === undefined ? places : order.slice();
    if (wrap === "json") toEscapedPlaces(outer.bytes, start, outside);
    else toPercentPlaces(outer.bytes, start, outside);
    all.forEach((one, n) => {
      one.start = outside[order === undefined ? 2 * n : indexOf(order, one.start)] ?? 0;
      one.end = outside[order === undefined ? 2 * n + 1 : indexOf(order, one.end)] ?? 0;
      one.wraps = one.wraps.length === 0 ? ALONE[wrap] : [...one.wraps, wrap];
    });
    outer.finds.push(...finds);
    outer.inner.push(...inner);
  }
}

const ALONE: Readonly<Record<Wrap, readonly Wrap[]>> = { json: ["json"], percent: ["percent"] };

/** Where `wanted` stands in an ascending list that has it. */
function indexOf(places: Int32Array, wanted: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function toPercentPlaces(bytes: Uint8Array, start: number, places: Int32Array): void {
  let at = start;
  let done = 0;
  for (let n = 0; n < places.length; n++) {
    for (; done < (places[n] ?? 0); done++) at += bytes[at] === 0x25 && isHexPair(bytes, at + 1) ? 3 : 1;
    places[n] = at;
  }
}

const HEX = new Uint8Array(256);
for (const char of "0123456789abcdefABCDEF") HEX[char.charCodeAt(0)] = 1;

function isHexPair(bytes: Uint8Array, at: number): boolean {
  return HEX[bytes[at] ?? 0] === 1 && HEX[bytes[at + 1] ?? 0] === 1;
}

/** Writes a stretch with `%41` (RFC 3986 section 2.1) resolved once into `out`. @returns how long it is */
export function unescapePercent(bytes: Uint8Array, start: number, end: number, out: Uint8Array): number {
  let length = 0;
  for (let at = start; at < end; at++) {
    if (bytes[at] === 0x25 && at + 2 < end && isHexPair(bytes, at + 1)) {
      out[length++] = Number.parseInt(String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0), 16);
      at += 2;
    } else out[length++] = bytes[at] ?? 0;
  }
  return length;
}
