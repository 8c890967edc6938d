import { Failure } from "./failure.ts";
import { EXIT } from "./exit-code.ts";

/** Forms of output; not every command has all. */
export const FORMATS = ["text", "json", "ocsf", "markdown", "html", "table", "csv", "pdf", "stix", "veris"] as const;
export type Format = (typeof FORMATS)[number];

/** Options that every command takes. */
export interface GlobalOptions {
  readonly format: Format;
  readonly config?: string;
  readonly data?: string;
}

/** Refuses a format that a command does not have: NL-CLI-FORMAT. */
export function textOrJson(options: GlobalOptions): "text" | "json" {
  return formatAmong(options, ["text", "json"]);
}

/** Refuses a format that is not among a command's own: NL-CLI-FORMAT. */
export function formatAmong<Own extends Format>({ format }: GlobalOptions, own: readonly Own[]): Own {
  const found = own.find((one) => one === format);
  if (found !== undefined) return found;
  throw new Failure("NL-CLI-FORMAT", `This command has no format "${format}", only ${own.join(", ")}`, {
    exit: EXIT.usage,
    next: `Use --format ${own.join(" or --format ")}; nightlatch scan and nightlatch report have further ones`,
  });
}
