import { problem, type ProblemCode, type ProblemPlace, PROBLEMS } from "@nightlatch/client";
import { CaseError } from "../../cases/index.ts";
import { RespondError } from "../../respond/index.ts";
import { SignalError } from "../../signals/index.ts";
import { StoreError } from "../../store/store-error.ts";

/** A request that is refused, with what is told about it. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly ProblemPlace[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  /** `detail` is for whoever asked: no secret, and nothing of other people's. */
  constructor(
    code: ProblemCode,
    detail: string,
    more: { readonly errors?: readonly ProblemPlace[]; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.name = "Refusal";
    this.code = code;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

/** What an error is to whoever asked. Of what they cannot mend they learn the code alone. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof CaseError) return new Refusal(error.code, error.message);
  if (error instanceof RespondError && isProblemCode(error.code)) return new Refusal(error.code, error.message);
  if (error instanceof SignalError) return new Refusal(error.code, error.message);
  if (error instanceof StoreError && (error.code === "NL-STORE-QUERY" || error.code === "NL-STORE-LIMIT"))
    return new Refusal(error.code, error.message);
  if (error instanceof StoreError && error.code === "NL-STORE-FULL")
    return new Refusal("NL-STORE-FULL", "The disk of the store is full, so nothing is written until there is room", {
      headers: { "retry-after": "60" },
    });
  if (error instanceof StoreError)
    return new Refusal("NL-STORE-AWAY", "A store did not answer; the service's log says which, and why", {
      headers: { "retry-after": "10" },
    });
  return new Refusal(
    "NL-INTERNAL-FAULT",
    "This is a fault of Nightlatch; the service's log has the lines to report with it",
  );
}

/** Headers of every answer: nothing is kept on the way, guessed at, or shown within another page. */
export const HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
};

/** A refusal as an answer (RFC 9457). */
export function refusalResponse({ code, message, errors, headers }: Refusal): Response {
  return new Response(JSON.stringify(problem(code, message, errors)), {
    status: PROBLEMS[code].status,
    headers: { ...HEADERS, ...headers, "content-type": "application/problem+json" },
  });
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}
