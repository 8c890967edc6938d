/** Kinds of a node on a tape. */
export const OBJECT = 0;
export const ARRAY = 1;
export const STRING = 2;
/** A string that holds a backslash. */
export const ESCAPED = 3;
/** A number, true, false or null. */
export const LITERAL = 4;

/** The tape is complete, wants more bytes, or met what is no JSON. */
export type TapeState = "done" | "more" | "wrong";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** So far a loop is faster than a call. */
const NEAR = 128;
const WHITE = new Uint8Array(256);
const BARE = new Uint8Array(256);
for (const byte of [0x20, 0x09, 0x0a, 0x0d]) WHITE[byte] = 1;
for (const char of "0123456789+-.eEtrufalsn") BARE[char.charCodeAt(0)] = 1;
const NUMBER = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;

/** Values within values that are read: no program writes so many, and each costs whoever reads it. */
const DEEPEST = 5000;
/** The fault of what is nested deeper. */
export const TOO_DEEP = "Is nested too deeply";

interface Span {
  readonly start: number;
  readonly end: number;
}

/** What may come next. */
const VALUE = 0;
const VALUE_OR_END = 1;
const KEY = 2;
const KEY_OR_END = 3;
const COLON = 4;
const COMMA_OR_END = 5;

/**
 * One JSON value, flat: a list of nodes in the order of the text, with where each lies in the bytes. Members of an
 * object are two nodes, key and value. No object is built, so a key may be called anything and stand twice, and depth
 * costs no stack. It reads in steps: after "more" it goes on where it stopped, with a longer prefix of the same bytes.
 */
export class Tape {
  /** Nodes so far. */
  count = 0;
  kinds: Uint8Array = new Uint8Array(256);
  /** Where a node begins and ends: for strings the inside of the quotes. */
  from: Int32Array = new Int32Array(256);
  to: Int32Array = new Int32Array(256);
  /** The node after this one and all that is in it. */
  next: Int32Array = new Int32Array(256);
  /** Where reading stands; after "done" the end of the value, after "wrong" the place of the fault. */
  at = 0;
  /** Why reading ended with "wrong". */
  fault = "";
  /** Where long strings begin and end that were read before, byte for byte: they are passed over. Ascending. */
  #known: readonly Span[] = [];
  #open: number[] = [];
  #want = VALUE;
  #inString = false;
  #escaped = false;

  /** Begins a new value at `start`. `known`: strings in it that need not be read. */
  begin(start: number, known: readonly Span[] = []): void {
    this.#known = known;
    this.count = 0;
    this.at = start;
    this.fault = "";
    this.#open = [];
    this.#want = VALUE;
    this.#inString = false;
  }

  /** Where the string that is being read begins (inside its quote), or -1 between strings. */
  get openString(): number {
    return this.#inString ? (this.from[this.count - 1] ?? -1) : -1;
  }

  /** The bytes were moved by `by`: the tape goes with them. */
  shift(by: number): void {
    this.at += by;
    for (let node = 0; node < this.count; node++) {
      this.from[node] = (this.from[node] ?? 0) + by;
      this.to[node] = (this.to[node] ?? 0) + by;
    }
  }

  /** Goes on reading the open string at `at`: what stood between was taken out. */
  resume(at: number): void {
    this.at = at;
  }

