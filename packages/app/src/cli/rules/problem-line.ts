import type { Rejection } from "../../connect/files/index.ts";
import type { BookProblem } from "../../detect/book-problem.ts";
import { safeText } from "../../report/index.ts";

/** What is wrong with a rule, as a rejection. */
export function rejectionOf({ file, line, column, code, message, rule }: BookProblem): Rejection {
  return { file, line, column, code, reason: `${message}${rule === "" ? "" : ` (rule "${rule}")`}` };
}

/** What is wrong with a rule, as one line: `file:line:column: CODE message`. */
export function problemLine({ file, line, column, code, severity, message, rule }: BookProblem): string {
  const where = rule === "" ? "" : ` (rule "${rule}")`;
  const weak = severity === "warning" ? "warning: " : "";
  return safeText(`${file}:${line}:${column}: ${code} ${weak}${message}${where}`);
}
