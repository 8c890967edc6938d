import type { RuleProblem } from "@nightlatch/sigma";
import type { Rejection } from "../../connect/files/index.ts";
import { safeText } from "../../report/index.ts";

/** What is wrong with a rule, as a rejection. */
export function rejectionOf({ file, line, code, message, rule }: RuleProblem): Rejection {
  return { file, line, code, reason: `${message}${rule === "" ? "" : ` (rule "${rule}")`}` };
}

/** What is wrong with a rule, as one line: `file:line:column: CODE message`. */
export function problemLine({ file, line, column, code, severity, message, rule }: RuleProblem): string {
  const where = rule === "" ? "" : ` (rule "${rule}")`;
  const weak = severity === "warning" ? "warning: " : "";
  return safeText(`${file}:${line}:${column}: ${code} ${weak}${message}${where}`);
}
