import { jsonDocument } from "../../report/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { writeOut } from "../write-out.ts";
import { loadSet } from "./load-set.ts";
import { problemLine } from "./problem-line.ts";

/** `nightlatch rules lint [PATH…]`: everything that is wrong or doubtful, with its place. Warnings alone are no failure. */
export async function runLint(paths: readonly string[], options: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(options);
  const { set, errors, waiting, unread } = await loadSet(paths, options);
  const { problems } = set;
  const rules = set.rules.length + set.correlations.length;
  if (format === "json") await writeOut(jsonDocument({ schema: "nightlatch.rule-lint/1", rules, problems }));
  else {
    const warnings = problems.filter(({ severity }) => severity === "warning").length;
    const asleep = waiting.length === 0 ? "" : `, ${waiting.length} values wait to be given (placeholders)`;
    const lines = problems.map((problem) => `${problemLine(problem)}\n`).join("");
    await writeOut(`${lines}${rules} rules can run${asleep}; ${errors.length} errors, ${warnings} warnings\n`);
  }
  return errors.length + unread > 0 ? EXIT.rejected : EXIT.done;
}
