/**
 * The known name that was probably meant: at most two slips away (a letter wrong, missing, too many, or two swapped).
 *
 * @example
 * nearName("tennant", ["tenant", "rules"]) // "tenant"
 */
export function nearName(written: string, known: readonly string[]): string | undefined {
  let best: { readonly name: string; readonly slips: number } | undefined;
  for (const name of known) {
    const slips = slipsBetween(written.toLowerCase(), name.toLowerCase());
    if (slips <= Math.min(2, name.length - 1) && (best === undefined || slips < best.slips)) best = { name, slips };
  }
  return best?.name;
}

/** Optimal string alignment distance. */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
