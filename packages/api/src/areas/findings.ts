import { z } from "zod";
import { NEXT, type Page, PAGE_QUERY, pageOf, type PageQuery } from "../contract/page.ts";
import type { Route } from "../contract/route.ts";
import { count, line, moment, type Severity, SeverityName, utc } from "../contract/values.ts";
import { EXAMPLE_FINDING, type Finding, FindingBody } from "./finding.ts";

/** A finding at a revision, and where that stands in its history. */
export interface FindingState {
  readonly finding: Finding;
  /** 1 for the first; each change of anything in the finding is a new one. */
  readonly revision: number;
  /** When it was first known, and when this revision was. */
  readonly created: string;
  readonly updated: string;
  /** Number of the finding's last change; later changes of any finding have higher ones. */
  readonly change: number;
  /** The suppression that covers it, or `null`. */
  readonly suppressedBy: string | null;
}

const FindingStateBody: z.ZodType<FindingState> = z
  .object({
    finding: FindingBody,
    revision: z.int().meta({ description: "1 for the first; each change of anything in the finding is a new one" }),
    created: utc("When the finding was first known"),
    updated: utc("When this revision was known"),
    change: z.int().meta({
      description: "Number of the finding's last change; later changes of any finding have higher ones",
    }),
    suppressedBy: z.string().nullable().meta({ description: "The suppression that covers it, or null" }),
  })
  .meta({ id: "FindingState", description: "A finding at a revision, and where that stands in its history" });

const EXAMPLE_STATE: FindingState = {
  finding: EXAMPLE_FINDING,
  revision: 2,
  created: "2026-01-05T09:06:00.000Z",
  updated: "2026-01-05T09:11:00.000Z",
  change: 17,
  suppressedBy: null,
};

/** Which findings. */
export interface FindingQuery extends PageQuery {
  readonly tenant?: string | undefined;
  readonly rule?: string | undefined;
  /** At least as severe as this. */
  readonly severity?: Severity | undefined;
  /** A user (id or name), session, address, app or token that the finding is about. */
  readonly entity?: string | undefined;
  /** The claim reaches into the time from `since` to before `until`, RFC 3339. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** Changed at this time or later, RFC 3339. */
  readonly changedSince?: string | undefined;
}

/** A page of findings. */
export interface FindingPage extends Page<FindingState> {
  /** Number of the last change before the page was read: what to follow from, so that nothing is missed. */
  readonly change: number;
}

const tenant: z.ZodType<string | undefined> = line("Only of this tenant").optional();
const severity: z.ZodType<Severity | undefined> = SeverityName.optional().meta({
  description: "Only those at least as severe as this",
});

/** Findings, newest first. */
export const listFindings: Route<FindingQuery, FindingPage> = {
  name: "listFindings",
  area: "findings",
  method: "get",
  path: "/api/v1/findings",
  scope: "read",
  summary: "List findings, newest first",
  description:
    "The order is that in which findings were first known, which never changes: going through the pages shows each finding that was there at the beginning once, whatever changes meanwhile. To go on from there, follow the stream from `change` of the first page.",
  input: z.strictObject({
    ...PAGE_QUERY,
    tenant,
    rule: line("Only of the rule with this id").optional(),
    severity,
    entity: line("Only those about this user (id or name), session, address, app or token").optional(),
    since: moment("Only claims that reach to this moment or beyond").optional(),
    until: moment("Only claims that begin before this moment").optional(),
    changedSince: moment("Only findings that changed at this moment or later").optional(),
  }),
  answer: z.object({
    items: z.array(FindingStateBody),
    next: NEXT,
    change: z.int().meta({
      description: "Number of the last change before the page was read; follow the stream from there",
    }),
  }),
  problems: ["NL-API-CURSOR"],
  example: {
    input: { tenant: "acme", severity: "high", since: "2026-01-05T00:00:00Z", limit: 50 },
    answer: { items: [EXAMPLE_STATE], next: null, change: 17 },
  },
};

/** One finding, as it stands or as it stood. */
export const getFinding: Route<{ readonly id: string; readonly revision?: number | undefined }, FindingState> = {
  name: "getFinding",
  area: "findings",
  method: "get",
  path: "/api/v1/findings/{id}",
  scope: "read",
  summary: "Read one finding, as it stands or as it stood at a revision",
  input: z.strictObject({
    id: line("The finding's id"),
    revision: count("As it stood at this revision", { min: 1, max: 1e9 }).optional(),
  }),
  answer: FindingStateBody,
  problems: ["NL-API-MISSING"],
  example: { input: { id: EXAMPLE_FINDING.id, revision: 2 }, answer: EXAMPLE_STATE },
};

/** What a finding said at a revision. */
export interface FindingRevision {
  readonly finding: Finding;
  readonly revision: number;
  readonly at: string;
}

/** Every state that a finding was in. */
export const listRevisions: Route<PageQuery & { readonly id: string }, Page<FindingRevision>> = {
  name: "listRevisions",
  area: "findings",
  method: "get",
  path: "/api/v1/findings/{id}/revisions",
  scope: "read",
  summary: "Read every state a finding was in, first to last: what was known when",
  input: z.strictObject({ id: line("The finding's id"), ...PAGE_QUERY }),
  answer: pageOf(z.object({ finding: FindingBody, revision: z.int(), at: utc("When this was known") })),
  problems: ["NL-API-MISSING", "NL-API-CURSOR"],
  example: {
    input: { id: EXAMPLE_FINDING.id },
    answer: { items: [{ finding: EXAMPLE_FINDING, revision: 2, at: EXAMPLE_STATE.updated }], next: null },
  },
};

/** Which findings to follow. */
export interface FindingStreamQuery {
  readonly tenant?: string | undefined;
  readonly severity?: Severity | undefined;
  /** Begin behind the change with this number; with what comes from now on when it is absent. */
  readonly after?: number | undefined;
}

/** Findings as they come and change. */
export const streamFindings: Route<FindingStreamQuery, string> = {
  name: "streamFindings",
  area: "findings",
  method: "get",
  path: "/api/v1/findings/stream",
  scope: "read",
  summary: "Follow findings as they come and change (server-sent events)",
  description:
    "Events named `finding` have a FindingState as data and the number of the change as id; one named `begin` comes first and says where the stream begins. After a break the header `Last-Event-ID` goes on from there; every finding that changed meanwhile comes once, as it stands. Lines that begin with a colon keep the connection alive.",
  input: z.strictObject({
    tenant,
    severity,
    after: count("Begin behind the change with this number; `Last-Event-ID` goes before", {
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
    }).optional(),
  }),
  answer: z.string(),
  media: "text/event-stream",
  problems: ["NL-API-BUSY"],
  example: {
    input: { tenant: "acme", severity: "high", after: 16 },
    answer: `id: 17\nevent: finding\ndata: ${JSON.stringify(EXAMPLE_STATE)}\n\n`,
  },
};
