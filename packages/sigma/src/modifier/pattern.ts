import type { TextPart } from "../rule/expression.ts";

/** A part of a text while its modifiers are applied. */
export type PatternPart = TextPart | { readonly placeholder: string } | { readonly dash: string };
export type Pattern = readonly PatternPart[];

const PLACEHOLDER = /%([\w.-]+)%/y;

/**
 * Reads the wildcards and escapes of a value (Sigma rules specification, "Escaping"): `*` and `?` are wildcards; a
 * backslash takes the meaning from `*`, `?` and another backslash, and is itself before anything else. With
 * `placeholders`, `%name%` is one and `\%` is a percent sign.
 */
export function readPattern(text: string, placeholders = false): Pattern {
  const parts: PatternPart[] = [];
  let literal = "";
  const put = (part: PatternPart): void => {
    if (literal !== "") parts.push(literal);
    literal = "";
    parts.push(part);
  };
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (char === "\\" && (next === "*" || next === "?" || next === "\\" || (placeholders && next === "%"))) {
      literal += next;
      at++;
    } else if (char === "*" || char === "?") {
      put({ wild: char === "*" ? "any" : "one" });
    } else if (char === "%" && placeholders) {
      PLACEHOLDER.lastIndex = at;
      const found = PLACEHOLDER.exec(text);
      if (found?.[1] === undefined) {
        literal += char;
      } else {
        put({ placeholder: found[1] });
        at += found[0].length - 1;
      }
    } else {
      literal += char;
    }
  }
  if (literal !== "") parts.push(literal);
  return tidy(parts);
}

/** Joins neighbouring literals, and gaps of any length. */
export function tidy(parts: Pattern): Pattern {
  const tidied: PatternPart[] = [];
  for (const part of parts) {
    const last = tidied.at(-1);
    if (typeof part === "string" && typeof last === "string") tidied[tidied.length - 1] = last + part;
    else if (!(isAny(part) && last !== undefined && isAny(last))) tidied.push(part);
  }
  return tidied;
}

function isAny(part: PatternPart): boolean {
  return typeof part !== "string" && "wild" in part && part.wild === "any";
}
