/** Why a containment cannot go on at all. What stands against one action is a value, and thrown by nobody. */
export class RespondError extends Error {
  /** `NL-RESPOND-…`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "RespondError";
    this.code = code;
  }
}
