/**
 * How alike two texts are, 0 to 1: twice the characters in common over the characters of both, where what is in common is
 * the longest stretch, and then the longest to its left and to its right (Ratcliff and Obershelp, 1988).
 */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  return (2 * inCommon(a, b)) / (a.length + b.length);
}

function inCommon(a: string, b: string): number {
  if (a === "" || b === "") return 0;
  const { length, inA, inB } = longest(a, b);
  if (length === 0) return 0;
  return length + inCommon(a.slice(0, inA), b.slice(0, inB)) + inCommon(a.slice(inA + length), b.slice(inB + length));
}

/** The longest stretch of one text in the other, the earliest of several. */
function longest(a: string, b: string): { length: number; inA: number; inB: number } {
  let best = { length: 0, inA: 0, inB: 0 };
  let before = new Map<number, number>();
  for (let i = 0; i < a.length; i++) {
    const row = new Map<number, number>();
    for (let j = b.indexOf(a.charAt(i)); j >= 0; j = b.indexOf(a.charAt(i), j + 1)) {
      const length = (before.get(j - 1) ?? 0) + 1;
      row.set(j, length);
      if (length > best.length) best = { length, inA: i - length + 1, inB: j - length + 1 };
    }
    before = row;
  }
  return best;
}
