/** What a store could not do. Its message says what to do next. */
export class StoreError extends Error {
  /** `NL-STORE-…`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
    this.code = code;
  }
}
