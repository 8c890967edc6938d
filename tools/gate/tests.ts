import { startVitest } from "vitest/node";

/** How many tests there were; `complete` is false when a file could not be run, or none was there. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly complete: boolean;
}

/** Runs the tests whose path has one of `patterns` in it (all, when there is none) and lets the runner speak for itself. */
export async function runTests(root: string, patterns: readonly string[]): Promise<Tally> {
  const vitest = await startVitest([...patterns], { root, watch: false });
  const modules = vitest.state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
  const broken = modules.filter((module) => module.state() === "failed" && module.errors().length > 0).length;
  const errors = vitest.state.getUnhandledErrors().length;
  await vitest.close();
  const passed = count("passed");
  return { passed, failed: count("failed") + broken + errors, skipped: count("skipped"), complete: passed > 0 };
}
