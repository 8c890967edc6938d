import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { programOf } from "./program.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");
const PAGES = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** Lines of a page's shell blocks that call the command line. */
function callsIn(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  const blocks = [...text.matchAll(/^```(?:sh|console)\n([^]*?)^```/gm)].map(([, block = ""]) => block);
  return blocks
    .flatMap((block) => block.replaceAll("\\\n", " ").split("\n"))
    .flatMap((line) => /^(?:\$ )?(?:[A-Z_]+=\S+ )*nightlatch (.*)$/.exec(line)?.[1] ?? []);
}

/** Words as a shell takes them apart, up to a comment, a pipe or a redirection. */
function wordsOf(call: string): readonly string[] {
  const words = call.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const end = words.findIndex((word) => /^[#|>&;]/.test(word));
  return end < 0 ? words : words.slice(0, end);
}

/** What is wrong with a call, by the commands and options that there are. */
function faultOf(call: string, program: Command): string | undefined {
  let command = program;
  const options = [...program.options];
  for (const word of wordsOf(call)) {
    const inner = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (inner !== undefined) {
      command = inner;
      options.push(...inner.options);
    } else if (word.startsWith("--")) {
      const name = word.split("=")[0];
      const known = [...options.map(({ long }) => long), "--help", "--version"];
      if (!known.includes(name)) return `${call}: no option ${word}`;
    } else if (command === program && !word.startsWith("-")) return `${call}: no command ${word}`;
  }
  return undefined;
}

describe("the documentation", () => {
  it("CL-92 calls only commands and options that there are", () => {
    const program = programOf(() => undefined);
    const calls = PAGES.flatMap((page) => callsIn(page).map((call) => ({ page, call })));
    expect(calls.length).toBeGreaterThan(20);
    expect(calls.flatMap(({ page, call }) => faultOf(call, program)?.replace(/^/, `${page}: `) ?? [])).toEqual([]);
  });
});
