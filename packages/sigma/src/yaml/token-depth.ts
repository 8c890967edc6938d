import type { CST } from "yaml";

/**
 * Offset of the first token that is nested deeper than `most` maps and lists; undefined when there is none. Goes over
 * the tokens without recursion, so that no depth can exhaust the stack.
 */
export function tooDeepAt(token: CST.Token, most: number): number | undefined {
  const waiting: { readonly token: CST.Token; readonly depth: number }[] = [{ token, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { token: one, depth } = next;
    if (depth > most) return "offset" in one ? one.offset : 0;
    for (const inner of innerTokens(one)) waiting.push({ token: inner, depth: depth + 1 });
  }
  return undefined;
}

function innerTokens(token: CST.Token): readonly CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!("items" in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((inner) => inner !== undefined && inner !== null));
}
