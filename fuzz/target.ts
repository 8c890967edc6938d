import type fc from "fast-check";

/**
 * One reader under hostile input. `check` throws when the reader broke its word: it crashed, disagreed with its
 * oracle, or found other things when the same bytes came in other pieces.
 */
export interface Target {
  readonly name: string;
  readonly input: fc.Arbitrary<Uint8Array>;
  readonly check: (bytes: Uint8Array) => Promise<void> | void;
}
