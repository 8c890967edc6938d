import { toBase64 } from "../encoding/base64.ts";
import { bytesOf } from "../encoding/binary.ts";
import { matchAt } from "./match.ts";

/** A known value that stands in a text. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly form: "plain" | "base64" | "hex";
  /** In base64: how many bytes of the first group of three stand before the value. */
  readonly lead: number;
}

/** One way in which one value may be written. */
interface Way {
  readonly value: string;
  readonly bytes: Uint8Array;
  readonly form: Match["form"];
  readonly lead: number;
  /** Only where no letter or digit stands beside it. */
  readonly asWord: boolean;
  /** Its beginning in one encoding, where no stretch of it stays as it is in all. */
  readonly head?: Uint8Array;
}

/** A way and the stretch of it that is looked for. */
interface Pattern extends Way {
  readonly head: Uint8Array;
  /** Where the stretch stands in the bytes. */
  readonly at: number;
}

/** A value to look for. */
export interface Wanted {
  readonly value: string;
  /** Only where no letter or digit stands beside it. */
  readonly asWord: boolean;
  /** In base64 and hexadecimal too. */
  readonly encoded: boolean;
}

const GRAM = 4;
/** Patterns with a window of eight bytes are looked for at every fifth place: one of five grams must meet it. */
const WINDOW = 8;
const STRIDE = WINDOW - GRAM + 1;

/** Hints from a gram of four bytes to patterns. */
class Grams {
  #filter: Uint32Array = new Uint32Array(1);
  #shift = 32;
  readonly #patterns = new Map<number, { readonly pattern: Pattern; readonly back: number }[]>();

  get isEmpty(): boolean {
    return this.#patterns.size === 0;
  }

  /** How many patterns a gram leads to. */
  crowd(gram: number): number {
    return this.#patterns.get(gram)?.length ?? 0;
  }

  /** `back`: how many bytes before the gram the pattern's window begins. */
  add(gram: number, pattern: Pattern, back: number): void {
    const list = this.#patterns.get(gram);
    if (list === undefined) this.#patterns.set(gram, [{ pattern, back }]);
    else list.push({ pattern, back });
  }

