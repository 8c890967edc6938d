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

/** One way in which one value may be written, and the stretch of it that is looked for. */
interface Pattern {
  readonly value: string;
  readonly bytes: Uint8Array;
  readonly form: Match["form"];
  readonly lead: number;
  /** Only where no letter or digit stands beside it. */
  readonly asWord: boolean;
  /** Where the window stands in the bytes. */
  readonly at: number;
  /** The window: what no encoding changes, or the beginning in one encoding. */
  readonly head: Uint8Array;
}

const GRAM = 4;
/** Patterns with a window of eight bytes are looked for at every fifth place: one of five grams must meet it. */
const WINDOW = 8;
const STRIDE = WINDOW - GRAM + 1;

/** Hints from a gram of four bytes to patterns. */
class Grams {
  readonly #filter = new Uint8Array(1 << 18);
  readonly #patterns = new Map<number, { readonly pattern: Pattern; readonly back: number }[]>();

  get isEmpty(): boolean {
    return this.#patterns.size === 0;
  }

  /** `back`: how many bytes before the gram the pattern's window begins. */
  add(gram: number, pattern: Pattern, back: number): void {
    this.#filter[slot(gram)] = 1;
    const list = this.#patterns.get(gram);
    if (list === undefined) this.#patterns.set(gram, [{ pattern, back }]);
    else list.push({ pattern, back });
  }

  /** Calls `meet` for each gram at `start`, `start + stride`, … that a pattern has. */
  scan(
    text: DataView,
    { start, end, stride }: { readonly start: number; readonly end: number; readonly stride: number },
    meet: (at: number, pattern: Pattern) => void,
  ): void {
    const filter = this.#filter;
    for (let at = start; at + GRAM <= end; at += stride) {
      const gram = text.getUint32(at, true);
      if (filter[(Math.imul(gram, 0x9e3779b1) >>> 14) & 0x3ffff] === 0) continue;
      const met = this.#patterns.get(gram);
      if (met !== undefined) for (const { pattern, back } of met) meet(at - back, pattern);
    }
  }
}

function slot(gram: number): number {
  return (Math.imul(gram, 0x9e3779b1) >>> 14) & 0x3ffff;
}

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

  /** @param values what to look for, and whether it counts only as a whole word */
  constructor(values: Iterable<readonly [value: string, asWord: boolean]>) {
    for (const [value, asWord] of values) for (const pattern of patternsOf(value, asWord)) this.#add(pattern);
  }

  #add(pattern: Pattern): void {
    if (pattern.head.length >= WINDOW) {
      for (let n = 0; n < STRIDE; n++) this.#long.add(gramAt(pattern.head, n), pattern, n);
    } else this.#short.add(gramAt(pattern.head, 0), pattern, 0);
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
  for (const from of beginnings(bytes, Math.max(start, 0), at, pattern.at)) {
    const to = matchAt(bytes, from, end, pattern.bytes);
    if (to < 0 || to <= at) continue;
    if (pattern.asWord && !(isEdge(bytes, start, from) && !isLetter(to < end ? bytes[to] : undefined))) continue;
    return { start: from, end: to, value: pattern.value, form: pattern.form, lead: pattern.lead };
  }
  return undefined;
}

/** Where a value may begin whose stretch was met at `at`, `before` chars into it: earlier, when escapes stand before. */
function beginnings(bytes: Uint8Array, start: number, at: number, before: number): readonly number[] {
  const plain = at - before;
  if (before === 0) return [at];
  const found = plain >= start ? [plain] : [];
  const least = Math.max(start, at - before * 12 - 12);
  for (let from = Math.min(plain - 1, at - 1); from >= least; from--) {
    const byte = bytes[from];
    if (byte === 0x25 || byte === 0x5c || byte === 0x26)
      for (let n = Math.max(least, from - before); n <= from; n++) if (!found.includes(n)) found.push(n);
  }
  return found.sort((a, b) => a - b);
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

function patternsOf(value: string, asWord: boolean): readonly Pattern[] {
  const plain = bytesOf(value);
  return [...plainPatterns(value, plain, asWord), ...encodedPatterns(value, plain)];
}

function plainPatterns(value: string, bytes: Uint8Array, asWord: boolean): readonly Pattern[] {
  const pattern = { value, bytes, form: "plain" as const, lead: 0, asWord };
  const run = longestRun(value, /[A-Za-z0-9]+/g);
  if (run.length >= GRAM) return [{ ...pattern, at: run.at, head: headOf(bytes, run) }];
  // No stretch that escapes leave alone: its beginnings in the usual ones are looked for.
  const percent = (hex: (text: string) => string): string =>
    value.replaceAll(/[^\w.~-]/g, (char) => `%${hex(char.charCodeAt(0).toString(16).padStart(2, "0"))}`);
  const ways = [
    value,
    percent((text) => text.toUpperCase()),
    percent((text) => text),
    JSON.stringify(value).slice(1, -1),
    value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;"),
  ];
  return [...new Set(ways.map((way) => way.slice(0, GRAM)))]
    .filter((head) => head.length === GRAM)
    .map((head) => ({ ...pattern, at: 0, head: bytesOf(head) }));
}

function headOf(bytes: Uint8Array, run: { readonly at: number; readonly length: number }): Uint8Array {
  return bytes.subarray(run.at, run.at + (run.length >= WINDOW ? WINDOW : GRAM));
}

function longestRun(text: string, pattern: RegExp): { readonly at: number; readonly length: number } {
  let best = { at: 0, length: 0 };
  for (const match of text.matchAll(pattern))
    if (match[0].length > best.length) best = { at: match.index, length: match[0].length };
  return best;
}

/** Six bytes and more: shorter ones would be met by accident. */
function encodedPatterns(value: string, bytes: Uint8Array): readonly Pattern[] {
  if (bytes.length < 6) return [];
  const found: Pattern[] = [];
  const add = (text: string, form: Match["form"], lead: number): void => {
    const run = longestRun(text, /[A-Za-z0-9]+/g);
    const encoded = bytesOf(text);
    if (run.length >= GRAM)
      found.push({ value, bytes: encoded, form, lead, asWord: false, at: run.at, head: headOf(encoded, run) });
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
