import { CaseError } from "../cases/case-error.ts";
import { ConfigError } from "../config/config-error.ts";
import { BaselineError } from "../detect/baseline-file.ts";
import { PackError } from "../evidence-pack/pack-error.ts";
import { safeText } from "../report/index.ts";
import { ServerError } from "../server/server-error.ts";
import { OktaError } from "../connect/okta/index.ts";
import { RespondError } from "../respond/respond-error.ts";
import { StoreError } from "../store/store-error.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";

/** The command cannot be done. */
export class Failure extends Error {
  /** `NL-…`, documented in docs/errors.md. */
  readonly code: string;
  readonly exit: ExitCode;
  /** What the person can do about it. */
  readonly next: string;

  constructor(code: string, reason: string, then: { readonly exit: ExitCode; readonly next: string }) {
    super(reason);
    this.name = "Failure";
    this.code = code;
    this.exit = then.exit;
    this.next = then.next;
  }
}

/** Whatever was thrown, as a failure with a code and a next step. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof ConfigError)
    return new Failure(error.code, error.message, {
      exit: EXIT.usage,
      next: "Correct the configuration, or leave it out to run with the defaults",
    });
  if (error instanceof BaselineError)
    return new Failure(error.code, error.message, {
      exit: EXIT.usage,
      next: "Name another file with --baseline, or move this one away to learn anew",
    });
  if (error instanceof CaseError)
    return new Failure(error.code, error.message, {
      exit: error.code === "NL-CASE-OPEN-ROWS" ? EXIT.rejected : EXIT.usage,
      next: "nightlatch case list and nightlatch case show ID say how the cases stand",
    });
  if (error instanceof PackError)
    return new Failure(error.code, error.message, {
      exit: EXIT.usage,
      next: "nightlatch report CASE --pack FOLDER writes a pack into a new folder, nightlatch verify FOLDER checks it",
    });
  if (error instanceof StoreError && (error.code === "NL-STORE-QUERY" || error.code === "NL-STORE-LIMIT"))
    return new Failure(error.code, error.message, {
      exit: EXIT.usage,
      next: "Correct the question, or ask for less: a shorter time, fewer columns, a total in place of the rows",
    });
  if (error instanceof StoreError)
    return new Failure(error.code, error.message, {
      exit: EXIT.unavailable,
      next: "See that the store is there and that no other process has it open; nothing that was acknowledged is lost",
    });
  if (error instanceof ServerError)
    return new Failure(error.code, error.message, {
      exit: EXIT.usage,
      next: "Correct `server:` in the configuration; docs/api.md has examples",
    });
  if (error instanceof RespondError)
    return new Failure(error.code, error.message, {
      exit: error.code === "NL-RESPOND-BUSY" ? EXIT.unavailable : EXIT.usage,
      next: "docs/containment.md says how a case is planned, agreed to and contained",
    });
  if (error instanceof OktaError)
    return new Failure(error.code, error.message, {
      exit: EXIT.unavailable,
      next: "nightlatch doctor looks at what Okta allows; what was done so far stands in the case",
    });
  const system = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^(?:ENOSPC|EDQUOT|EROFS)$/.test(system))
    return new Failure("NL-SYSTEM-DISK", `The disk takes no more: ${said(error)}`, {
      exit: EXIT.unavailable,
      next: "Make room, or point TMPDIR at a disk with room; sorting a log takes about its own size",
    });
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure("NL-INTERNAL-FAULT", `Something went wrong that should not: ${trace}`, {
    exit: EXIT.crashed,
    next: "This is a fault of Nightlatch. Report it with the lines above; SECURITY.md says how when a log can cause it",
  });
}

/** How a failure is said on stderr. */
export function failureText({ code, message, next }: Failure): string {
  const lines = message.split("\n").map(safeText).join("\n");
  return `${code} ${lines}\n  What to do: ${safeText(next)}\n  More: docs/errors.md#${code.toLowerCase()}\n`;
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
