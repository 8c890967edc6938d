import { daysSinceEpoch } from "../timestamp.ts";

const MOST_EXACT = 1e15;
const POWERS: readonly number[] = Array.from({ length: 16 }, (_, n) => 10 ** n);

/**
 * The timestamp at `p` when it is written as Okta writes it, `"2023-10-18T10:15:00.123Z"` with its quotes; `NaN` for
 * any other writing, which is left to `readTimestamp`.
 */
export function readUsualTime(bytes: Uint8Array, p: number): number {
  if (
    bytes[p] !== 0x22 ||
    bytes[p + 5] !== 0x2d ||
    bytes[p + 8] !== 0x2d ||
    bytes[p + 11] !== 0x54 ||
    bytes[p + 14] !== 0x3a ||
    bytes[p + 17] !== 0x3a ||
    bytes[p + 20] !== 0x2e ||
    bytes[p + 24] !== 0x5a ||
    bytes[p + 25] !== 0x22
  )
    return Number.NaN;
  const year = pair(bytes, p + 1) * 100 + pair(bytes, p + 3);
  const hour = pair(bytes, p + 12);
  const minute = pair(bytes, p + 15);
  const second = pair(bytes, p + 18);
  const millisecond = pair(bytes, p + 21) * 10 + digit(bytes, p + 23);
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return Number.NaN;
  const days = daysSinceEpoch(year, pair(bytes, p + 6), pair(bytes, p + 9));
  return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + millisecond;
}

function pair(bytes: Uint8Array, p: number): number {
  return digit(bytes, p) * 10 + digit(bytes, p + 1);
}

function digit(bytes: Uint8Array, p: number): number {
  const value = (bytes[p] ?? 0) - 0x30;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}

/**
 * The JSON number between two positions, `undefined` when it has an exponent or too many digits to be exact. Up to
 * 15 digits and a power of ten up to 10^15 are exact as doubles, so their quotient is the nearest double (Clinger,
 * How to Read Floating Point Numbers Accurately, 1990).
 */
export function readNumber(bytes: Uint8Array, start: number, end: number): number | undefined {
  const negative = bytes[start] === 0x2d;
  let value = 0;
  let decimals = -1;
  for (let p = negative ? start + 1 : start; p < end; p++) {
    const c = bytes[p] ?? 0;
    if (c === 0x2e) decimals = 0;
    else if (c >= 0x30 && c <= 0x39) {
      value = value * 10 + c - 0x30;
      if (decimals >= 0) decimals++;
    } else return undefined;
  }
  if (value >= MOST_EXACT || decimals > 15) return undefined;
  const exact = decimals > 0 ? value / (POWERS[decimals] ?? 1) : value;
  return negative ? -exact : exact;
}
