import { z } from "zod";
import { type Page, PAGE_QUERY, pageOf, type PageQuery } from "../contract/page.ts";
import type { Route } from "../contract/route.ts";
import { line, moment, utc, utcOrNull } from "../contract/values.ts";

/** A decision that findings of a kind need nobody: whose, why, and for how long. */
export interface Suppression {
  readonly id: string;
  readonly tenant: string;
  /** A rule's id; `null` for every rule. */
  readonly rule: string | null;
  /** A user (id or name), session, address, app or token that the finding is about; `null` for all. */
  readonly entity: string | null;
  /** Name of the token that decided. */
  readonly who: string;
  readonly why: string;
  /** The first moment at which it no longer holds; `null` when it holds without end. */
  readonly until: string | null;
  readonly created: string;
}

const SuppressionBody: z.ZodType<Suppression> = z
  .object({
    id: z.string(),
    tenant: z.string(),
    rule: z.string().nullable().meta({ description: "A rule's id; null for every rule" }),
    entity: z.string().nullable().meta({ description: "What the finding is about; null for all" }),
    who: z.string().meta({ description: "Name of the token that decided" }),
    why: z.string(),
    until: utcOrNull("The first moment at which it no longer holds"),
    created: utc("When it was decided"),
  })
  .meta({ id: "Suppression", description: "A decision that findings of a kind need nobody" });

const EXAMPLE: Suppression = {
  id: "33333333-3333-4333-8333-333333333333",
  tenant: "acme",
  rule: "session.replay",
  entity: "198.51.100.7",
  who: "soc",
  why: "Our own egress in Lisbon, new since Monday",
  until: "2026-02-05T00:00:00.000Z",
  created: "2026-01-05T09:20:00.000Z",
};

/** Which suppressions. */
export interface SuppressionQuery extends PageQuery {
  readonly tenant?: string | undefined;
  /** Those that hold now, or all that ever were; `active` unless told otherwise. */
  readonly which?: "active" | "all" | undefined;
}

/** Decisions that hold, or that ever were. */
export const listSuppressions: Route<SuppressionQuery, Page<Suppression>> = {
  name: "listSuppressions",
  area: "suppressions",
  method: "get",
  path: "/api/v1/suppressions",
  scope: "read",
  summary: "List suppressions, newest first",
  input: z.strictObject({
    ...PAGE_QUERY,
    tenant: line("Only of this tenant").optional(),
    which: z
      .enum(["active", "all"])
      .optional()
      .meta({ description: "Those that hold now (unless told otherwise), or all that ever were" }),
  }),
  answer: pageOf(SuppressionBody),
  problems: ["NL-API-CURSOR"],
  example: { input: { tenant: "acme", which: "active", limit: 20 }, answer: { items: [EXAMPLE], next: null } },
};

/** What somebody decides. A rule or an entity is wanted, or both. */
export interface NewSuppression {
  readonly tenant: string;
  readonly rule?: string | undefined;
  readonly entity?: string | undefined;
  readonly why: string;
  /** RFC 3339; without end when absent. */
  readonly until?: string | undefined;
}

/** Decides that findings of a kind need nobody. They are kept and shown all the same. */
export const createSuppression: Route<NewSuppression, Suppression> = {
  name: "createSuppression",
  area: "suppressions",
  method: "post",
  path: "/api/v1/suppressions",
  scope: "write",
  summary: "Decide that findings of a kind need nobody",
  description: "They are kept and shown all the same. The decision is written into the journal with its reason.",
  input: z
    .strictObject({
      tenant: line("The tenant"),
      rule: line("Only findings of the rule with this id").optional(),
      entity: line("Only findings about this user (id or name), session, address, app or token").optional(),
      why: line("The reason", 1000),
      until: moment("The first moment at which it no longer holds; without end when absent").optional(),
    })
    .refine(({ rule, entity }) => rule !== undefined || entity !== undefined, {
      error: "A rule or an entity is wanted: nobody should suppress everything",
      path: ["rule"],
    }),
  answer: SuppressionBody,
  status: 201,
  problems: [],
  example: {
    input: {
      tenant: "acme",
      rule: "session.replay",
      entity: "198.51.100.7",
      why: EXAMPLE.why,
      until: "2026-02-05T00:00:00.000Z",
    },
    answer: EXAMPLE,
  },
};

/** Ends a decision now. It stays readable. */
export const endSuppression: Route<{ readonly id: string }, Suppression> = {
  name: "endSuppression",
  area: "suppressions",
  method: "post",
  path: "/api/v1/suppressions/{id}/end",
  scope: "write",
  summary: "End a suppression now; it stays readable",
  input: z.strictObject({ id: line("The suppression's id") }),
  answer: SuppressionBody,
  problems: ["NL-API-MISSING"],
  example: { input: { id: EXAMPLE.id }, answer: { ...EXAMPLE, until: "2026-01-06T00:00:00.000Z" } },
};
