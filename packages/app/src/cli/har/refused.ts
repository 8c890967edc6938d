import type { Problem } from "@nightlatch/har";
import { EXIT } from "../exit-code.ts";
import { Failure } from "../failure.ts";

/** A capture that cannot be read, or not be given out, as a failure. */
export function refused(file: string, { code, message, offset }: Problem): Failure {
  const next =
    code === "NL-HAR-RESIDUE"
      ? "Try --profile strict, which drops bodies; please report it, with a capture that you made up"
      : "Export the capture again from the browser, as a HAR file";
  return new Failure(code, `"${file}": ${message} (byte ${offset})`, { exit: EXIT.rejected, next });
}

/** A file of a capture that the system does not let us read or write. */
export function unreachable(error: unknown, file: string): unknown {
  if (
    !(error instanceof Error) ||
    !("code" in error) ||
    !/^(?:ENOENT|EACCES|EISDIR|ENOTDIR|EPERM)$/.test(String(error.code))
  )
    return error;
  return new Failure("NL-HAR-FILE", `"${file}" could not be read or written: ${error.message}`, {
    exit: EXIT.usage,
    next: "Name a file that exists, and with --out one in a folder that you may write to",
  });
}
