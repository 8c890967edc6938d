/**
 * A sum of doubles without rounding until it is read (Shewchuk 1997, "Adaptive precision floating-point arithmetic"):
 * what was added can be taken away again, and neither order nor restarts show in the result.
 *
 * Terms must be finite and below 1e290 in magnitude.
 */
export class ExactSum {
  /** Parts that do not overlap, from least to greatest magnitude; their sum is the sum. */
  readonly #parts: number[] = [];

  add(term: number): void {
    let carried = term;
    let kept = 0;
    for (const part of this.#parts) {
      const sum = carried + part;
      const [great, small] = Math.abs(carried) < Math.abs(part) ? [part, carried] : [carried, part];
      const lost = small - (sum - great);
      if (lost !== 0) this.#parts[kept++] = lost;
      carried = sum;
    }
    this.#parts.length = kept;
    if (carried !== 0) this.#parts.push(carried);
  }

  /** The sum, rounded once, half to even. */
  value(): number {
    let left = this.#parts.length;
    let sum = 0;
    let lost = 0;
    while (left > 0 && lost === 0) {
      const part = this.#parts[--left] ?? 0;
      const next = sum + part;
      lost = part - (next - sum);
      sum = next;
    }
    const below = this.#parts[left - 1] ?? 0;
    if (Math.sign(lost) * Math.sign(below) > 0) {
      const twice = lost * 2;
      const up = sum + twice;
      if (up - sum === twice) sum = up;
    }
    return sum;
  }
}
