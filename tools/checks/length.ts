import { isSource, type Tree } from "../source/tree.ts";
import type { Check, Problem } from "./check.ts";

const THINK_AGAIN = 300;
const STOP = 500;

/** A source file above 300 lines is shown, above 500 it is refused: it holds more than one concept. */
export const length: Check = {
  name: "length of files",
  run: (tree) => {
    const long = tree.files
      .filter((file) => isSource(file) || file.endsWith(".mjs"))
      .map((file) => [file, linesOf(file, tree)] as const);
    return {
      problems: long.filter(([, lines]) => lines > STOP).map(([file, lines]) => tell(file, lines, STOP)),
      notes: long
        .filter(([, lines]) => lines > THINK_AGAIN && lines <= STOP)
        .map(([file, lines]) => tell(file, lines, THINK_AGAIN)),
    };
  },
};

function linesOf(file: string, tree: Tree): number {
  return tree.read(file).trimEnd().split("\n").length;
}

function tell(file: string, lines: number, limit: number): Problem {
  return { file, what: `Has ${lines} lines, more than ${limit}; what is the second concept in it?` };
}
