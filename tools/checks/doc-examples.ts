import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tree } from "../source/tree.ts";
import { type Check, lineAt, type Problem } from "./check.ts";

/** One command of a documented session, and what the page says it prints. */
export interface Example {
  readonly file: string;
  readonly line: number;
  readonly args: readonly string[];
  readonly expected: readonly string[];
  /** The exit code that the fence names, as in "console exit=3". */
  readonly exit: number;
}

const FENCE = /^```console(?<exit> exit=\d+)?\n(?<body>[\s\S]*?)^```$/gm;
const COMMAND = /^\$ (?:npm run --silent nightlatch --|npm run nightlatch --|nightlatch)(?: (?<args>.*))?$/;

/** What README.md and docs/ show of the command line is what the command line prints. */
export const docExamples: Check = {
  name: "examples in the docs",
  run: (tree) => ({
    problems: tree.files
      .filter((file) => /^(?:README|CONTRIBUTING)\.md$|^docs\/.*\.md$|^packages\/[^/]+\/README\.md$/.test(file))
      .flatMap((file) => examplesOf(file, tree.read(file)))
      .flatMap((example) => problemOf(example, tree)),
  }),
};

/** Finds the commands of nightlatch in the console blocks of a page; other commands and other blocks are left alone. */
export function examplesOf(file: string, text: string): readonly Example[] {
  return [...text.matchAll(FENCE)].flatMap((fence) => {
    const found: (Example & { readonly expected: string[] })[] = [];
    const exit = Number(fence.groups?.["exit"]?.slice(" exit=".length) ?? 0);
    const first = lineAt(text, fence.index) + 1;
    let current: (typeof found)[number] | undefined;
    for (const [i, line] of (fence.groups?.["body"] ?? "").trimEnd().split("\n").entries()) {
      const command = COMMAND.exec(line);
      if (command !== null) {
        current = { file, line: first + i, args: wordsOf(command.groups?.["args"] ?? ""), expected: [], exit };
        found.push(current);
      } else if (line.startsWith("$ ")) current = undefined;
      else current?.expected.push(line);
    }
    return found;
  });
}

/** True when `printed` is what a page shows: `…` alone on a line stands for any lines, inside a line for any text. */
export function matches(expected: readonly string[], printed: string): boolean {
  const body = expected
    .map((line) => (line.trim() === "…" ? "(?:.*\n)*?" : `${inLine(line.trimEnd())}[ \t]*\n`))
    .join("");
  return new RegExp(`^${body}$`).test(`${printed.trimEnd()}\n`);
}

function inLine(line: string): string {
  return line
    .split("…")
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join(".*?");
}

/** Words of a command line; quotes keep spaces together. There is no shell behind it. */
function wordsOf(args: string): readonly string[] {
  return [...args.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? "",
  );
}

function problemOf(example: Example, tree: Tree): readonly Problem[] {
  const { file, line, args, expected, exit } = example;
  const ran = run(args, tree.root);
  const told = `"nightlatch ${args.join(" ")}"`;
  if (ran.status !== exit)
    return [{ file, line, what: `${told} ended with ${ran.status}, the page says ${exit}:\n${ran.printed}` }];
  if (expected.length === 0 || matches(expected, ran.printed)) return [];
  return [{ file, line, what: `${told} prints something else than the page shows:\n${ran.printed}` }];
}

/** Both streams go into one file, so their lines stand in the order in which a person sees them. */
function run(args: readonly string[], root: string): { readonly status: number | null; readonly printed: string } {
  const folder = mkdtempSync(join(tmpdir(), "nightlatch-docs-"));
  const out = openSync(join(folder, "out"), "w");
  try {
    const cli = join(root, "packages", "app", "src", "main.ts");
    const flags = ["--disable-warning=ExperimentalWarning", "--conditions=source"];
    const { status } = spawnSync(process.execPath, [...flags, cli, ...args], {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1" },
      stdio: ["ignore", out, out],
      timeout: 120_000,
    });
    return { status, printed: readFileSync(join(folder, "out"), "utf8") };
  } finally {
    closeSync(out);
    rmSync(folder, { recursive: true, force: true });
  }
}
