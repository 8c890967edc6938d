import { join } from "node:path";
import { CHECKS } from "../checks/all.ts";
import { type Check, problemLine } from "../checks/check.ts";
import { readTree, type Tree } from "../source/tree.ts";
import type { Outcome } from "./outcome.ts";
import { runProgram } from "./program.ts";

/** One line of the gate. */
export interface Step {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

/** Everything but the tests themselves, cheapest first. */
export function steps(root: string): readonly Step[] {
  const tree = readTree(root);
  const tool = (name: string, args: readonly string[]): (() => Promise<Outcome>) => {
    const program = join(root, "node_modules", ...name.split("/"));
    return () => runProgram([program, ...args], root);
  };
  const own =
    (args: readonly string[]): (() => Promise<Outcome>) =>
    () =>
      runProgram(["--conditions=source", ...args], root);
  return [
    { name: "format", run: tool("oxfmt/bin/oxfmt", ["--check"]) },
    { name: "lint", run: tool("oxlint/bin/oxlint", ["--type-aware", "-f", "unix"]) },
    { name: "types", run: tool("typescript/bin/tsc", ["-b"]) },
    ...CHECKS.map((check) => structural(check, tree)),
    { name: "dead code", run: tool("knip/bin/knip.js", []) },
    { name: "rules: the tests inside them", run: own(["packages/app/src/main.ts", "rules", "test"]) },
    { name: "fuzz, a bounded run", run: own(["fuzz/run.ts", "--runs", "300"]) },
  ];
}

function structural(check: Check, tree: Tree): Step {
  return {
    name: check.name,
    run: () => {
      const { problems, notes = [] } = check.run(tree);
      const lines = [...problems.map(problemLine), ...notes.map((note) => `note: ${problemLine(note)}`)];
      return Promise.resolve({ ok: problems.length === 0, output: lines.join("\n") });
    },
  };
}
