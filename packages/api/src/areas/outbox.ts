import { z } from "zod";
import { type Page, PAGE_QUERY, pageOf, type PageQuery } from "../contract/page.ts";
import type { Route } from "../contract/route.ts";
import { line, utc } from "../contract/values.ts";

/** A notice that was put aside, because it could not be delivered. */
export interface DeadLetter {
  readonly id: string;
  readonly output: string;
  readonly tenant: string;
  /** Id of the finding that it tells of, and the revision. */
  readonly finding: string;
  readonly revision: number;
  readonly error: string;
  readonly attempts: number;
  readonly created: string;
}

/** Notices that were put aside. */
export const listDeadLetters: Route<PageQuery, Page<DeadLetter>> = {
  name: "listDeadLetters",
  area: "outbox",
  method: "get",
  path: "/api/v1/outbox/dead",
  scope: "read",
  summary: "List notices that could not be delivered, oldest first",
  input: z.strictObject(PAGE_QUERY),
  answer: pageOf(
    z
      .object({
        id: z.string(),
        output: z.string(),
        tenant: z.string(),
        finding: z.string().meta({ description: "Id of the finding that it tells of" }),
        revision: z.int(),
        error: z.string(),
        attempts: z.int(),
        created: utc("When it was written"),
      })
      .meta({ id: "DeadLetter", description: "A notice that was put aside" }),
  ),
  problems: ["NL-API-CURSOR"],
  example: {
    input: { limit: 20 },
    answer: {
      items: [
        {
          id: "0123456789abcdef0123456789abcdef",
          output: "soc",
          tenant: "acme",
          finding: "nl-0123456789abcdef",
          revision: 2,
          error: "The receiver answered 404",
          attempts: 1,
          created: "2026-01-05T09:11:00.000Z",
        },
      ],
      next: null,
    },
  },
};

/** Takes notices up again. */
export const reviveDeadLetters: Route<{ readonly output?: string | undefined }, { readonly revived: number }> = {
  name: "reviveDeadLetters",
  area: "outbox",
  method: "post",
  path: "/api/v1/outbox/revive",
  scope: "write",
  summary: "Deliver what was put aside again, of one output or of all",
  input: z.strictObject({ output: line("Only of this output").optional() }),
  answer: z.object({ revived: z.int().meta({ description: "How many wait again" }) }),
  problems: [],
  example: { input: { output: "soc" }, answer: { revived: 1 } },
};
