import { runRuleTests, type RuleTestOutcome } from "@nightlatch/sigma";
import { jsonDocument, safeText } from "../../report/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { writeError, writeOut } from "../write-out.ts";
import { loadSet } from "./load-set.ts";
import { problemLine } from "./problem-line.ts";

/** `nightlatch rules test [PATH…]`: runs the tests inside rule files. A rule whose tests fail counts as rejected. */
export async function runTest(paths: readonly string[], options: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(options);
  // Our rules are tested with values that stand for those which only the user knows.
  const loaded = await loadSet(paths, options, ({ indicators, tests }) => ({ ...indicators, ...tests }));
  const { set, unread } = loaded;
  // With these values nothing of ours has a reason to wait.
  const errors = [...loaded.errors, ...loaded.waiting];
  for (const problem of errors) writeError(`${problemLine(problem)}\n`);
  const outcomes = runRuleTests(set);
  const failed = outcomes.filter(({ passed }) => !passed);
  const all = [...set.rules, ...set.correlations];
  const untested = all.filter(({ tests }) => tests.length === 0);
  if (format === "json") {
    const tests = outcomes.map(({ rule, test, passed, reason }) => ({
      rule: rule.id || rule.key,
      title: rule.title,
      file: test.place.file,
      line: test.place.line,
      why: test.why,
      mustMatch: test.match,
      passed,
      reason,
    }));
    const document = {
      schema: "nightlatch.rule-tests/1",
      rules: all.length,
      passed: outcomes.length - failed.length,
      failed: failed.length,
      untested: untested.map(({ id, key }) => id || key),
      problems: errors,
      tests,
    };
    await writeOut(jsonDocument(document));
  } else {
    for (const outcome of failed) await writeOut(`${failureLine(outcome)}\n`);
    const without = untested.length === 0 ? "" : `, ${untested.length} without tests`;
    const refused = errors.length === 0 ? "" : `, ${errors.length} problems`;
    await writeOut(
      `${all.length} rules${without}${refused}; ${outcomes.length} tests, ${outcomes.length - failed.length} passed, ${failed.length} failed\n`,
    );
  }
  return failed.length + errors.length + unread > 0 ? EXIT.rejected : EXIT.done;
}

function failureLine({ rule, test, reason }: RuleTestOutcome): string {
  const { file, line } = test.place;
  return safeText(`${file}:${line}: NL-RULES-TEST "${rule.title}": ${reason} (${test.why})`);
}
