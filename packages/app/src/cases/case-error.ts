/** A case that cannot be found or changed as asked. */
export class CaseError extends Error {
  /** `NL-CASE-…`, documented in docs/errors.md. */
  readonly code: "NL-CASE-UNKNOWN" | "NL-CASE-STATE" | "NL-CASE-OPEN-ROWS";

  constructor(code: CaseError["code"], message: string) {
    super(message);
    this.name = "CaseError";
    this.code = code;
  }
}
