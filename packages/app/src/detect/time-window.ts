/**
 * The time a scan is about, milliseconds. Events before `since` still teach what is usual and open sessions, but a
 * finding must rest on something since then; events at or after `until` are left aside (spec CL-20 to CL-23).
 */
export interface TimeWindow {
  readonly since: number | undefined;
  readonly until: number | undefined;
}

// RFC 3339: a date alone, or a date and a time with its zone.
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * Reads a point in time as a user writes it: RFC 3339, or a date, which is its midnight in UTC. `undefined` when it is
 * neither.
 *
 * @example
 * readMoment("2023-10-18") // 1697587200000
 */
export function readMoment(text: string): number | undefined {
  const parts = DATE_TIME.exec(text);
  const date = DATE.test(text) ? text : parts?.[1];
  if (date === undefined) return undefined;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // The 30th of February is refused, not carried into March.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return undefined;
  if (parts === null) return midnight;
  const time = Date.parse(`${date}T${parts[2] ?? ""}${(parts[3] ?? "").toUpperCase()}`);
  return Number.isNaN(time) ? undefined : time;
}