  /** Reads up to `end`. `last` says that no more bytes will come. One loop without calls, for this is most of the work. */
  read(bytes: Uint8Array, end: number, last: boolean): TapeState {
    const open = this.#open;
    let { kinds, from, to, at, count } = this;
    let want = this.#want;
    let inString = this.#inString;
    let escaped = this.#escaped;
    let state: TapeState = "more";
    let nth = 0;
    let skip = this.#known[0]?.start ?? -1;
    for (;;) {
      if (inString) {
        for (;;) {
          const near = Math.min(end, at + NEAR);
          for (let byte = 0; at < near && (byte = bytes[at] as number) !== QUOTE && byte !== BACKSLASH;) at++;
          if (at === near && at < end) at = endOfRun(bytes, at, end);
          if (at + 1 >= end && (at >= end || bytes[at] === BACKSLASH)) break;
          if (bytes[at] === QUOTE) {
            inString = false;
            break;
          }
          escaped = true;
          at += 2;
        }
        if (inString) break;
        to[count - 1] = at++;
        if (escaped) kinds[count - 1] = ESCAPED;
        want = want === KEY || want === KEY_OR_END ? COLON : COMMA_OR_END;
      } else {
        while (at < end && WHITE[bytes[at] ?? 0] === 1) at++;
        if (at >= end) break;
        const byte = bytes[at] ?? 0;
        if (open.length > DEEPEST) {
          state = this.#wrong(TOO_DEEP);
          break;
        }
        if (count >= kinds.length) {
          this.#grow();
          ({ kinds, from, to } = this);
        }
        if (byte === 0x3a && want === COLON) {
          want = VALUE;
          at++;
          continue;
        }
        if (byte === 0x2c && want === COMMA_OR_END) {
          want = kinds[open.at(-1) ?? 0] === OBJECT ? KEY : VALUE;
          at++;
          continue;
        }
        if (byte === 0x7d || byte === 0x5d) {
          const kind = byte === 0x7d ? OBJECT : ARRAY;
          const node = open.pop();
          const may = want === COMMA_OR_END || want === (kind === OBJECT ? KEY_OR_END : VALUE_OR_END);
          if (node === undefined || kinds[node] !== kind || !may) {
            state = this.#wrong("Ends what is not open");
            break;
          }
          to[node] = ++at;
          this.next[node] = count;
          want = COMMA_OR_END;
        } else if (want >= COLON) {
          state = this.#wrong(want === COLON ? 'Wants ":" after a key' : 'Wants "," or an end');
          break;
        } else if ((want === KEY || want === KEY_OR_END) && byte !== QUOTE) {
          state = this.#wrong("Wants a key");
          break;
        } else {
          from[count] = at;
          this.next[count] = count + 1;
          if (byte === QUOTE) {
            kinds[count] = STRING;
            from[count++] = ++at;
            inString = true;
            escaped = false;
            const known = at === skip ? this.#known[nth++] : undefined;
            at = known?.end ?? at;
            skip = known === undefined ? skip : (this.#known[nth]?.start ?? -1);
            continue;
          }
          if (byte === 0x7b || byte === 0x5b) {
            kinds[count] = byte === 0x7b ? OBJECT : ARRAY;
            want = byte === 0x7b ? KEY_OR_END : VALUE_OR_END;
            open.push(count++);
            at++;
            continue;
          }
          const stop = bareEnd(bytes, at, end);
          if (stop >= end && !last && stop - at < 400) break;
          if (!isPlainLiteral(bytes, at, stop) && !isLiteral(bytes, at, stop)) {
            state = this.#wrong("Wants a value");
            break;
          }
          kinds[count] = LITERAL;
          to[count++] = at = stop;
          want = COMMA_OR_END;
        }
      }
      if (open.length === 0 && want === COMMA_OR_END) {
        state = "done";
        break;
      }
    }
    this.at = at;
    this.count = count;
    this.#want = want;
    this.#inString = inString;
    this.#escaped = escaped;
    if (state !== "more" || !last) return state;
    return this.#wrong(inString ? "The text ends inside a string" : "The text ends too early");
  }

  #grow(): void {
    const size = this.kinds.length * 2;
    const kinds = new Uint8Array(size);
    kinds.set(this.kinds);
    this.kinds = kinds;
    for (const name of ["from", "to", "next"] as const) {
      const larger = new Int32Array(size);
      larger.set(this[name]);
      this[name] = larger;
    }
  }

  #wrong(fault: string): "wrong" {
    this.fault = fault;
    return "wrong";
  }
}

/** Where the next quote or backslash stands: found block by block, for a quote may be far behind a backslash. */
function endOfRun(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at += BLOCK) {
    const block = bytes.subarray(at, Math.min(end, at + BLOCK));
    const quote = block.indexOf(QUOTE);
    const backslash = (quote < 0 ? block : block.subarray(0, quote)).indexOf(BACKSLASH);
    if (backslash >= 0) return at + backslash;
    if (quote >= 0) return at + quote;
  }
  return end;
}

const BLOCK = 4096;

/** Digits, `true`, `false`, `null`: nearly all that stands bare in a capture. */
function isPlainLiteral(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  const first = bytes[start] ?? 0;
  if (length === 0 || length > 16) return false;
  if (first === 0x74 || first === 0x66 || first === 0x6e) {
    const word = first === 0x74 ? TRUE : first === 0x66 ? FALSE : NULL;
    if (length !== word.length) return false;
    for (let n = 0; n < length; n++) if (bytes[start + n] !== word.charCodeAt(n)) return false;
    return true;
  }
  const from = first === 0x2d ? start + 1 : start;
  if (from === end || (bytes[from] === 0x30 && from + 1 < end)) return false;
  for (let at = from; at < end; at++) if ((bytes[at] ?? 0) < 0x30 || (bytes[at] ?? 0) > 0x39) return false;
  return true;
}

const [TRUE, FALSE, NULL] = ["true", "false", "null"];

function isLiteral(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start <= 400 && NUMBER.test(String.fromCharCode(...bytes.subarray(start, end)));
}

function bareEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && BARE[bytes[at] ?? 0] === 1) at++;
  return at;
}
