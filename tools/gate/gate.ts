/**
 * The whole gate, `npm test`: every step in order, one line each; what a failed step printed stands below its line.
 * `npm test -- PATTERN` runs only the tests whose path has PATTERN in it.
 */
import { dirname } from "node:path";
import type { Outcome } from "./outcome.ts";
import { type Step, steps } from "./steps.ts";
import { runTests } from "./tests.ts";

const root = dirname(dirname(import.meta.dirname));
const write = (text: string): void => {
  process.stdout.write(text);
};

/** @returns the exit code. */
async function gate(patterns: readonly string[]): Promise<number> {
  const started = performance.now();
  const outcomes: Outcome[] = [];
  if (patterns.length === 0) for (const step of steps(root)) outcomes.push(await show(step));
  const tests = await runTests(root, patterns);
  const failed = outcomes.filter(({ ok }) => !ok).length + tests.failed;
  const passed = outcomes.filter(({ ok }) => ok).length + tests.passed;
  const skipped = tests.skipped === 0 ? "" : `, ${tests.skipped} skipped`;
  const seconds = Math.round((performance.now() - started) / 1000);
  write(`\nThe gate took ${seconds} s.\n${passed} passed, ${failed} failed${skipped}\n`);
  return failed === 0 && tests.complete ? 0 : 1;
}

async function show({ name, run }: Step): Promise<Outcome> {
  const started = performance.now();
  const outcome = await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  write(`${outcome.ok ? "✓" : "✗"} ${name} (${seconds} s)\n`);
  if (outcome.output !== "") write(`${outcome.output.replaceAll(/^/gm, "    ")}\n`);
  return outcome;
}

process.exitCode = await gate(process.argv.slice(2));
