import { readTimestamp } from "../normalise/okta/timestamp.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** When something ends, milliseconds: a moment, or a day, which still counts. `undefined` when it is neither. */
export function readEnd(text: string): number | undefined {
  const day = DAY.test(text);
  const time = readTimestamp(day ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(time)) return undefined;
  return day ? time + 86_400_000 : time;
}
