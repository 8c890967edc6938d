/** Something in the configuration is wrong. */
export class ConfigError extends Error {
  /** `NL-CONFIG-…`. */
  readonly code: string;
  readonly file: string;
  /** 1-based; 0 when the whole file is meant. */
  readonly line: number;

  constructor(code: string, at: { readonly file: string; readonly line: number; readonly reason: string }) {
    super(at.line === 0 ? `${at.file}: ${at.reason}` : `${at.file}:${at.line}: ${at.reason}`);
    this.name = "ConfigError";
    this.code = code;
    this.file = at.file;
    this.line = at.line;
  }
}
