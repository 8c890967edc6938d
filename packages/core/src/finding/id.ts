const PRIME = 0x100000001b3n;
const BASIS = 0xcbf29ce484222325n;
const MASK = 0xffffffffffffffffn;

/**
 * A stable id for a claim: FNV-1a over 64 bits of its parts (draft-eastlake-fnv). Not a secret and not a proof; it
 * only has to be the same for the same claim, on every machine and in every run.
 *
 * @example
 * claimId(["acme", "session", "102abc"]) // "nl-" and 16 hexadecimal digits
 */
export function claimId(parts: readonly string[]): string {
  let hash = BASIS;
  for (const char of parts.join("\u0000")) {
    hash ^= BigInt(char.codePointAt(0) ?? 0);
    hash = (hash * PRIME) & MASK;
  }
  return `nl-${hash.toString(16).padStart(16, "0")}`;
}
