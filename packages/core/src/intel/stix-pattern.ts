/** One comparison of a STIX pattern. */
export interface Comparison {
  /** Such as `ipv4-addr:value`. */
  readonly path: string;
  readonly values: readonly string[];
}

const TOKEN =
  /\s+|'(?<text>(?:[^'\\]|\\.)*)'|(?<path>[a-z0-9-]+:(?:[A-Za-z0-9_.-]|'[^']*'|\[\d+\]|\[\*\])+)|(?<word>[A-Za-z]+)|(?<mark><=|>=|!=|[[\](),=<>])|(?<number>-?\d+(?:\.\d+)?)/sy;
/** Characters of a pattern that is read; longer ones say too much at once to be a single indicator. */
const LONGEST = 20_000;

/**
 * The comparisons of a pattern of which any one is enough (STIX 2.1 part 9): equality, `IN` and `ISSUBSET`, joined by
 * `OR`. `undefined` for a pattern that asks for several things together, negates, or compares otherwise: one of its
 * parts by itself would say what the pattern does not.
 */
export function anyOf(pattern: string): readonly Comparison[] | undefined {
  const tokens = pattern.length > LONGEST ? undefined : tokensOf(pattern);
  if (tokens === undefined) return undefined;
  const comparisons: Comparison[] = [];
  let n = 0;
  const next = (): Token | undefined => tokens[n++];
  const brackets = (marks: string): void => {
    while (tokens[n]?.kind === "mark" && marks.includes(tokens[n]?.text ?? "")) n++;
  };
  for (;;) {
    brackets("[(");
    const path = next();
    const how = next();
    if (path?.kind !== "path" || how === undefined) return undefined;
    const values: string[] = [];
    if (how.text === "=" || how.text === "ISSUBSET") {
      const value = next();
      if (value?.kind !== "text") return undefined;
      values.push(value.text);
    } else if (how.text === "IN" && next()?.text === "(") {
      for (;;) {
        const value = next();
        if (value?.kind !== "text") return undefined;
        values.push(value.text);
        const after = next();
        if (after?.text === ")") break;
        if (after?.text !== ",") return undefined;
      }
    } else return undefined;
    comparisons.push({ path: path.text, values });
    brackets("])");
    if (n >= tokens.length) return comparisons;
    if (next()?.text !== "OR") return undefined;
  }
}

interface Token {
  readonly kind: "text" | "path" | "word" | "mark" | "number";
  readonly text: string;
}

function tokensOf(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const reader = new RegExp(TOKEN);
  while (reader.lastIndex < pattern.length) {
    const found = reader.exec(pattern);
    if (found === null) return undefined;
    const { text, path, word, mark, number } = found.groups ?? {};
    if (text !== undefined) tokens.push({ kind: "text", text: text.replaceAll(/\\(.)/gs, "$1") });
    else if (path !== undefined) tokens.push({ kind: "path", text: path });
    else if (word !== undefined) tokens.push({ kind: "word", text: word });
    else if (mark !== undefined) tokens.push({ kind: "mark", text: mark });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
  }
  return tokens;
}
