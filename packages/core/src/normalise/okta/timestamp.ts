/** Between which instants an event's time is believed; milliseconds since 1970, both inclusive. */
export interface TimeBounds {
  readonly from: number;
  readonly to: number;
}

/**
 * Okta was founded in 2009, so nothing it logged is older; a time near 1970 or 2099 is a broken clock or a zero.
 * spec EV-8.
 */
export const TIME_BOUNDS: TimeBounds = { from: Date.UTC(2009, 0, 1), to: Date.UTC(2098, 0, 1) };

const USUAL = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?(?:([Zz])|([+-])(\d{2}):?(\d{2}))$/;
const DAYS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads an RFC 3339 timestamp: milliseconds since 1970 UTC, finer digits cut off; `NaN` when it is none.
 * A leap second counts as the second after it.
 *
 * @example
 * readTimestamp("2023-10-18T10:15:00.123Z") // 1697624100123
 */
export function readTimestamp(text: string): number {
  const found = USUAL.exec(text);
  if (found === null) return Number.NaN;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const [hour, minute, second] = [Number(found[4]), Number(found[5]), Number(found[6])];
  if (hour > 23 || minute > 59 || second > 60) return Number.NaN;
  const days = daysSinceEpoch(year, month, day);
  const milliseconds = Number(`${found[7] ?? ""}000`.slice(0, 3));
  const offset = (Number(found[10] ?? 0) * 60 + Number(found[11] ?? 0)) * (found[9] === "-" ? -1 : 1);
  return (((days * 24 + hour) * 60 + minute - offset) * 60 + second) * 1000 + milliseconds;
}

/**
 * Days from 1970-01-01 to a date of the Gregorian calendar; `NaN` when there is no such day.
 * The count of days before a year follows from its number of leap days, so no `Date` is needed.
 */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
  if (day < 1 || day > length) return Number.NaN;
  // March-based years put the leap day last, which makes the months' lengths one linear formula.
  const y = month > 2 ? year : year - 1;
  const m = month > 2 ? month - 3 : month + 9;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leaps + Math.floor((153 * m + 2) / 5) + day - 1 - 719_468;
}
