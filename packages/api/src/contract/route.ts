import type { z } from "zod";
import type { ProblemCode } from "./problem.ts";

/**
 * What a token opens. `read` asks, `write` decides, `admin` is for tokens themselves, `hook` delivers events, `signals`
 * makes and reads streams of signed events of its own, `act` agrees to actions and runs them. None includes another.
 */
export type Scope = "read" | "write" | "admin" | "hook" | "signals" | "act";

/** The form of what goes into a route: one flat object, whose members stand in the path, the query or the body. */
export type InputForm<Input> = z.ZodType<Input> & { readonly shape: Readonly<Record<string, z.ZodType>> };

/** One thing that can be asked or done over HTTP, as data. Server, client and OpenAPI document are made from it. */
export interface Route<Input, Answer> {
  /** Unique; the `operationId` of the document. */
  readonly name: string;
  readonly area: Area;
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** With names in braces (RFC 6570, level 1), as OpenAPI writes it. */
  readonly path: string;
  /** What a token needs to have; `none` for what tells nothing of anybody. */
  readonly scope: Scope | "none";
  readonly summary: string;
  readonly description?: string;
  /** Members that are in `path` stand there; the others in the query of a GET or DELETE, else in the JSON body. */
  readonly input: InputForm<Input>;
  readonly answer: z.ZodType<Answer>;
  /** Of a good answer; 200 unless said otherwise. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Of a good answer; JSON unless said otherwise. */
  readonly media?: "text/event-stream" | "text/plain";
  /** The body is taken as it is, whatever it says, up to a number of bytes. */
  readonly bytes?: number;
  /** Of such a body; JSON unless said otherwise. */
  readonly takes?: "application/secevent+jwt";
  /** Beside those that any route has. */
  readonly problems: readonly ProblemCode[];
  readonly example: { readonly input: Input; readonly answer: Answer };
}

/** Whether what is asked stands in the address, and not in a body. */
export function asksInAddress({ method }: Pick<AnyRoute, "method">): boolean {
  return method === "get" || method === "delete";
}

/** Any route. */
export type AnyRoute = Route<unknown, unknown>;

/** What routes are about, for people who look for one. */
export const AREAS = {
  findings: "Claims worth a person's time, with every state they were in",
  events: "Records of the sources, byte for byte",
  coverage: "Of which times everything is in the store, and what may be said about times of which it is not",
  sources: "How far each source was read",
  cases: "Incidents: what is known, scope, questions, ledger, plan, containment, report",
  outbox: "Notices that could not be delivered",
  suppressions: "Decisions that findings of a kind need nobody",
  tokens: "Keys to this interface",
  hooks: "Where event hooks deliver",
  signals: "Signed events about identities, told to others and taken from them (SSF 1.0)",
  service: "The service itself",
} as const;

/** One of the areas. */
export type Area = keyof typeof AREAS;
