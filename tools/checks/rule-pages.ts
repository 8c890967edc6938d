import { rulePages } from "../rule-pages/pages.ts";
import { readContent } from "../rule-pages/read-content.ts";
import type { Tree } from "../source/tree.ts";
import type { Check, Problem } from "./check.ts";

const AGAIN = "write the pages again with `node --conditions=source tools/write-rule-pages.ts`";

/** The pages in docs/rules say what the rules say. */
export const rulePagesAgree: Check = {
  name: "pages of the rules",
  run: (tree) => ({ problems: problemsOf(tree) }),
};

function problemsOf(tree: Tree): readonly Problem[] {
  let pages: ReadonlyMap<string, string>;
  try {
    pages = rulePages(readContent(tree));
  } catch (error) {
    return [{ file: "content/rules", what: `The rules cannot be read: ${String(error)}` }];
  }
  const there = tree.files.filter((file) => file.startsWith("docs/rules/"));
  return [
    ...[...pages].flatMap(([file, text]) => {
      if (!there.includes(file)) return [{ file, what: `Is not there; ${AGAIN}` }];
      const written = tree.read(file);
      if (written === text) return [];
      const [now, due] = [written.split("\n"), text.split("\n")];
      const line = due.findIndex((one, n) => one !== now[n]) + 1;
      return [{ file, line: Math.max(line, 1), what: `Is not what the rules say; ${AGAIN}` }];
    }),
    ...there.filter((file) => !pages.has(file)).map((file) => ({ file, what: `Belongs to no rule; ${AGAIN}` })),
  ];
}
