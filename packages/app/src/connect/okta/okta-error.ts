/** What Okta refused or could not do, in words a responder can act on. No credential is ever part of it. */
export class OktaError extends Error {
  /** `NL-OKTA-…`. */
  readonly code: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** Okta's own `errorCode`, such as `E0000006`; `""` when it gave none. */
  readonly oktaCode: string;
  /** Okta's `errorId`, to quote to their support; `""` when it gave none. */
  readonly errorId: string;

  constructor(
    code: string,
    message: string,
    facts: {
      readonly status?: number;
      readonly oktaCode?: string;
      readonly errorId?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = "OktaError";
    this.code = code;
    this.status = facts.status ?? 0;
    this.oktaCode = facts.oktaCode ?? "";
    this.errorId = facts.errorId ?? "";
  }
}
