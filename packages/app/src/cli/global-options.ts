import { Failure } from "./failure.ts";
import { EXIT } from "./exit-code.ts";

/** Forms of output; not every command has all. */
export const FORMATS = ["text", "json", "ocsf", "markdown", "html"] as const;
export type Format = (typeof FORMATS)[number];

/** Options that every command takes. */
export interface GlobalOptions {
  readonly format: Format;
  readonly config?: string;
  readonly data?: string;
}

/** Refuses a format that a command does not have: NL-CLI-FORMAT. */
export function textOrJson({ format }: GlobalOptions): "text" | "json" {
  if (format === "text" || format === "json") return format;
  throw new Failure("NL-CLI-FORMAT", `This command has no format "${format}", only text and json`, {
    exit: EXIT.usage,
    next: "Use --format text or --format json; ocsf, markdown and html are for nightlatch scan",
  });
}
