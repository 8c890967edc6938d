import { z } from "zod";
import { type Page, PAGE_QUERY, pageOf, type PageQuery } from "../contract/page.ts";
import type { Route, Scope } from "../contract/route.ts";
import { line, utc, utcOrNull } from "../contract/values.ts";

/** A scope as a token has it; `hook:` and a tenant is for the hooks of that tenant alone. */
export type TokenScope = Scope | `hook:${string}`;

/** A key to this interface, without its secret. */
export interface Token {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly created: string;
  /** The first moment at which it opens nothing. */
  readonly expires: string;
  readonly revoked: string | null;
  /** When it was last used, to the minute. */
  readonly used: string | null;
}

const SCOPE_FORM = /^(?:read|write|act|admin|signals|hook(?::[\w.-]{1,64})?)$/;

/** Whether a text is a scope. */
export function isTokenScope(text: string): text is TokenScope {
  return SCOPE_FORM.test(text);
}

/** The pattern says what the type says. */
const ScopeName: z.ZodType<TokenScope> = z
  .string()
  .regex(SCOPE_FORM, "read, write, act, admin, signals, hook or hook:TENANT is wanted")
  .meta({
    description: "read, write, act, admin, signals, hook, or hook: and one tenant",
  }) as z.ZodType as z.ZodType<TokenScope>;

const FORM = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(ScopeName),
  created: utc("When it was made"),
  expires: utc("The first moment at which it opens nothing"),
  revoked: utcOrNull("When it was revoked"),
  used: utcOrNull("When it was last used, to the minute"),
};

const TokenBody: z.ZodType<Token> = z
  .object(FORM)
  .meta({ id: "Token", description: "A key to this interface, without its secret" });

const EXAMPLE: Token = {
  id: "0123456789abcdef",
  name: "soc",
  scopes: ["read", "write"],
  created: "2026-01-05T09:00:00.000Z",
  expires: "2026-04-05T09:00:00.000Z",
  revoked: null,
  used: "2026-01-05T09:20:00.000Z",
};

/** Tokens, those that are over as well. */
export const listTokens: Route<PageQuery, Page<Token>> = {
  name: "listTokens",
  area: "tokens",
  method: "get",
  path: "/api/v1/tokens",
  scope: "admin",
  summary: "List tokens, newest first, those that are over as well",
  input: z.strictObject(PAGE_QUERY),
  answer: pageOf(TokenBody),
  problems: ["NL-API-CURSOR"],
  example: { input: { limit: 20 }, answer: { items: [EXAMPLE], next: null } },
};

/** What a new token shall be. */
export interface NewToken {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** How long it opens something, 1 to 366. */
  readonly days: number;
}

/** A token that was just made. */
export interface MadeToken extends Token {
  /** Shown this once: only its hash is kept. */
  readonly secret: string;
}

/** Makes a token. */
export const createToken: Route<NewToken, MadeToken> = {
  name: "createToken",
  area: "tokens",
  method: "post",
  path: "/api/v1/tokens",
  scope: "admin",
  summary: "Make a token; its secret is shown this once",
  input: z.strictObject({
    name: line("What it is for", 100),
    scopes: z.array(ScopeName).min(1).max(20).meta({ description: "What it opens; none includes another" }),
    days: z.int().min(1).max(366).meta({ description: "How long it opens something" }),
  }),
  answer: z
    .object({ ...FORM, secret: z.string().meta({ description: "Shown this once: only its hash is kept" }) })
    .meta({ id: "MadeToken", description: "A token that was just made" }),
  status: 201,
  problems: [],
  example: {
    input: { name: "soc", scopes: ["read", "write"], days: 90 },
    answer: { ...EXAMPLE, used: null, secret: "nlt_0123456789abcdef_(43 letters and digits)" },
  },
};

/** Ends a token now. */
export const revokeToken: Route<{ readonly id: string }, Token> = {
  name: "revokeToken",
  area: "tokens",
  method: "post",
  path: "/api/v1/tokens/{id}/revoke",
  scope: "admin",
  summary: "Revoke a token now; open streams end with it",
  input: z.strictObject({ id: line("The token's id") }),
  answer: TokenBody,
  problems: ["NL-API-MISSING"],
  example: { input: { id: EXAMPLE.id }, answer: { ...EXAMPLE, revoked: "2026-01-06T00:00:00.000Z" } },
};
