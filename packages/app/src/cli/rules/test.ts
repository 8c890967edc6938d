import { type RuleFacts, runRuleTests, type RuleSet, type RuleTestOutcome } from "@nightlatch/sigma";
import { jsonDocument, safeText } from "../../report/index.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { type GlobalOptions, textOrJson } from "../global-options.ts";
import { Progress } from "../progress.ts";
import { writeError, writeOut } from "../write-out.ts";
import { loadSet } from "./load-set.ts";
import { problemLine } from "./problem-line.ts";

/** Rules whose tests are run between two looks at the clock. */
const AT_ONCE = 40;

/**
 * `nightlatch rules test [PATH…]`: runs the tests inside rule files. A rule whose tests fail, or that has none, counts as
 * rejected.
 */
export async function runTest(paths: readonly string[], options: GlobalOptions): Promise<ExitCode> {
  const format = textOrJson(options);
  // Our rules are tested with values that stand for those which only the user knows.
  const loaded = await loadSet(paths, options, ({ indicators, tests }) => ({ ...indicators, ...tests }));
  const { unread } = loaded;
  const set = loaded.withEvents();
  // With these values nothing of ours has a reason to wait.
  const errors = [...loaded.errors, ...loaded.waiting];
  for (const problem of errors) writeError(`${problemLine(problem)}\n`);
  const outcomes = runAll(set);
  const failed = outcomes.filter(({ passed }) => !passed);
  const all = [...set.rules, ...set.correlations];
  const untested = all.filter(({ tests }) => tests.length === 0);
  for (const rule of untested) writeError(`${untestedLine(rule)}\n`);
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
      events: eventsIn(outcomes),
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
      `${all.length} rules${without}${refused}; ${outcomes.length} tests, ${outcomes.length - failed.length} passed, ${failed.length} failed (${eventsIn(outcomes)} events)\n`,
    );
  }
  return failed.length + errors.length + untested.length + unread > 0 ? EXIT.rejected : EXIT.done;
}

/** The tests of plain rules some at a time, then those of correlations, which may need every rule. */
function runAll(set: RuleSet): readonly RuleTestOutcome[] {
  const progress = new Progress(process.stderr, () => performance.now(), "rules");
  const total = set.rules.length + set.correlations.length;
  const outcomes: RuleTestOutcome[] = [];
  for (let from = 0; from < set.rules.length; from += AT_ONCE) {
    const rules = set.rules.slice(from, from + AT_ONCE);
    outcomes.push(...runRuleTests({ ...set, rules, correlations: [] }));
    progress.at(from + rules.length, total, "");
  }
  if (set.correlations.length > 0)
    outcomes.push(...runRuleTests({ ...set, rules: set.rules.map((rule) => ({ ...rule, tests: [] })) }));
  progress.end();
  return outcomes;
}

function eventsIn(outcomes: readonly RuleTestOutcome[]): number {
  return outcomes.reduce((total, { test }) => total + test.events.length, 0);
}

function untestedLine({ title, place }: RuleFacts): string {
  const { file, line, column } = place;
  const mend = "write events that it must and must not match under `tests:` (nightlatch rules new shows the form)";
  return safeText(`${file}:${line}:${column}: NL-RULES-UNTESTED The rule has no tests; ${mend} (rule "${title}")`);
}

function failureLine({ rule, test, reason }: RuleTestOutcome): string {
  const { file, line } = test.place;
  return safeText(`${file}:${line}: NL-RULES-TEST "${rule.title}": ${reason} (${test.why})`);
}
