import type { z } from "zod";
import type { ProblemCode } from "./problem.ts";

/**
 * What a token opens. `read` asks, `write` decides, `admin` is for tokens themselves, `hook` delivers events. None
 * includes another.
 */
export type Scope = "read" | "write" | "admin" | "hook";

/** The form of what goes into a route: one flat object, whose members stand in the path, the query or the body. */
export type InputForm<Input> = z.ZodType<Input> & { readonly shape: Readonly<Record<string, z.ZodType>> };

/** One thing that can be asked or done over HTTP, as data. Server, client and OpenAPI document are made from it. */
export interface Route<Input, Answer> {
  /** Unique; the `operationId` of the document. */
  readonly name: string;
  readonly area: Area;
  readonly method: "get" | "post";
  /** With names in braces (RFC 6570, level 1), as OpenAPI writes it. */
  readonly path: string;
  /** What a token needs to have; `none` for what tells nothing of anybody. */
  readonly scope: Scope | "none";
  readonly summary: string;
  readonly description?: string;
  /** Members that are in `path` stand there; the others stand in the query of a GET, in the JSON body of a POST. */
  readonly input: InputForm<Input>;
  readonly answer: z.ZodType<Answer>;
  /** Of a good answer; 200 unless said otherwise. */
  readonly status?: 200 | 201 | 204;
  /** Of a good answer; JSON unless said otherwise. */
  readonly media?: "text/event-stream" | "text/plain";
  /** The body is taken as it is, whatever it says, up to a number of bytes. */
  readonly bytes?: number;
  /** Beside those that any route has. */
  readonly problems: readonly ProblemCode[];
  readonly example: { readonly input: Input; readonly answer: Answer };
}

/** Any route. */
export type AnyRoute = Route<unknown, unknown>;

/** What routes are about, for people who look for one. */
export const AREAS = {
  findings: "Claims worth a person's time, with every state they were in",
  events: "Records of the sources, byte for byte",
  coverage: "Of which times everything is in the store, and what may be said about times of which it is not",
  sources: "How far each source was read",
  outbox: "Notices that could not be delivered",
  suppressions: "Decisions that findings of a kind need nobody",
  tokens: "Keys to this interface",
  hooks: "Where event hooks deliver",
  service: "The service itself",
} as const;

/** One of the areas. */
export type Area = keyof typeof AREAS;
