import { jsonDocument } from "../../report/index.ts";
import type { BookProblem } from "../../detect/book-problem.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { writeOut } from "../write-out.ts";
import { loadSet } from "./load-set.ts";
import { problemLine } from "./problem-line.ts";

/** `nightlatch rules lint [PATH…]`: everything that is wrong or doubtful, with its place. Warnings alone are no failure. */
export async function runLint(paths: readonly string[], options: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(options);
  const { set, errors, waiting, replaced, unread } = await loadSet(paths, options);
  const warnings = set.problems.filter(({ severity }) => severity === "warning");
  const problems = [...errors, ...waiting, ...replaced, ...warnings].sort(byPlace);
  const rules = set.rules.length + set.correlations.length;
  if (format === "json") await writeOut(jsonDocument({ schema: "nightlatch.rule-lint/1", rules, problems }));
  else {
    const asleep = waiting.length === 0 ? "" : `, ${waiting.length} values wait to be given (placeholders)`;
    const lines = problems.map((problem) => `${problemLine(problem)}\n`).join("");
    await writeOut(`${lines}${rules} rules can run${asleep}; ${errors.length} errors, ${warnings.length} warnings\n`);
  }
  return errors.length + unread > 0 ? EXIT.rejected : EXIT.done;
}

function byPlace(a: BookProblem, b: BookProblem): number {
  return a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;
}
