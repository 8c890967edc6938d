import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** Okta's error codes and their words (Okta developer documentation, "Error codes"). */
const WORDS: Readonly<Record<string, readonly [status: ContentfulStatusCode, summary: string]>> = {
  E0000001: [400, "Api validation failed"],
  E0000003: [400, "The request body was not well-formed."],
  E0000004: [401, "Authentication failed"],
  E0000006: [403, "You do not have permission to perform the requested action"],
  E0000007: [404, "Not found: Resource not found"],
  E0000009: [500, "Internal Server Error"],
  E0000011: [401, "Invalid token provided"],
  E0000022: [405, "The endpoint does not support the provided HTTP method"],
  E0000038: [403, "This operation is not allowed in the user's current status."],
  E0000047: [429, "API call exceeded rate limit due to too many requests."],
  E0000053: [400, "Invalid filter"],
};

/** Answers as Okta refuses. */
export function refuse(c: Context, code: string, cause = ""): Response {
  const [status, summary] = WORDS[code] ?? [400, "Bad request"];
  const errorCauses = cause === "" ? [] : [{ errorSummary: cause }];
  return c.json(
    { errorCode: code, errorSummary: summary, errorLink: code, errorId: `oae${code.slice(-6)}drill`, errorCauses },
    status,
  );
}
