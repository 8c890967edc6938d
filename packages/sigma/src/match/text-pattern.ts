import { fold } from "../field/fold.ts";
import type { TextPart, TextTest } from "../rule/expression.ts";
import { globTest } from "./glob.ts";

/** What a text test comes down to. Its texts are folded unless the test is cased. */
export type TextPattern =
  | { readonly kind: "equals" | "prefix" | "suffix" | "contains"; readonly text: string }
  /** In this order, not overlapping, the first at the start and the last at the end. */
  | { readonly kind: "pieces"; readonly pieces: readonly string[] }
  | { readonly kind: "general"; readonly parts: readonly TextPart[] };

/** The simplest form of a text test. */
export function patternOf({ parts, cased }: TextTest): TextPattern {
  const tidy = tidied(parts, cased);
  if (tidy.some((part) => (typeof part === "string" ? isRagged(part) : part.wild === "one")))
    return { kind: "general", parts: tidy };
  const pieces = [""];
  for (const part of tidy) {
    if (typeof part === "string") pieces.push((pieces.pop() ?? "") + part);
    else pieces.push("");
  }
  const [first = "", middle = "", last = "", ...more] = pieces;
  if (pieces.length === 1) return { kind: "equals", text: first };
  if (pieces.length === 2 && middle === "") return { kind: "prefix", text: first };
  if (pieces.length === 2 && first === "") return { kind: "suffix", text: middle };
  if (first === "" && last === "" && pieces.length === 3 && more.length === 0)
    return { kind: "contains", text: middle };
  return { kind: "pieces", pieces };
}

/** Tests a text, which has to be folded already unless the pattern comes from a cased test. Linear for all but `?`. */
export function textTest(pattern: TextPattern): (text: string) => boolean {
  switch (pattern.kind) {
    case "equals": {
      const wanted = pattern.text;
      return (text) => text === wanted;
    }
    case "prefix":
      return (text) => text.startsWith(pattern.text);
    case "suffix":
      return (text) => text.endsWith(pattern.text);
    case "contains":
      return (text) => text.includes(pattern.text);
    case "pieces":
      return (text) => holdsPieces(text, pattern.pieces);
    case "general":
      return globTest(pattern.parts);
  }
}

/** The longest literal text of a pattern; a text that matches holds it. */
export function literalOf(pattern: TextPattern): string {
  if (pattern.kind === "general") return longest(pattern.parts.filter((part) => typeof part === "string"));
  return pattern.kind === "pieces" ? longest(pattern.pieces) : pattern.text;
}

function holdsPieces(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (let n = 1; n < pieces.length - 1; n++) {
    const piece = pieces[n] ?? "";
    // The leftmost place leaves the most room for what follows.
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= end;
}

function tidied(parts: readonly TextPart[], cased: boolean): readonly TextPart[] {
  const tidy: TextPart[] = [];
  for (const part of parts) {
    const last = tidy.at(-1);
    if (part === "") continue;
    if (typeof part === "string") {
      const text = cased ? part : fold(part);
      if (typeof last === "string") tidy[tidy.length - 1] = last + text;
      else tidy.push(text);
    } else if (part.wild === "one" || typeof last !== "object" || last.wild !== "any") tidy.push(part);
  }
  return tidy;
}

// Half a surrogate pair at an edge might be found inside a character of the text.
function isRagged(text: string): boolean {
  return /^[\udc00-\udfff]|[\ud800-\udbff]$/.test(text);
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), "");
}
