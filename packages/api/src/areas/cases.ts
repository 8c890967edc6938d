import { z } from "zod";
import type { ProblemCode } from "../contract/problem.ts";
import type { InputForm, Route } from "../contract/route.ts";
import { line, moment } from "../contract/values.ts";

/** A document of the command line, told apart by `schema`; docs/contracts.md says what is in each. Members may be added. */
export interface CaseDocument {
  readonly schema: string;
  readonly [member: string]: unknown;
}

const id = line("The case, such as C-1", 40);
const asOf = moment("As it was known then").optional();

/** The form of such a document, with those of its members that are always there. */
function documentOf(schema: string, ...members: readonly string[]): z.ZodType<CaseDocument> {
  const others = Object.fromEntries(members.map((name) => [name, z.unknown()]));
  return z.looseObject({ schema: z.literal(schema), ...others }) as z.ZodType as z.ZodType<CaseDocument>;
}

const MOMENTS = "Moments are RFC 3339 in UTC.";
const OF_CASE: readonly ProblemCode[] = ["NL-CASE-UNKNOWN"];
const CHANGES: readonly ProblemCode[] = ["NL-CASE-UNKNOWN", "NL-CASE-STATE"];
const RESPONDS: readonly ProblemCode[] = [
  "NL-CASE-UNKNOWN",
  "NL-RESPOND-NO-CASE",
  "NL-RESPOND-NO-SOURCE",
  "NL-API-MISSING",
  "NL-API-BUSY",
];

/** Which cases. */
export interface CaseQuery {
  readonly tenant?: string | undefined;
  readonly status?: "open" | "closed" | "merged" | undefined;
  readonly asOf?: string | undefined;
}

/** Cases, oldest first. */
export const listCases: Route<CaseQuery, CaseDocument> = {
  name: "listCases",
  area: "cases",
  method: "get",
  path: "/api/v1/cases",
  scope: "read",
  summary: "List cases with their measures, oldest first",
  description: MOMENTS,
  input: z.strictObject({
    tenant: line("Only of this tenant").optional(),
    status: z.enum(["open", "closed", "merged"]).optional().meta({ description: "Only those that stand so" }),
    asOf,
  }),
  answer: documentOf("nightlatch.cases/1", "cases"),
  problems: [],
  example: {
    input: { status: "open" },
    answer: { schema: "nightlatch.cases/1", cases: [{ id: "C-1", tenant: "acme", status: "open" }] },
  },
};

/** Opens a case by hand. */
export interface NewCase {
  readonly tenant: string;
  readonly title: string;
  readonly seeds?: readonly string[] | undefined;
}

/** Opens a case. */
export const openCase: Route<NewCase, CaseDocument> = {
  name: "openCase",
  area: "cases",
  method: "post",
  path: "/api/v1/cases",
  scope: "write",
  summary: "Open a case, with what it starts from",
  description: MOMENTS,
  input: z.strictObject({
    tenant: line("The tenant"),
    title: line("What it is about", 500),
    seeds: z
      .array(line("A session, user, address, token or finding, or `kind:value`", 500))
      .max(50)
      .optional()
      .meta({ description: "What it starts from" }),
  }),
  answer: documentOf("nightlatch.case/1", "case", "measures"),
  status: 201,
  problems: [],
  example: {
    input: { tenant: "acme", title: "Strange administrator", seeds: ["user:jo@example.com"] },
    answer: { schema: "nightlatch.case/1", case: { id: "C-2" }, measures: {} },
  },
};

/** Which case, and as it was known when. */
export interface CaseName {
  readonly id: string;
  readonly asOf?: string | undefined;
}

/** A case. */
export const readCase: Route<CaseName, CaseDocument> = {
  name: "readCase",
  area: "cases",
  method: "get",
  path: "/api/v1/cases/{id}",
  scope: "read",
  summary: "Tell a case: findings, facts, tasks, answers, scope, actions, ledger and measures",
  description: MOMENTS,
  input: z.strictObject({ id, asOf }),
  answer: documentOf("nightlatch.case/1", "case", "measures"),
  problems: OF_CASE,
  example: {
    input: { id: "C-1", asOf: "2026-01-05T12:00:00Z" },
    answer: { schema: "nightlatch.case/1", case: { id: "C-1" }, measures: {} },
  },
};

