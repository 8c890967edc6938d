import { blank } from "./blank.ts";

/** One `import` or `export … from`, also of types only, also `import("…")`. */
export interface Import {
  /** What stands between the quotes; undefined when it is computed and cannot be known. */
  readonly specifier: string | undefined;
  readonly line: number;
  readonly typeOnly: boolean;
}

const FROM = /\b(?:import|export)\b(?<type>\s+type\b)?[^;"'`]*?\bfrom\s*(?<quote>["'])(?<hole> *)\k<quote>/g;
const BARE = /\bimport\s*(?<quote>["'])(?<hole> *)\k<quote>/g;
const CALL = /(?<![.\w$])import\s*\(\s*(?:(?<quote>["'])(?<hole> *)\k<quote>)?/g;

/** Lists what a source text imports, in the order of the text. */
export function importsOf(source: string): readonly Import[] {
  const code = blank(source);
  const found = [FROM, BARE, CALL].flatMap((pattern) => [...code.matchAll(pattern)]);
  return found
    .sort((a, b) => a.index - b.index)
    .map((match) => ({
      specifier: specifierOf(match, source),
      line: code.slice(0, match.index).split("\n").length,
      typeOnly: match.groups?.["type"] !== undefined,
    }));
}

function specifierOf(match: RegExpExecArray, source: string): string | undefined {
  const hole = match.groups?.["hole"];
  if (hole === undefined) return undefined;
  const end = match.index + match[0].length - 1;
  return source.slice(end - hole.length, end);
}