  /** Builds the filter (Bloom's, two bits in one word): of the grams that no pattern has, few pass it. */
  seal(): void {
    const bits = Math.min(22, Math.max(5, Math.ceil(Math.log2(this.#patterns.size + 1))));
    this.#shift = 32 - bits;
    this.#filter = new Uint32Array(1 << bits);
    for (const gram of this.#patterns.keys()) {
      const hash = Math.imul(gram, MIX);
      const word = hash >>> this.#shift;
      this.#filter[word] = (this.#filter[word] ?? 0) | (1 << (hash & 31)) | (1 << ((hash >>> 5) & 31));
    }
  }

  /** Calls `meet` for each gram at `start`, `start + stride`, … that a pattern has. */
  scan(
    text: DataView,
    { start, end, stride }: { readonly start: number; readonly end: number; readonly stride: number },
    meet: (at: number, pattern: Pattern) => void,
  ): void {
    const filter = this.#filter;
    const shift = this.#shift;
    for (let at = start; at + GRAM <= end; at += stride) {
      const gram = text.getUint32(at, true);
      const hash = Math.imul(gram, MIX);
      const word = filter[hash >>> shift] ?? 0;
      if (((word >>> (hash & 31)) & (word >>> ((hash >>> 5) & 31)) & 1) === 0) continue;
      const met = this.#patterns.get(gram);
      if (met !== undefined) for (const { pattern, back } of met) meet(at - back, pattern);
    }
  }
}

const MIX = 0x9e3779b1;

function gramAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0
  );
}

/**
 * Finds known values in any text: plain or with any escapes, in base64 at each of its three alignments, in
 * hexadecimal. For each it looks for a stretch that no encoding of it changes, and compares closely only there.
 */
export class ValueSearch {
  readonly #long = new Grams();
  readonly #short = new Grams();

  constructor(values: Iterable<Wanted>) {
    for (const wanted of values) for (const way of waysOf(wanted)) this.#add(way);
    this.#long.seal();
    this.#short.seal();
  }

  /** Looks for the stretch that the fewest others share: many addresses end alike. */
  #add(way: Way): void {
    const { bytes } = way;
    const grams = way.head === undefined && longestRun(bytes) >= WINDOW ? this.#long : this.#short;
    const size = grams === this.#long ? WINDOW : GRAM;
    let best = { at: 0, crowd: way.head === undefined ? Number.POSITIVE_INFINITY : 0 };
    let tries = 0;
    for (let at = 0, run = 0; at < bytes.length && best.crowd > 0 && tries < 16; at++) {
      run = isLetter(bytes[at]) ? run + 1 : 0;
      if (run < size) continue;
      tries++;
      const crowd = Math.max(grams.crowd(gramAt(bytes, at - size + 1)), grams.crowd(gramAt(bytes, at - GRAM + 1)));
      if (crowd < best.crowd) best = { at: at - size + 1, crowd };
    }
    if (best.crowd === Number.POSITIVE_INFINITY) return;
    const pattern: Pattern = { ...way, at: best.at, head: way.head ?? bytes.subarray(best.at, best.at + size) };
    for (let n = 0; n <= size - GRAM; n++) grams.add(gramAt(pattern.head, n), pattern, n);
  }

  /** Every match between `start` and `end`, in no order; they may overlap. */
  find(bytes: Uint8Array, { start, end }: { readonly start: number; readonly end: number }): readonly Match[] {
    const found: Match[] = [];
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const meet = (at: number, pattern: Pattern): void => {
      const match = verify(bytes, { start, end, at }, pattern);
      if (match !== undefined) found.push(match);
    };
    if (!this.#long.isEmpty) this.#long.scan(view, { start, end, stride: STRIDE }, meet);
    if (!this.#short.isEmpty) this.#short.scan(view, { start, end, stride: 1 }, meet);
    return found;
  }
}

function verify(
  bytes: Uint8Array,
  { start, end, at }: { readonly start: number; readonly end: number; readonly at: number },
  pattern: Pattern,
): Match | undefined {
  const { head } = pattern;
  if (at < start || at + head.length > end) return undefined;
  for (let n = 0; n < head.length; n++) if (bytes[at + n] !== head[n]) return undefined;
  const plain = at - pattern.at;
  const to = plain < start ? -1 : endOf(bytes, { start, end, from: plain, at }, pattern);
  if (to >= 0) return matched(pattern, plain, to);
  for (const from of escapedBeginnings(bytes, start, at, pattern.at)) {
    const end1 = endOf(bytes, { start, end, from, at }, pattern);
    if (end1 >= 0) return matched(pattern, from, end1);
  }
  return undefined;
}

function matched({ value, form, lead }: Pattern, start: number, end: number): Match {
  return { start, end, value, form, lead };
}

/** Where the value ends that begins at `from` and covers `at`; -1 when it does not. */
function endOf(
  bytes: Uint8Array,
  {
    start,
    end,
    from,
    at,
  }: { readonly start: number; readonly end: number; readonly from: number; readonly at: number },
  pattern: Pattern,
): number {
  const to = matchAt(bytes, from, end, pattern.bytes);
  if (to <= at) return -1;
  return pattern.asWord && !(isEdge(bytes, start, from) && !isLetter(to < end ? bytes[to] : undefined)) ? -1 : to;
}

/** Where a value may begin when escapes stand between its beginning and the stretch of it that was met. */
function escapedBeginnings(bytes: Uint8Array, start: number, at: number, before: number): readonly number[] {
  if (before === 0) return [];
  const found = new Set<number>();
  const least = Math.max(start, at - before * 12 - 12);
  for (let from = at - 1; from >= least; from--) {
    const byte = bytes[from];
    if (byte !== 0x25 && byte !== 0x5c && byte !== 0x26) continue;
    for (let n = Math.max(least, from - before); n <= from; n++) found.add(n);
  }
  return [...found].sort((a, b) => a - b);
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a));
}

/** Whether a word may begin here: what stands before is no letter or digit, or is the end of an escape. */
function isEdge(bytes: Uint8Array, start: number, at: number): boolean {
  if (at <= start || !isLetter(bytes[at - 1])) return true;
  if (at - 2 >= start && bytes[at - 2] === 0x5c) return true;
  if (at - 3 >= start && bytes[at - 3] === 0x25) return true;
  return at - 6 >= start && bytes[at - 6] === 0x5c && bytes[at - 5] === 0x75;
}

function waysOf({ value, asWord, encoded }: Wanted): readonly Way[] {
  const bytes = bytesOf(value);
  const plain = plainWays(value, bytes, asWord);
  return encoded ? [...plain, ...encodedWays(value, bytes)] : plain;
}

function plainWays(value: string, bytes: Uint8Array, asWord: boolean): readonly Way[] {
  const way = { value, bytes, form: "plain" as const, lead: 0, asWord };
  if (longestRun(bytes) >= GRAM) return [way];
  // No stretch that escapes leave alone: its beginnings in the usual ones are looked for.
  const percent = (hex: (text: string) => string): string =>
    value.replaceAll(/[^\w.~-]/g, (char) => `%${hex(char.charCodeAt(0).toString(16).padStart(2, "0"))}`);
  const forms = [
    value,
    percent((text) => text.toUpperCase()),
    percent((text) => text),
    JSON.stringify(value).slice(1, -1),
    value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;"),
  ];
  const heads = new Set(forms.map((form) => form.slice(0, GRAM)).filter(({ length }) => length === GRAM));
  return [...heads].map((head) => ({ ...way, head: bytesOf(head) }));
}

/** The most letters and digits that stand together. */
function longestRun(bytes: Uint8Array): number {
  let longest = 0;
  let run = 0;
  for (const byte of bytes) {
    run = isLetter(byte) ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

/** Six bytes and more: shorter ones would be met by accident. */
function encodedWays(value: string, bytes: Uint8Array): readonly Way[] {
  if (bytes.length < 6) return [];
  const found: Way[] = [];
  const add = (text: string, form: Match["form"], lead: number): void => {
    found.push({ value, bytes: bytesOf(text), form, lead, asWord: false });
  };
  for (const lead of [0, 1, 2]) {
    const shifted = new Uint8Array(lead + bytes.length);
    shifted.set(bytes, lead);
    for (const urlSafe of [false, true]) {
      const text = toBase64(shifted, { urlSafe, padded: false });
      const sure = text.slice(Math.ceil((lead * 8) / 6), Math.floor(((lead + bytes.length) * 8) / 6));
      if (urlSafe && !/[-_]/.test(sure)) continue;
      add(sure, "base64", lead);
    }
  }
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  add(hex, "hex", 0);
  if (/[a-f]/.test(hex)) add(hex.toUpperCase(), "hex", 0);
  return found;
}
