import type { Seen } from "./seen.ts";

/**
 * A baseline entry in words.
 *
 * @example
 * inWords({ n: 214, first: Date.parse("2023-05-03") / 1000, last: 0 }) // "seen 214 times since 2023-05-03"
 */
export function inWords(seen: Seen): string {
  const since = new Date(seen.first * 1000).toISOString().slice(0, 10);
  return seen.n === 1 ? `seen once, on ${since}` : `seen ${seen.n} times since ${since}`;
}
