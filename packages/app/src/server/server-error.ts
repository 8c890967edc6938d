/** Why the server does not listen. Its message says what to do next. */
export class ServerError extends Error {
  /** `NL-SERVER-…`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ServerError";
    this.code = code;
  }
}
