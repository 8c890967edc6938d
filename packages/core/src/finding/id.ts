/** The prime is 2^40 and this. */
const PRIME_LOW = 0x1b3;
const WORD = 0x1_0000_0000;

/**
 * A stable id for a claim: FNV-1a over 64 bits of its parts (draft-eastlake-fnv), by code point. Not a secret and not a
 * proof; it only has to be the same for the same claim, on every machine and in every run.
 *
 * @example
 * claimId(["acme", "session", "102abc"]) // "nl-" and 16 hexadecimal digits
 */
export function claimId(parts: readonly string[]): string {
  // 64 bits in two halves: a BigInt would cost a hundred times as much.
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const char of parts.join("\u0000")) {
    low = (low ^ (char.codePointAt(0) ?? 0)) >>> 0;
    const product = low * PRIME_LOW;
    high = (Math.imul(high, PRIME_LOW) + Math.floor(product / WORD) + (low << 8)) >>> 0;
    low = product % WORD;
  }
  return `nl-${hexadecimal(high)}${hexadecimal(low)}`;
}

function hexadecimal(word: number): string {
  return word.toString(16).padStart(8, "0");
}
