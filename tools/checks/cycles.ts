import { posix } from "node:path";
import { importsOf } from "../source/imports.ts";
import { isSource, type Tree } from "../source/tree.ts";
import type { Check, Problem } from "./check.ts";

/**
 * No file imports itself through others, imports of types counted too: they cost nothing at run time,
 * but they are what keeps a folder from ever becoming a package of its own.
 */
export const cycles: Check = {
  name: "no import cycles, types included",
  run: (tree) => ({ problems: knots(graphOf(tree)).map(describe) }),
};

type Graph = ReadonlyMap<string, readonly string[]>;

function graphOf(tree: Tree): Graph {
  const sources = tree.files.filter(isSource);
  const known = new Set(sources);
  return new Map(
    sources.map((file) => {
      const relative = importsOf(tree.read(file)).flatMap(({ specifier }) =>
        specifier?.startsWith(".") === true ? [posix.join(posix.dirname(file), specifier)] : [],
      );
      return [file, relative.filter((target) => known.has(target))];
    }),
  );
}

/** Tarjan's strongly connected components of more than one file (R. Tarjan, 1972). */
function knots(graph: Graph): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const low = (file: string): number => lowest.get(file) ?? 0;
  const visit = (file: string): void => {
    order.set(file, order.size);
    lowest.set(file, order.size - 1);
    stack.push(file);
    for (const target of graph.get(file) ?? []) {
      const seen = order.get(target);
      if (seen === undefined) visit(target);
      if (seen === undefined) lowest.set(file, Math.min(low(file), low(target)));
      else if (stack.includes(target)) lowest.set(file, Math.min(low(file), seen));
    }
    if (low(file) !== order.get(file)) return;
    const knot = stack.splice(stack.indexOf(file));
    if (knot.length > 1 || graph.get(file)?.includes(file) === true) found.push(knot.sort());
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}

function describe(knot: readonly string[]): Problem {
  return { file: knot[0] ?? "", what: `Imports itself through ${knot.slice(1).join(", ") || "itself"}` };
}
