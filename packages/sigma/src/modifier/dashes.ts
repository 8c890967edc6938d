import type { RegexTest, TextPart } from "../rule/expression.ts";
import type { Pattern, PatternPart } from "./pattern.ts";

/** What `windash` takes for each other: hyphen, slash, en dash, em dash, horizontal bar. */
export const DASHES = ["-", "/", "\u2013", "\u2014", "\u2015"] as const;

const DASH = /([-/\u2013\u2014\u2015])/;

/** Marks every dash of a pattern as one of the five. */
export function markDashes(pattern: Pattern): Pattern {
  return pattern.flatMap((part): Pattern => {
    if (typeof part !== "string") return [part];
    return part
      .split(DASH)
      .filter((piece) => piece !== "")
      .map((piece): PatternPart => (DASH.test(piece) ? { dash: piece } : piece));
  });
}

/**
 * The pattern as one regular expression, for when writing out all its variants would be too many. The parts must be
 * text, wildcards and dashes.
 */
export function dashRegex(pattern: Pattern, cased: boolean): RegexTest {
  const source = pattern.map((part) => {
    if (typeof part === "string") return part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
    if ("wild" in part) return part.wild === "any" ? ".*" : ".";
    return `[${DASHES.join("")}]`;
  });
  return { kind: "regex", source: `^${source.join("")}$`, ignoreCase: !cased, multiLine: false, dotAll: true };
}

/** Whether a part is text or a wildcard. */
export function isSettled(part: PatternPart): part is TextPart {
  return typeof part === "string" || "wild" in part;
}
