/** An evidence pack that cannot be written or read. */
export class PackError extends Error {
  /** `NL-PACK-…`, documented in docs/errors.md. */
  readonly code: string;

  constructor(code: "NL-PACK-FULL" | "NL-PACK-NONE", message: string) {
    super(message);
    this.name = "PackError";
    this.code = code;
  }
}
