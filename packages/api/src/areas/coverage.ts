import { z } from "zod";
import type { Route } from "../contract/route.ts";
import { line, moment, utc } from "../contract/values.ts";

/** A time of a source. */
export interface CoverageQuery {
  readonly tenant: string;
  readonly source: string;
  /** From `since` to before `until`, RFC 3339. */
  readonly since: string;
  readonly until: string;
}

/** What is known of a time, stretch by stretch. */
export interface Coverage extends CoverageQuery {
  /** Whether everything that happened then is in the store: only then may a "no" be said. */
  readonly proven: boolean;
  readonly stretches: readonly {
    readonly from: string;
    readonly until: string;
    readonly state: "complete" | "gap" | "unknown";
    readonly reason: string;
  }[];
}

const FORM = {
  tenant: line("The tenant"),
  source: line("The source"),
  since: moment("The first moment of the time"),
  until: moment("The first moment behind the time"),
};

const EXAMPLE: CoverageQuery = {
  tenant: "acme",
  source: "okta.system_log",
  since: "2026-01-05T09:00:00.000Z",
  until: "2026-01-05T10:00:00.000Z",
};

/** Coverage of a time, and whether a "no" about it is proven. */
export const getCoverage: Route<CoverageQuery, Coverage> = {
  name: "getCoverage",
  area: "coverage",
  method: "get",
  path: "/api/v1/coverage",
  scope: "read",
  summary: 'Tell what is known of a time, and whether a "no" about it is proven',
  input: z.strictObject(FORM),
  answer: z.object({
    tenant: z.string(),
    source: z.string(),
    since: utc("The first moment"),
    until: utc("The first moment behind"),
    proven: z
      .boolean()
      .meta({ description: 'Whether everything that happened then is in the store, so that "no" means no' }),
    stretches: z.array(
      z.object({
        from: utc("The first moment"),
        until: utc("The first moment behind"),
        state: z.enum(["complete", "gap", "unknown"]),
        reason: z.string(),
      }),
    ),
  }),
  problems: [],
  example: {
    input: EXAMPLE,
    answer: {
      ...EXAMPLE,
      proven: true,
      stretches: [{ from: EXAMPLE.since, until: EXAMPLE.until, state: "complete", reason: "read to its end" }],
    },
  },
};

/** Counts by the minute. */
export interface CoverageMinutes extends CoverageQuery {
  /** Minutes without events are left out. */
  readonly minutes: readonly {
    readonly minute: string;
    readonly events: number;
    /** Of these, how many came when their minute was thought complete. */
    readonly late: number;
  }[];
}

/** Events by the minute in which they happened. */
export const getMinutes: Route<CoverageQuery, CoverageMinutes> = {
  name: "getMinutes",
  area: "coverage",
  method: "get",
  path: "/api/v1/coverage/minutes",
  scope: "read",
  summary: "Count events by the minute in which they happened; at most seven days at a time",
  input: z.strictObject(FORM),
  answer: z.object({
    tenant: z.string(),
    source: z.string(),
    since: utc("The first moment"),
    until: utc("The first moment behind"),
    minutes: z
      .array(
        z.object({
          minute: utc("Its first moment"),
          events: z.int(),
          late: z.int().meta({ description: "How many came when the minute was thought complete" }),
        }),
      )
      .meta({ description: "Minutes without events are left out" }),
  }),
  problems: [],
  example: {
    input: EXAMPLE,
    answer: { ...EXAMPLE, minutes: [{ minute: EXAMPLE.since, events: 12, late: 0 }] },
  },
};