/** Something to write into a case; which members are wanted depends on its kind. */
export interface CaseEntryRequest {
  readonly id: string;
  readonly kind: "note" | "task" | "task-done" | "role" | "fact" | "pin" | "supplier" | "close" | "reopen";
  readonly text: string;
  readonly task?: string | undefined;
  readonly owner?: string | undefined;
  readonly person?: string | undefined;
  readonly happened?: string | undefined;
  readonly events?: readonly string[] | undefined;
  readonly vendor?: string | undefined;
  readonly answered?: boolean | undefined;
  readonly overOpen?: boolean | undefined;
}

/** Writes into a case. */
export const writeCase: Route<CaseEntryRequest, CaseDocument> = {
  name: "writeCase",
  area: "cases",
  method: "post",
  path: "/api/v1/cases/{id}/entries",
  scope: "write",
  summary: "Write a note, task, role, fact, pin or a supplier's word into a case, close it or open it again",
  description:
    "`text` is what is said, the role, or why. `task-done` wants `task`; `role` wants `person`; `fact` wants `events` or `person`; `pin` wants one of `events`; `supplier` wants `vendor`. Over open rows of the ledger a case closes only with `overOpen`. Who writes is the name of the token.",
  input: z.strictObject({
    id,
    kind: z
      .enum(["note", "task", "task-done", "role", "fact", "pin", "supplier", "close", "reopen"])
      .meta({ description: "What it is" }),
    text: line("What is said", 4000),
    task: line("The task that is done").optional(),
    owner: line("Whose the task is").optional(),
    person: line("Who it is, or who said so").optional(),
    happened: moment("When it happened").optional(),
    events: z.array(line("An event's uid")).min(1).max(100).optional().meta({ description: "Events that show it" }),
    vendor: line("The supplier").optional(),
    answered: z.boolean().optional().meta({ description: "They said it to us" }),
    overOpen: z.boolean().optional().meta({ description: "Close although credentials are open" }),
  }),
  answer: documentOf("nightlatch.case/1", "case", "measures"),
  status: 201,
  problems: [...CHANGES, "NL-CASE-OPEN-ROWS", "NL-API-MISSING"],
  example: {
    input: { id: "C-1", kind: "supplier", vendor: "Okta", text: "A session of ours is used from 203.0.113.7" },
    answer: { schema: "nightlatch.case/1", case: { id: "C-1" }, measures: {} },
  },
};

