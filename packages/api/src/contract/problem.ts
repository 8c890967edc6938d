import { z } from "zod";

/** Every way in which a request can be refused: its stable code, the HTTP status, and what it is in general. */
export const PROBLEMS = {
  "NL-API-INPUT": { status: 400, title: "The request is not as it should be" },
  "NL-API-CURSOR": { status: 400, title: "The cursor is not one of ours" },
  "NL-API-TOKEN": { status: 401, title: "A valid API token is wanted" },
  "NL-API-SCOPE": { status: 403, title: "The token may not do this" },
  "NL-API-PATH": { status: 404, title: "There is no such address" },
  "NL-API-MISSING": { status: 404, title: "There is no such thing" },
  "NL-API-METHOD": { status: 405, title: "The address has no such method" },
  "NL-API-SLOW": { status: 408, title: "The request took too long to arrive" },
  "NL-API-BODY": { status: 413, title: "The body is too long" },
  "NL-API-MEDIA": { status: 415, title: "The body is no JSON" },
  "NL-API-HEADERS": { status: 431, title: "The headers are too long" },
  "NL-API-BUSY": { status: 503, title: "It cannot be done now" },
  "NL-API-QUERY": { status: 400, title: "The question cannot be read" },
  "NL-STORE-QUERY": { status: 400, title: "The store refused the question" },
  "NL-STORE-LIMIT": { status: 400, title: "The question wants more than one may have" },
  "NL-STORE-AWAY": { status: 503, title: "The store does not answer" },
  "NL-STORE-FULL": { status: 503, title: "The disk of the store is full" },
  "NL-CASE-UNKNOWN": { status: 404, title: "There is no such case, or nothing of that name in it" },
  "NL-CASE-STATE": { status: 409, title: "The case is closed or merged" },
  "NL-CASE-OPEN-ROWS": { status: 409, title: "Credentials of the case's ledger are open" },
  "NL-RESPOND-NO-CASE": { status: 404, title: "There is no such open case" },
  "NL-RESPOND-NO-ACTION": { status: 404, title: "The case has no such action" },
  "NL-RESPOND-NO-PLAYBOOK": { status: 404, title: "There is no such playbook" },
  "NL-RESPOND-NO-SOURCE": { status: 409, title: "No source of the configuration is the tenant of the case" },
  "NL-RESPOND-NO-CREDENTIAL": { status: 409, title: "Nothing may act in the tenant of the case" },
  "NL-RESPOND-NO-UNDO": { status: 409, title: "The action cannot be taken back" },
  "NL-RESPOND-STATE": { status: 409, title: "The action does not stand as it has to for this" },
  "NL-RESPOND-BUSY": { status: 409, title: "The case is being contained already" },
  "NL-SIGNAL-REQUEST": { status: 400, title: "The stream cannot be as it was asked for" },
  "NL-SIGNAL-STREAM": { status: 404, title: "There is no such stream" },
  "NL-SIGNAL-OFTEN": { status: 429, title: "The stream was verified a moment ago" },
  "NL-HOOK-CHALLENGE": { status: 400, title: "The challenge of the hook is missing" },
  "NL-INTERNAL-FAULT": { status: 500, title: "Something went wrong that should not" },
} as const;

/** A code that an answer of the interface can have. */
export type ProblemCode = keyof typeof PROBLEMS;

/** Why a request was refused (RFC 9457, `application/problem+json`). */
export interface Problem {
  /** `urn:nightlatch:error:` and the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What was done, what is there, what is wanted. Never a secret. */
  readonly detail: string;
  /** Stable; docs/errors.md has a section for each. */
  readonly code: string;
  /** Each wrong value, where there is more to tell than one sentence. */
  readonly errors?: readonly ProblemPlace[] | undefined;
}

/** A wrong value of a request. */
export interface ProblemPlace {
  /** The value's name; names within it follow behind dots. `""` is the whole. */
  readonly place: string;
  readonly reason: string;
  /** In a question: the character at which it goes wrong, from 0. */
  readonly at?: number | undefined;
}

/** The form of a problem. */
export const ProblemBody: z.ZodType<Problem> = z
  .object({
    type: z.string().meta({ description: "`urn:nightlatch:error:` and the code" }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What was done, what is there, what is wanted" }),
    code: z.string().meta({ description: "Stable; docs/errors.md has a section for each" }),
    errors: z
      .array(z.object({ place: z.string(), reason: z.string(), at: z.int().optional() }))
      .optional()
      .meta({ description: "Each wrong value" }),
  })
  .meta({ id: "Problem", description: "Why a request was refused (RFC 9457)" });

/** The problem of a code. `more` says which values are wrong. */
export function problem(code: ProblemCode, detail: string, errors?: readonly ProblemPlace[]): Problem {
  const { status, title } = PROBLEMS[code];
  const type = `urn:nightlatch:error:${code}`;
  return { type, title, status, detail, code, ...(errors === undefined ? {} : { errors }) };
}
