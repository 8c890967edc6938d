import { EXIT, type ExitCode } from "../exit-code.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { writeOut } from "../write-out.ts";
import { loadSet } from "./load-set.ts";
import { problemLine } from "./problem-line.ts";

/** `nightlatch rules lint [PATH…]`: everything that is wrong or doubtful, with its place. Warnings alone are no failure. */
export async function runLint(paths: readonly string[], options: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(options);
  const { set, unread } = await loadSet(paths, options);
  const { problems } = set;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const rules = set.rules.length + set.correlations.length;
  if (format === "json")
    await writeOut(`${JSON.stringify({ schema: "nightlatch.rule-lint/1", rules, problems }, null, 2)}\n`);
  else {
    const lines = problems.map((problem) => `${problemLine(problem)}\n`).join("");
    await writeOut(`${lines}${rules} rules can run; ${errors} errors, ${problems.length - errors} warnings\n`);
  }
  return errors + unread > 0 ? EXIT.rejected : EXIT.done;
}
