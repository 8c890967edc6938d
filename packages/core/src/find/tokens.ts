import type { FindProblem } from "./problem.ts";

/** A piece of a query. `at` and `end` are its place in the text. */
export interface Token {
  readonly kind: "word" | "quoted" | "operator" | "(" | ")" | "," | "end";
  readonly at: number;
  readonly end: number;
  /** Of an operator, the operator; of words, the text as it is written, quotes included. */
  readonly text: string;
}

const SPACE = /\s+/y;
const OPERATOR = /!=|!~|<=|>=|[=~<>]/y;
const WORD = /(?:\\.|[^\s"()=~<>!,\\])(?:\\.|!(?![=~])|[^\s"()=~<>!,\\])*/sy;
const QUOTED = /"(?:\\.|[^"\\])*"/sy;

/** Longest query, UTF-16 units. */
const LONGEST = 10_000;

/** Takes a query apart. A text always gives tokens up to its end, or up to the first problem. */
export function tokensOf(text: string): { readonly tokens: readonly Token[]; readonly problem?: FindProblem } {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const fail = (message: string, length: number): { tokens: readonly Token[]; problem: FindProblem } => {
    tokens.push({ kind: "end", at, end: at, text: "" });
    return { tokens, problem: { code: "NL-FIND-SYNTAX", message, at, length } };
  };
  if (text.length > LONGEST) return fail(`The query has ${text.length} characters, at most ${LONGEST} are read`, 1);
  while (at < text.length) {
    at += take(SPACE)?.length ?? 0;
    const char = text[at];
    if (char === undefined) break;
    const [kind, piece] =
      char === "(" || char === ")" || char === ","
        ? ([char, char] as const)
        : char === '"'
          ? (["quoted", take(QUOTED)] as const)
          : (operatorAt(take(OPERATOR)) ?? (["word", take(WORD)] as const));
    if (piece === undefined)
      return fail(
        char === '"' ? "A quote is opened here and not closed" : `"${char}" means nothing here; put it into quotes`,
        char === '"' ? text.length - at : 1,
      );
    tokens.push({ kind, at, end: at + piece.length, text: piece });
    at += piece.length;
  }
  tokens.push({ kind: "end", at: text.length, end: text.length, text: "" });
  return { tokens };
}

function operatorAt(piece: string | undefined): readonly ["operator", string] | undefined {
  return piece === undefined ? undefined : ["operator", piece];
}
