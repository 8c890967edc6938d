import { type CoverageQuery, getCoverage, getMinutes } from "@nightlatch/client";
import { isProven, stretches } from "@nightlatch/core";
import { coverageOf, minutesOf } from "../../store/state/index.ts";
import { Refusal } from "../http/refusal.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";
import { msOf, utc } from "./rfc3339.ts";

const MINUTE = 60_000;
const LONGEST = 7 * 24 * 60 * MINUTE;

/** Coverage: what is known of a time, and the counts of its minutes. */
export function addCoverage(routes: Routes, { state }: ServerParts): void {
  routes.json(getCoverage, async (query) => {
    const { tenant, source } = query;
    const span = spanOf(query);
    const known = await coverageOf(state.db, { tenant, source });
    return {
      ...said(query, span),
      proven: isProven(known, span),
      stretches: stretches(known, span).map((one) => ({ ...one, from: utc(one.from), until: utc(one.until) })),
    };
  });

  routes.json(getMinutes, async (query) => {
    const { tenant, source } = query;
    const span = spanOf(query);
    if (span.until - span.since > LONGEST)
      throw new Refusal("NL-API-INPUT", 'The time is longer than seven days ("until")', {
        errors: [{ place: "until", reason: "At most seven days after `since` are wanted" }],
      });
    const minutes = await minutesOf(state.db, { tenant, source }, span);
    return { ...said(query, span), minutes: minutes.map((one) => ({ ...one, minute: utc(one.minute * MINUTE) })) };
  });
}

interface Span {
  readonly since: number;
  readonly until: number;
}

function spanOf(query: CoverageQuery): Span {
  const span = { since: msOf(query.since), until: msOf(query.until) };
  if (span.since < span.until) return span;
  throw new Refusal("NL-API-INPUT", '`since` is not before `until` ("until")', {
    errors: [{ place: "until", reason: "A moment after `since` is wanted" }],
  });
}

function said({ tenant, source }: CoverageQuery, { since, until }: Span): CoverageQuery {
  return { tenant, source, since: utc(since), until: utc(until) };
}
