import { OktaError } from "./okta-error.ts";

/** What a refusal means to the person who has to mend it, by status and by what Okta says in its error body. */
export function refusalOf(response: Response, bytes: Uint8Array, url: URL): OktaError {
  const { status } = response;
  const body = errorBody(bytes);
  const facts = { status, oktaCode: body.errorCode, errorId: body.errorId };
  const said = body.errorSummary === "" ? `status ${status}` : `${body.errorCode} ${body.errorSummary}`;
  const causes = body.causes.length === 0 ? "" : ` (${body.causes.join("; ")})`;
  if (status === 401)
    return new OktaError("NL-OKTA-SIGN-IN", `Okta does not accept the credential any more: ${said}`, facts);
  if (status === 403)
    return new OktaError(
      "NL-OKTA-FORBIDDEN",
      `Okta does not allow ${url.pathname}: ${said}${causes}. A scope or an administrator's role is missing`,
      facts,
    );
  if (status === 404) return new OktaError("NL-OKTA-NOT-FOUND", `Okta does not have ${url.pathname}: ${said}`, facts);
  if (status >= 500) return new OktaError("NL-OKTA-AWAY", `Okta failed at ${url.pathname}: ${said}`, facts);
  return new OktaError("NL-OKTA-REFUSED", `Okta refused ${url.pathname}: ${said}${causes}`, facts);
}

interface ErrorBody {
  readonly errorCode: string;
  readonly errorSummary: string;
  readonly errorId: string;
  readonly causes: readonly string[];
}

function errorBody(bytes: Uint8Array): ErrorBody {
  try {
    const body = JSON.parse(Buffer.from(bytes).toString("utf8")) as Readonly<Record<string, unknown>>;
    const text = (name: string): string => (typeof body[name] === "string" ? body[name].slice(0, 300) : "");
    const causes = Array.isArray(body["errorCauses"]) ? (body["errorCauses"] as readonly unknown[]) : [];
    return {
      errorCode: text("errorCode"),
      errorSummary: text("errorSummary"),
      errorId: text("errorId"),
      causes: causes.slice(0, 3).map(summaryOf),
    };
  } catch {
    return { errorCode: "", errorSummary: "", errorId: "", causes: [] };
  }
}

function summaryOf(cause: unknown): string {
  const { errorSummary } = (cause ?? {}) as { readonly errorSummary?: unknown };
  return typeof errorSummary === "string" ? errorSummary.slice(0, 200) : "";
}
