/** A moment in milliseconds as the interface says it. */
export function utc(ms: number): string {
  return new Date(ms).toISOString();
}

/** The same, with `null` for 0, which stands for "not". */
export function utcOrNull(ms: number): string | null {
  return ms === 0 ? null : utc(ms);
}

/** A moment as it was asked for, in milliseconds. Its form was looked at before. */
export function msOf(moment: string): number {
  return Date.parse(moment);
}

/** The same, for what may be absent. */
export function msOrAbsent(moment: string | undefined): number | undefined {
  return moment === undefined ? undefined : msOf(moment);
}
