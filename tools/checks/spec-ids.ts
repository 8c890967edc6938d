import { isTest, type Tree } from "../source/tree.ts";
import { type Check, lineAt, type Problem } from "./check.ts";

const LINE = /^- \*\*([A-Z]{2,4}-\d+)\*\* (.*)$/gm;
const CITED = /\b[A-Z]{2,4}-\d+\b/g;
const EXCUSED = /\(not tested: [^)]+\)/;

interface SpecLine {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly excused: boolean;
}

/** Every line of `spec/` is cited by a test or says why not, every id a test cites exists, and no id is given twice. */
export const specIds: Check = {
  name: "spec and tests cite each other",
  run: (tree) => {
    const lines = tree.files
      .filter((file) => /^spec\/(?!README).*\.md$/.test(file))
      .flatMap((file) => linesOf(file, tree));
    const known = new Map(lines.map((line) => [line.id, line]));
    const areas = new Set(lines.map(({ id }) => id.split("-", 1)[0]));
    const cited = tree.files.filter((file) => isTest(file)).flatMap((file) => citations(file, tree));
    const used = new Set(cited.map(({ id }) => id));
    return {
      problems: [
        ...lines.filter((line) => known.get(line.id) !== line).map((line) => problem(line, "is given twice")),
        ...cited
          .filter(({ id }) => areas.has(id.split("-", 1)[0]) && !known.has(id))
          .map((at) => problem(at, "is cited, but spec/ has no such line")),
        ...lines
          .filter(({ id, excused }) => !used.has(id) && !excused)
          .map((line) => problem(line, 'is cited by no test, and does not say "(not tested: why)"')),
      ],
    };
  },
};

type Citation = Pick<SpecLine, "id" | "file" | "line">;

function problem({ id, file, line }: Citation, what: string): Problem {
  return { file, line, what: `${id} ${what}` };
}

function linesOf(file: string, tree: Tree): readonly SpecLine[] {
  const text = tree.read(file);
  return [...text.matchAll(LINE)].map(({ 1: id = "", 2: words = "", index }) => ({
    id,
    file,
    line: lineAt(text, index),
    excused: EXCUSED.test(words),
  }));
}

function citations(file: string, tree: Tree): readonly Citation[] {
  const text = tree.read(file);
  return [...text.matchAll(CITED)].map(({ 0: id, index }) => ({ id, file, line: lineAt(text, index) }));
}
