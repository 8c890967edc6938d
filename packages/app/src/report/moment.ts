/**
 * A point in time for people, from RFC 3339 in UTC.
 *
 * @example
 * moment("2023-10-18T14:03:22.120Z") // "2023-10-18 14:03:22"
 */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${clock(iso)}`;
}

/** The same where nothing around it says which clock is meant. */
export function utc(iso: string): string {
  return `${moment(iso)} UTC`;
}

/** The time of day. */
export function clock(iso: string): string {
  return iso.slice(11, 19);
}

/** From one moment to another; a day that is the same is said once. */
export function span(first: string, last: string): string {
  if (moment(first) === moment(last)) return moment(first);
  return first.slice(0, 10) === last.slice(0, 10)
    ? `${moment(first)} to ${clock(last)}`
    : `${moment(first)} to ${moment(last)}`;
}
