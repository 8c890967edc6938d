/**
 * When things reach us, in an order that never turns back: the machine's clock, but always later than what was given
 * out before, in this run or an earlier one. Checkpoints say by it what they had seen.
 */
export function receivedClock(now: () => number, last: number): () => number {
  let before = last;
  return () => (before = Math.max(now(), before + 1));
}
