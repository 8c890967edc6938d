const SECOND = 1000;

/** Milliseconds of each unit; months and years are the mean Gregorian ones. */
const UNITS: Readonly<Record<string, number>> = {
  s: SECOND,
  m: 60 * SECOND,
  h: 3_600 * SECOND,
  d: 86_400 * SECOND,
  w: 604_800 * SECOND,
  M: 2_629_746 * SECOND,
  y: 31_556_952 * SECOND,
};

/**
 * A timespan such as `15m`, in milliseconds: a whole number and s, m, h or d (Sigma correlation rules specification),
 * or w, M or y. Undefined for anything else, and for none at all.
 */
export function readTimespan(text: string): { readonly ms: number; readonly vague: boolean } | undefined {
  const [, count = "", unit = ""] = /^([1-9]\d{0,9})([smhdwMy])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? 0);
  return ms > 0 && Number.isSafeInteger(ms) ? { ms, vague: unit === "M" || unit === "y" } : undefined;
}
