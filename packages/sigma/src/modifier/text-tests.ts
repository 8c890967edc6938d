import type { RegexTest, TextTest } from "../rule/expression.ts";
import { DASHES, dashRegex, isSettled, markDashes } from "./dashes.ts";
import { base64, base64Offsets, utf16, utf8 } from "./encode.ts";
import type { ModifierKind } from "./modifier.ts";
import { type Pattern, readPattern, tidy } from "./pattern.ts";

/** Up to so many dashed variants are written out; more become one regular expression. */
const MOST_WRITTEN_OUT = 25;

/** Why a value cannot be tested for. `placeholder` is a name without values. */
export type TextFault =
  | { readonly fault: "placeholder"; readonly placeholder: string }
  | { readonly fault: "value" | "variants"; readonly message: string };

interface Given {
  readonly kinds: readonly ModifierKind[];
  /** No field: the pattern is looked for anywhere in a text. */
  readonly keyword: boolean;
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
  readonly maxVariants: number;
}

/** A value on its way through the modifiers: its variants, any of which will do. */
interface Variants {
  readonly patterns: readonly Pattern[];
  /** Whether each character of the literals is a byte already. */
  readonly bytes: boolean;
}

/** Applies the modifiers of a text value from left to right. Any of the tests will do; there may be none. */
export function textTests(text: string, given: Given): readonly (TextTest | RegexTest)[] | TextFault {
  const { kinds, keyword } = given;
  let variants: Variants = { patterns: [readPattern(text, kinds.includes("expand"))], bytes: false };
  for (const kind of kinds) {
    const next = apply(kind, variants, given);
    if ("fault" in next) return next;
    variants = next;
  }
  const loose = keyword && !kinds.some((kind) => kind === "startswith" || kind === "endswith" || kind === "contains");
  const patterns = loose ? variants.patterns.map((pattern) => around(pattern, "contains")) : variants.patterns;
  return settle(patterns, kinds.includes("cased"), given.maxVariants);
}

function apply(kind: ModifierKind, variants: Variants, given: Given): Variants | TextFault {
  const { patterns, bytes } = variants;
  switch (kind) {
    case "expand":
      return expand(variants, given);
    case "windash":
      return { patterns: patterns.map(markDashes), bytes };
    case "startswith":
    case "endswith":
    case "contains":
      return { patterns: patterns.map((pattern) => around(pattern, kind)), bytes };
    case "utf16le":
    case "utf16be":
    case "utf16":
    case "base64":
    case "base64offset":
      return encode(kind, variants, given.maxVariants);
    default:
      return variants;
  }
}

function around(pattern: Pattern, shape: "startswith" | "endswith" | "contains"): Pattern {
  const any = { wild: "any" } as const;
  return tidy([...(shape === "startswith" ? [] : [any]), ...pattern, ...(shape === "endswith" ? [] : [any])]);
}

function expand({ patterns, bytes }: Variants, { placeholders, maxVariants }: Given): Variants | TextFault {
  let expanded: readonly Pattern[] = [];
  for (const pattern of patterns) {
    let variants: readonly Pattern[] = [[]];
    for (const part of pattern) {
      let values: readonly Pattern[] = [[part]];
      if (typeof part !== "string" && "placeholder" in part) {
        const name = part.placeholder;
        if (!Object.hasOwn(placeholders, name)) return { fault: "placeholder", placeholder: name };
        values = (placeholders[name] ?? []).map((value) => readPattern(value));
      }
      if (variants.length * values.length > maxVariants) return tooMany(maxVariants);
      variants = variants.flatMap((variant) => values.map((value) => [...variant, ...value]));
    }
    expanded = [...expanded, ...variants.map(tidy)];
  }
  return { patterns: expanded, bytes };
}

function encode(
  kind: "utf16le" | "utf16be" | "utf16" | "base64" | "base64offset",
  variants: Variants,
  maxVariants: number,
): Variants | TextFault {
  const written = writeOut(variants.patterns, maxVariants);
  if ("fault" in written) return written;
  const literals: string[] = [];
  for (const pattern of written) {
    const [literal = "", ...more] = pattern;
    if (typeof literal !== "string" || more.length > 0) {
      const message = `"${kind}" encodes text, and there are wildcards or placeholders in it; put contains, startswith and endswith after "${kind}", expand before it, and escape "*" and "?" that are meant as such`;
      return { fault: "value", message };
    }
    literals.push(literal);
  }
  const bytes = (literal: string): string => (variants.bytes ? literal : utf8(literal));
  switch (kind) {
    case "utf16le":
    case "utf16be":
    case "utf16": {
      const order = kind === "utf16be" ? "be" : "le";
      const mark = kind === "utf16" ? "\u00ff\u00fe" : "";
      return { patterns: literals.map((literal) => [mark + utf16(literal, order)]), bytes: true };
    }
    case "base64":
      return { patterns: literals.map((literal) => [base64(bytes(literal))]), bytes: false };
    case "base64offset": {
      if (literals.length * 3 > maxVariants) return tooMany(maxVariants);
      const offsets = literals.flatMap((literal) => base64Offsets(bytes(literal)));
      if (!offsets.includes("")) return { patterns: offsets.map((text) => [text]), bytes: false };
      const message = '"base64offset" leaves nothing of so short a text; at least two bytes are wanted';
      return { fault: "value", message };
    }
  }
}

/** Each pattern with every dash written out in all ways. */
function writeOut(patterns: readonly Pattern[], maxVariants: number): readonly Pattern[] | TextFault {
  const written: Pattern[] = [];
  for (const pattern of patterns) {
    if (written.length + variantsOf(pattern) > maxVariants) return tooMany(maxVariants);
    let variants: readonly Pattern[] = [[]];
    for (const part of pattern) {
      const choices = typeof part !== "string" && "dash" in part ? DASHES : [part];
      variants = variants.flatMap((variant) => choices.map((choice) => [...variant, choice]));
    }
    written.push(...variants.map(tidy));
  }
  return written;
}

function settle(patterns: readonly Pattern[], cased: boolean, maxVariants: number): readonly (TextTest | RegexTest)[] {
  const most = Math.min(MOST_WRITTEN_OUT, maxVariants);
  return patterns.flatMap((pattern): readonly (TextTest | RegexTest)[] => {
    if (variantsOf(pattern) > most) return [dashRegex(pattern, cased)];
    const written = writeOut([pattern], most);
    return "fault" in written ? [] : written.map((parts) => ({ kind: "text", parts: parts.filter(isSettled), cased }));
  });
}

function variantsOf(pattern: Pattern): number {
  return DASHES.length ** pattern.filter((part) => typeof part !== "string" && "dash" in part).length;
}

function tooMany(maxVariants: number): TextFault {
  const message = `The modifiers make more than ${maxVariants} variants of this value; split it, or leave out dashes`;
  return { fault: "variants", message };
}
