import type { Rejection } from "../connect/files/index.ts";
import { safeText } from "../report/index.ts";
import { writeError } from "./write-out.ts";

/** Lines that a terminal is given; a file or a pipe gets all that were kept. */
const ON_TERMINAL = 20;

/** Says on stderr what was rejected, a line each as `file:line: CODE reason`; what is not shown is counted. */
export function printRejections(rows: readonly Rejection[], total: number): void {
  const terminal = process.stderr.isTTY;
  const shown = terminal ? rows.slice(0, ON_TERMINAL) : rows;
  for (const { file, line, column, code, reason } of shown) {
    const place = [file, ...(line === 0 ? [] : [line]), ...(column === undefined ? [] : [column])].join(":");
    writeError(`${safeText(place)}: ${code} ${safeText(reason)}\n`);
  }
  const rest = total - shown.length;
  if (rest > 0)
    writeError(
      `… and ${rest} more rejected${terminal ? "; send stderr to a file to see them" : ""} (docs/errors.md)\n`,
    );
}
