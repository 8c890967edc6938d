import type { FindTime } from "./query.ts";

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2}))?$/i;

/** Reads `7d`, `2026-01-05` (its midnight in UTC) or `2026-01-05T09:00:00Z`; `undefined` when it is none. */
export function readFindTime(text: string): FindTime | undefined {
  const [, count, unit] = /^(\d{1,5})([smhdw])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return { ago: Number(count) * UNITS[unit as keyof typeof UNITS] };
  const [, date, time, zone = ""] = DATE_TIME.exec(text) ?? [];
  if (date === undefined) return undefined;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // The 30th of February is refused, not carried into March.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return undefined;
  const at = time === undefined ? midnight : Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(at) || at < 0 ? undefined : { at };
}

/** A time as it is written, in the largest unit that gives a whole number. */
export function printFindTime(time: FindTime): string {
  if ("at" in time) return new Date(time.at).toISOString();
  const units = Object.entries(UNITS).toReversed();
  const [name = "s", size = 1000] = units.find(([, ms]) => time.ago % ms === 0) ?? [];
  return `${time.ago / size}${name}`;
}

/** The moment that a time means, milliseconds. */
export function momentOf(time: FindTime, now: number): number {
  return "at" in time ? time.at : now - time.ago;
}
