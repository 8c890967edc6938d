import { isSource } from "../source/tree.ts";
import type { Check, Problem } from "./check.ts";

const SAY_NOTHING = /^(?:utils?|helpers?|common|misc|managers?|stuff)$/;

/** Files and folders are named for what they hold: kebab-case, and none of the names that hold anything. */
export const names: Check = {
  name: "names of files and folders",
  run: (tree) => ({
    problems: tree.files.filter((file) => isSource(file) || file.endsWith(".mjs")).flatMap(problemsOf),
  }),
};

function problemsOf(file: string): readonly Problem[] {
  const words = file.replace(/(?:\.(?:test|prop|fixture|config))*\.\w+$/, "").split("/");
  const empty = words.find((word) => word.split("-").some((part) => SAY_NOTHING.test(part)));
  const shape = words.find((word) => !/^\.?[a-z0-9]+(?:-[a-z0-9]+)*$/.test(word));
  return [
    ...(empty === undefined
      ? []
      : [{ file, what: `Is named "${empty}", which says nothing; what is wanted is the field's own word` }]),
    ...(shape === undefined ? [] : [{ file, what: `Is named "${shape}"; what is wanted is kebab-case` }]),
  ];
}
