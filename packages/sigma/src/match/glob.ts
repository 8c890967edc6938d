import type { TextPart } from "../rule/expression.ts";

/**
 * Matches wildcards of any sort, character (code point) by character. A gap starts as short as it can; when what
 * follows does not fit, only the last gap grows, so that the work is bounded by the two lengths multiplied.
 */
export function globTest(parts: readonly TextPart[]): (text: string) => boolean {
  const tokens = parts.flatMap((part): Token[] =>
    typeof part === "string" ? Array.from(part) : [part.wild === "one" ? ONE : ANY],
  );
  const literals = parts.filter((part) => typeof part === "string");
  const fewest = tokens.filter((token) => token !== ANY).length;
  return (text) =>
    text.length >= fewest && literals.every((part) => text.includes(part)) && fits(Array.from(text), tokens);
}

const ONE = Symbol("one character");
const ANY = Symbol("any characters");
type Token = string | typeof ONE | typeof ANY;

function fits(text: readonly string[], tokens: readonly Token[]): boolean {
  let at = 0;
  let token = 0;
  let afterGap = -1;
  let gapEnd = 0;
  while (at < text.length) {
    const wanted = tokens[token];
    if (wanted === ANY) {
      afterGap = ++token;
      gapEnd = at;
    } else if (wanted === ONE || (wanted !== undefined && wanted === text[at])) {
      at++;
      token++;
    } else if (afterGap >= 0) {
      at = ++gapEnd;
      token = afterGap;
    } else return false;
  }
  while (tokens[token] === ANY) token++;
  return token === tokens.length;
}