/** A scope without a case. */
export interface ScopeRequest {
  readonly tenant: string;
  readonly seeds: readonly string[];
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Everything that seeds lead to. */
export const askScope: Route<ScopeRequest, CaseDocument> = {
  name: "askScope",
  area: "cases",
  method: "post",
  path: "/api/v1/scope",
  scope: "read",
  summary: "Ask for everything that seeds lead to, without a case",
  input: z.strictObject({
    tenant: line("The tenant"),
    seeds: z.array(line("A session, user, address, token or finding, or `kind:value`", 500)).min(1).max(50).meta({
      description: "Where it starts",
    }),
    since: moment("From when on; ninety days back when absent").optional(),
    until: moment("Until when; now when absent").optional(),
  }),
  answer: documentOf("nightlatch.scope/1", "scope"),
  problems: [],
  example: {
    input: { tenant: "acme", seeds: ["203.0.113.7"] },
    answer: { schema: "nightlatch.scope/1", scope: { events: 12 } },
  },
};

/** A case, and nothing more. */
export interface CaseOnly {
  readonly id: string;
}

/** A look at a case, also at what the tenant says now. */
export interface CaseLook extends CaseOnly {
  readonly live?: boolean | undefined;
}

const looking: InputForm<CaseLook> = z.strictObject({
  id,
  live: z
    .boolean()
    .optional()
    .meta({ description: "Read in the tenant, with the reading credential, what stands now" }),
});

/** Asks a case's scope again, and keeps it when it says something new. */
export const scopeOfCase: Route<CaseLook, CaseDocument> = {
  name: "scopeOfCase",
  area: "cases",
  method: "post",
  path: "/api/v1/cases/{id}/scope",
  scope: "write",
  summary: "Ask a case's scope again, and keep it when it says something new",
  input: looking,
  answer: documentOf("nightlatch.scope/1", "case", "revision", "changed", "scope"),
  problems: [...CHANGES, "NL-RESPOND-NO-SOURCE"],
  example: {
    input: { id: "C-1" },
    answer: { schema: "nightlatch.scope/1", case: "C-1", revision: 1, changed: [], scope: { events: 12 } },
  },
};

/** Asks every question of a case. */
export const askCase: Route<CaseLook, CaseDocument> = {
  name: "askCase",
  area: "cases",
  method: "post",
  path: "/api/v1/cases/{id}/questions",
  scope: "write",
  summary: "Ask every question of a case: yes, no or unknown, with the events and the coverage behind it",
  input: looking,
  answer: documentOf("nightlatch.answers/1", "case", "answers"),
  problems: [...CHANGES, "NL-RESPOND-NO-SOURCE"],
  example: {
    input: { id: "C-1", live: true },
    answer: { schema: "nightlatch.answers/1", case: "C-1", answers: [{ question: "sessions-used", answer: "yes" }] },
  },
};

/** A look at a ledger, or what a person says of one of its rows. */
export interface LedgerRequest extends CaseOnly {
  readonly credential?: string | undefined;
  readonly state?: "rotated" | "revoked" | "expired" | undefined;
  readonly text?: string | undefined;
  readonly owner?: string | undefined;
}

/** Works the rotation ledger out anew. */
export const ledgerOfCase: Route<LedgerRequest, CaseDocument> = {
  name: "ledgerOfCase",
  area: "cases",
  method: "post",
  path: "/api/v1/cases/{id}/ledger",
  scope: "write",
  summary: "Look at the rotation ledger anew, or say of one credential that it is dead, or whose it is",
  description: "With `credential`: `state` and `text` (the proof), or `owner`. Who says so is the name of the token.",
  input: z.strictObject({
    id,
    credential: line("A row, such as token:00T…", 300).optional(),
    state: z.enum(["rotated", "revoked", "expired"]).optional().meta({ description: "What became of it" }),
    text: line("How that is known", 1000).optional(),
    owner: line("Who has to see to it").optional(),
  }),
  answer: documentOf("nightlatch.ledger/1", "case", "open", "rows"),
  problems: CHANGES,
  example: {
    input: { id: "C-1", credential: "token:00T1", state: "revoked", text: "Ticket 4711" },
    answer: { schema: "nightlatch.ledger/1", case: "C-1", open: 0, rows: [] },
  },
};

/** Plans, and shows what every action would do. */
export const planCase: Route<CaseOnly & { readonly playbooks?: readonly string[] | undefined }, CaseDocument> = {
  name: "planCase",
  area: "cases",
  method: "post",
  path: "/api/v1/cases/{id}/plan",
  scope: "write",
  summary: "Plan what the playbooks say, and show what every action would do; changes nothing in the tenant",
  input: z.strictObject({
    id,
    playbooks: z.array(line("A playbook")).max(20).optional().meta({
      description: "These instead of those that answer the findings",
    }),
  }),
  answer: documentOf("nightlatch.plan/1", "case", "actions"),
  problems: [...RESPONDS, "NL-RESPOND-NO-PLAYBOOK"],
  example: { input: { id: "C-1" }, answer: { schema: "nightlatch.plan/1", case: "C-1", actions: [] } },
};

/** Agrees to actions. */
export const approveActions: Route<
  CaseOnly & { readonly actions?: readonly string[] | undefined; readonly text: string },
  CaseDocument
> = {
  name: "approveActions",
  area: "cases",
  method: "post",
  path: "/api/v1/cases/{id}/approvals",
  scope: "act",
  summary: "Agree to actions that wait for people; the name of the token is who agrees, and counts once",
  input: z.strictObject({
    id,
    actions: z
      .array(line("An action's id"))
      .max(200)
      .optional()
      .meta({ description: "These; all that wait when absent" }),
    text: line("Why", 1000),
  }),
  answer: documentOf("nightlatch.containment/1", "case", "actions"),
  problems: [...RESPONDS, "NL-RESPOND-NO-ACTION"],
  example: {
    input: { id: "C-1", text: "Agreed on the phone" },
    answer: { schema: "nightlatch.containment/1", case: "C-1", actions: [] },
  },
};

/** Contains a case. */
export const containCase: Route<CaseOnly, CaseDocument> = {
  name: "containCase",
  area: "cases",
  method: "post",
  path: "/api/v1/cases/{id}/contain",
  scope: "act",
  summary: "Do what is planned and may run, read it back, and go on while the intruder does",
  description:
    "Answered when it is over. Each action says how it stands; what the tenant refused, or nobody agreed to, is not done and says so.",
  input: z.strictObject({ id }),
  answer: documentOf("nightlatch.containment/1", "case", "actions"),
  problems: [...RESPONDS, "NL-RESPOND-NO-CREDENTIAL", "NL-RESPOND-BUSY"],
  example: { input: { id: "C-1" }, answer: { schema: "nightlatch.containment/1", case: "C-1", actions: [] } },
};

/** Takes one action back. */
export const undoAction: Route<CaseOnly & { readonly action: string }, CaseDocument> = {
  name: "undoAction",
  area: "cases",
  method: "post",
  path: "/api/v1/cases/{id}/undo",
  scope: "act",
  summary: "Take one action back, and read that back",
  input: z.strictObject({ id, action: line("The action's id") }),
  answer: documentOf("nightlatch.undo/1", "case", "action", "proof"),
  problems: [
    ...RESPONDS,
    "NL-RESPOND-NO-ACTION",
    "NL-RESPOND-NO-UNDO",
    "NL-RESPOND-STATE",
    "NL-RESPOND-NO-CREDENTIAL",
    "NL-RESPOND-BUSY",
  ],
  example: {
    input: { id: "C-1", action: "act-0123456789abcdef" },
    answer: { schema: "nightlatch.undo/1", case: "C-1", action: "act-0123456789abcdef", proof: { answer: "yes" } },
  },
};

/** Which form of a report. */
export interface ReportQuery extends CaseName {
  readonly form?: "text" | "markdown" | "html" | "pdf" | "json" | "csv" | "stix" | "veris" | undefined;
}

/** Tells a case to others. */
export const reportCase: Route<ReportQuery, string> = {
  name: "reportCase",
  area: "cases",
  method: "get",
  path: "/api/v1/cases/{id}/report",
  scope: "read",
  summary: "Tell a case to others, every sentence with the events that it rests on",
  description: "The content type is that of the form: JSON unless told otherwise. A PDF is bytes.",
  input: z.strictObject({
    id,
    asOf,
    form: z
      .enum(["text", "markdown", "html", "pdf", "json", "csv", "stix", "veris"])
      .optional()
      .meta({ description: "The form; json unless told otherwise" }),
  }),
  answer: z.string(),
  media: "text/plain",
  problems: OF_CASE,
  example: { input: { id: "C-1", form: "markdown" }, answer: "# Case C-1" },
};

/** Checks the journal. */
export const verifyJournal: Route<{ readonly head?: string | undefined }, CaseDocument> = {
  name: "verifyJournal",
  area: "cases",
  method: "get",
  path: "/api/v1/journal/verify",
  scope: "read",
  summary: "Check the journal's chain of hashes, and that an earlier head is in it",
  input: z.strictObject({
    head: z
      .string()
      .regex(/^\d{1,15}:[0-9a-f]{64}$/)
      .optional()
      .meta({ description: "An earlier head, `ENTRY:HASH`" }),
  }),
  answer: documentOf("nightlatch.verified/1", "holds", "entries", "head", "broken", "headFound"),
  problems: [],
  example: {
    input: {},
    answer: {
      schema: "nightlatch.verified/1",
      holds: true,
      entries: 41,
      head: `41:${"0".repeat(64)}`,
      broken: null,
      headFound: true,
    },
  },
};
