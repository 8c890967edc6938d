/** Compressed data that is broken, or that unfolds to more than the bound. */
export class InflateError extends Error {
  /** It may be sound; it is the bound that ended it. */
  readonly isTooMuch: boolean;

  constructor(message: string, isTooMuch = false) {
    super(message);
    this.isTooMuch = isTooMuch;
  }
}

/** Made once: trying whether something is packed is common, and a stack trace for each no would be most of its cost. */
const ENDS_TOO_EARLY = new InflateError("Ends too early");
const HAS_A_BLOCK_OF_NO_KNOWN = new InflateError("Has a block of no known kind");
const HAS_A_CODE_THAT_STANDS_FOR = new InflateError("Has a code that stands for nothing");
const HAS_A_STORED_BLOCK_OF_UNCLEAR = new InflateError("Has a stored block of unclear length");
const HAS_MORE_LENGTHS_THAN_CODES = new InflateError("Has more lengths than codes");
const HAS_TOO_MANY_CODES_OF_ONE = new InflateError("Has too many codes of one length");
const POINTS_BEFORE_ITS_BEGINNING = new InflateError("Points before its beginning");
const REPEATS_A_LENGTH_BEFORE_THE_FIRST = new InflateError("Repeats a length before the first");
const UNFOLDS_TO_MORE_THAN_ITS_BOUND = new InflateError("Unfolds to more than its bound", true);

interface Code {
  /** How many codes have each length. */
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const FAR_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const FAR_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MOST_BITS = 15;

function codeOf(lengths: Uint8Array): Code {
  const counts = new Uint16Array(MOST_BITS + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  const offsets = new Uint16Array(MOST_BITS + 2);
  let left = 1;
  for (let n = 1; n <= MOST_BITS; n++) {
    left = left * 2 - (counts[n] ?? 0);
    if (left < 0) throw HAS_TOO_MANY_CODES_OF_ONE;
    offsets[n + 1] = (offsets[n] ?? 0) + (counts[n] ?? 0);
  }
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    const at = offsets[length] ?? 0;
    symbols[at] = symbol;
    offsets[length] = at + 1;
  });
  counts[0] = 0;
  return { counts, symbols };
}

const fixedLengths = new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280);
const FIXED_LITERAL = codeOf(fixedLengths);
const FIXED_FAR = codeOf(new Uint8Array(30).fill(5));

/**
 * Inflates raw DEFLATE data (RFC 1951), synchronously and with a bound, which the platform's DecompressionStream does
 * not offer. Bodies left compressed are rare, so it is written for shortness.
 *
 * @param most bytes that may come out; one more is an InflateError, so that a bomb costs no more than its bound
 * @param partly when true the bound ends the work instead of refusing it, and broken data gives what came before
 */
export function inflateRaw(input: Uint8Array, most: number, partly = false): Uint8Array {
  const inflater = new Inflater(input, most);
  try {
    inflater.run();
  } catch (error) {
    if (!(error instanceof InflateError) || !partly) throw error;
  }
  return inflater.out.subarray(0, inflater.length);
}

class Inflater {
  out: Uint8Array;
  length = 0;
  readonly #input: Uint8Array;
  readonly #most: number;
  #at = 0;
  #bits = 0;
  #held = 0;

  constructor(input: Uint8Array, most: number) {
    this.#input = input;
    this.#most = most;
    this.out = new Uint8Array(Math.min(most, Math.max(256, input.length * 4)));
  }

  run(): void {
    for (let last = false; !last;) {
      last = this.#take(1) === 1;
      const kind = this.#take(2);
      if (kind === 0) this.#stored();
      else if (kind === 1) this.#block(FIXED_LITERAL, FIXED_FAR);
      else if (kind === 2) this.#dynamic();
      else throw HAS_A_BLOCK_OF_NO_KNOWN;
    }
  }

  #take(count: number): number {
    while (this.#held < count) {
      if (this.#at >= this.#input.length) throw ENDS_TOO_EARLY;
      this.#bits |= (this.#input[this.#at++] ?? 0) << this.#held;
      this.#held += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#held -= count;
    return value;
  }

  #symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MOST_BITS; length++) {
      code |= this.#take(1);
      const count = counts[length] ?? 0;
      if (code - count < first) return symbols[index + code - first] ?? 0;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw HAS_A_CODE_THAT_STANDS_FOR;
  }

  #put(byte: number): void {
    if (this.length >= this.out.length) {
      if (this.length >= this.#most) throw UNFOLDS_TO_MORE_THAN_ITS_BOUND;
      const larger = new Uint8Array(Math.min(this.#most, this.out.length * 2));
      larger.set(this.out);
      this.out = larger;
    }
    this.out[this.length++] = byte;
  }

  #stored(): void {
    this.#bits = 0;
    this.#held = 0;
    const length = this.#take(16);
    if ((length ^ this.#take(16)) !== 0xffff) throw HAS_A_STORED_BLOCK_OF_UNCLEAR;
    for (let n = 0; n < length; n++) this.#put(this.#take(8));
  }

  #dynamic(): void {
    const literals = this.#take(5) + 257;
    const fars = this.#take(5) + 1;
    const count = this.#take(4) + 4;
    const short = new Uint8Array(19);
    for (let n = 0; n < count; n++) short[ORDER[n] ?? 0] = this.#take(3);
    const code = codeOf(short);
    const lengths = new Uint8Array(literals + fars);
    for (let n = 0; n < lengths.length;) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        lengths[n++] = symbol;
        continue;
      }
      if (symbol === 16 && n === 0) throw REPEATS_A_LENGTH_BEFORE_THE_FIRST;
      const value = symbol === 16 ? (lengths[n - 1] ?? 0) : 0;
      const times = symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (n + times > lengths.length) throw HAS_MORE_LENGTHS_THAN_CODES;
      lengths.fill(value, n, n + times);
      n += times;
    }
    this.#block(codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals)));
  }

  #block(literal: Code, far: Code): void {
    for (;;) {
      const symbol = this.#symbol(literal);
      if (symbol === 256) return;
      if (symbol < 256) {
        this.#put(symbol);
        continue;
      }
      const n = symbol - 257;
      const length = (LENGTH_BASE[n] ?? 0) + this.#take(LENGTH_BITS[n] ?? 0);
      const m = this.#symbol(far);
      const distance = (FAR_BASE[m] ?? 0) + this.#take(FAR_BITS[m] ?? 0);
      if (n > 28 || m > 29 || distance > this.length) throw POINTS_BEFORE_ITS_BEGINNING;
      for (let k = 0; k < length; k++) this.#put(this.out[this.length - distance] ?? 0);
    }
  }
}
