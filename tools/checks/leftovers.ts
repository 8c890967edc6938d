import { homedir } from "node:os";
import { isSource } from "../source/tree.ts";
import { type Check, lineAt, type Problem } from "./check.ts";

/** Words of unfinished work; one letter is in a class of its own, so that this file does not find itself. */
const UNFINISHED = /\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/g;
const LONE_TEST = /\b(?:it|test|describe)\.(?:only|todo)\b/g;
const USER_FOLDER = /(?<![\w/.-])(?:\/Users\/[A-Za-z][\w.-]*\/|[A-Z]:\\Users\\)/g;

/** Nothing unfinished, no test that runs alone, no path of somebody's machine. */
export const leftovers: Check = {
  name: "nothing left over",
  run: (tree) => {
    const here = [tree.root, homedir()].filter((path) => path.split(/[\\/]/).filter((part) => part !== "").length >= 2);
    const machine = here.map((path) => new RegExp(`${literally(path)}(?![\\w-])`, "g"));
    const looks = [
      { pattern: UNFINISHED, what: "unfinished work, by its own word" },
      { pattern: USER_FOLDER, what: "the path of a machine" },
      ...machine.map((pattern) => ({ pattern, what: "the path of this machine" })),
    ];
    return {
      problems: tree.files.filter(isText).flatMap((file) => {
        const text = tree.read(file);
        const find = ({ pattern, what }: (typeof looks)[number]): readonly Problem[] =>
          [...text.matchAll(pattern)].map((match) => ({
            file,
            line: lineAt(text, match.index),
            what: `Has "${match[0]}": ${what}`,
          }));
        return [
          ...looks,
          ...(isSource(file) ? [{ pattern: LONE_TEST, what: "a test that runs alone or never" }] : []),
        ].flatMap(find);
      }),
    };
  },
};

/** `RegExp.escape` is not there yet in the oldest Node that we run on. */
function literally(path: string): string {
  return path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** What people write; generated scenarios and the lock file are data. */
function isText(file: string): boolean {
  return (
    /\.(?:ts|tsx|mts|mjs|js|md|ya?ml|json|sh|css|html)$|^\.ci\/run$/.test(file) &&
    !/^corpus\/(?:scenarios|malformed)\/|^fuzz\/seeds\/|^package-lock\.json$/.test(file)
  );
}
