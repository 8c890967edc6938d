/**
 * How often something was seen, and when: the whole of what a baseline remembers of it. Times are whole seconds since
 * 1970, which fit where milliseconds would need a box each: there are many users, and many habits.
 */
export interface Seen {
  n: number;
  readonly first: number;
  last: number;
}

/** The saved form: rows of [key, n, first, last], in the order in which they were first seen; milliseconds. */
export type SeenRows = readonly (readonly [key: string, n: number, first: number, last: number])[];
