import type { DatePart } from "../rule/expression.ts";

const DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:(Z)|([+-])(\d{2}):?(\d{2}))?)?$/i;
const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * One part of a date in text (RFC 3339, or ISO 8601 without a zone, which is taken as UTC), in UTC; `week` is the week
 * of ISO 8601. `undefined` when the text is no date.
 */
export function datePart(text: string, part: DatePart): number | undefined {
  const time = readTime(text);
  if (time === undefined) return undefined;
  const date = new Date(time);
  switch (part) {
    case "minute":
      return date.getUTCMinutes();
    case "hour":
      return date.getUTCHours();
    case "day":
      return date.getUTCDate();
    case "week":
      return weekOf(time);
    case "month":
      return date.getUTCMonth() + 1;
    case "year":
      return date.getUTCFullYear();
  }
}

function readTime(text: string): number | undefined {
  if (text.length > 40) return undefined;
  const found = DATE.exec(text);
  if (found === null) return undefined;
  const number = (at: number): number => Number(found[at] ?? 0);
  const hour = number(4);
  const minute = number(5);
  const second = number(6);
  const aheadHours = number(9);
  const aheadMinutes = number(10);
  if (hour > 23 || minute > 59 || second > 60 || aheadHours > 23 || aheadMinutes > 59) return undefined;
  const midnight = startOfDay(number(1), number(2), number(3));
  if (midnight === undefined) return undefined;
  const ahead = (aheadHours * 60 + aheadMinutes) * (found[8] === "-" ? -1 : 1);
  return midnight + (hour * 60 + minute - ahead) * MINUTE + Math.min(second, 59) * 1000;
}

function startOfDay(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  // Date.UTC would take the years before 100 for those of the 20th century.
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}

// The week that holds a day is that of its Thursday.
function weekOf(time: number): number {
  const day = Math.floor(time / DAY);
  const thursday = day - ((((day + 3) % 7) + 7) % 7) + 3;
  const year = new Date(thursday * DAY).getUTCFullYear();
  const first = startOfDay(year, 1, 1) ?? 0;
  return 1 + Math.floor((thursday - first / DAY) / 7);
}
