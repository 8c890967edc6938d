/** A request about a stream that is not granted. */
export class SignalError extends Error {
  /** `NL-SIGNAL-…`, documented in docs/errors.md. */
  readonly code: "NL-SIGNAL-STREAM" | "NL-SIGNAL-REQUEST" | "NL-SIGNAL-OFTEN";
  /** The status that SSF 1.0 gives it over HTTP. */
  readonly status: 400 | 404 | 429;

  constructor(code: SignalError["code"], message: string) {
    super(message);
    this.name = "SignalError";
    this.code = code;
    this.status = code === "NL-SIGNAL-STREAM" ? 404 : code === "NL-SIGNAL-OFTEN" ? 429 : 400;
  }
}
