import type { FindPattern } from "./query.ts";
import type { Token } from "./tokens.ts";

/** What a word or a quoted text stands for. A backslash takes the meaning from the character behind it. */
export function patternOf(token: Pick<Token, "kind" | "text">): FindPattern {
  const written = token.kind === "quoted" ? token.text.slice(1, -1) : token.text;
  const parts: (string | { readonly gap: "*" | "?" })[] = [];
  let text = "";
  for (let at = 0; at < written.length; at++) {
    const char = written[at] ?? "";
    if (char === "*" || char === "?") {
      if (text !== "") parts.push(text);
      text = "";
      parts.push({ gap: char });
    } else if (char === "\\") text += written[++at] ?? "";
    else text += char;
  }
  if (text !== "") parts.push(text);
  return parts;
}

/** A pattern as it is written; `word` when it may stand without quotes. */
export function printPattern(pattern: FindPattern): string {
  const inside = pattern
    .map((part) => (typeof part === "string" ? part.replaceAll(/[\\"*?]/g, String.raw`\$&`) : part.gap))
    .join("");
  const plain = /^[^\s"()=~<>!,\\]+$/.test(inside) && !/^(?:and|or|not)$/i.test(inside);
  return plain ? inside : `"${inside}"`;
}

/** Whether a text is like a pattern as a whole; both are in lower case. */
export function isLike(pattern: FindPattern, text: string): boolean {
  const tokens = pattern.flatMap((part): readonly (string | { readonly gap: "*" | "?" })[] =>
    typeof part === "string" ? Array.from(part) : [part],
  );
  const chars = Array.from(text);
  let [at, token, afterGap, gapEnd] = [0, 0, -1, 0];
  while (at < chars.length) {
    const wanted = tokens[token];
    if (typeof wanted === "object" && wanted.gap === "*") {
      afterGap = ++token;
      gapEnd = at;
    } else if ((typeof wanted === "object" && wanted.gap === "?") || (wanted !== undefined && wanted === chars[at])) {
      at++;
      token++;
    } else if (afterGap >= 0) {
      // Only the last gap has to grow: what stands before it fits as early as can be.
      at = ++gapEnd;
      token = afterGap;
    } else return false;
  }
  return tokens.slice(token).every((one) => typeof one === "object" && one.gap === "*");
}

/** The text of a pattern without gaps; `""` when it has any. */
export function flatText(pattern: FindPattern): string {
  const [only = ""] = pattern;
  return typeof only === "string" && pattern.length <= 1 ? only : "";
}

/** The block of addresses that a pattern is; `undefined` when it is none. */
export function blockOf(pattern: FindPattern): string | undefined {
  const text = flatText(pattern);
  return text.includes("/") ? text : undefined;
}
