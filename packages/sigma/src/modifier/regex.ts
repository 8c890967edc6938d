import { RE2JSException } from "re2js";
import type { LoadLimits } from "../load/load-limits.ts";
import { readRegex } from "../match/regex.ts";
import type { RegexTest } from "../rule/expression.ts";
import type { ProblemCode } from "../rule/problem-code.ts";
import { shown } from "../yaml/node.ts";

/** Constructs that no linear-time engine has, with their names for messages. */
const BEYOND: readonly (readonly [RegExp, string])[] = [
  [/^\(\?=/, "a look-ahead"],
  [/^\(\?!/, "a negative look-ahead"],
  [/^\(\?<=/, "a look-behind"],
  [/^\(\?<!/, "a negative look-behind"],
  [/^\(\?>/, "an atomic group"],
  [/^\(\?\(/, "a conditional group"],
  [/^\(\?(?:R|\d)/, "a recursion"],
  [/^\(\?#/, "a comment"],
  [/^\\[1-9]/, "a back-reference"],
  [/^\\[kg][<{'0-9-]/, "a back-reference"],
  [/^(?:[*+?]|\{\d+(?:,\d*)?\})\+/, "a possessive quantifier"],
];

const REPEAT = /\{(\d+)(?:,(\d+))?/g;

/** Above this, repetitions are not even tried: repetitions summed up, times the length of the pattern. */
const MOST_REPEATED = 500_000;

/** The compiled size of a regular expression (RE2 dialect, linear time), or why it cannot be used. */
export function measureRegex(
  test: RegexTest,
  limits: LoadLimits,
): { readonly size: number } | { readonly code: ProblemCode; readonly message: string } {
  const { source } = test;
  if (source.length > limits.maxRegexLength) {
    const message = `The regular expression has ${source.length} characters; at most ${limits.maxRegexLength} are read`;
    return { code: "NL-SIGMA-LIMIT", message };
  }
  const repeated = [...source.matchAll(REPEAT)].reduce((sum, [, least, most]) => sum + Number(most ?? least), 0);
  const large = "The regular expression is too large once its repetitions are written out; use fewer or smaller ones";
  if (repeated * source.length > MOST_REPEATED) return { code: "NL-SIGMA-LIMIT", message: large };
  try {
    const size = readRegex(test).programSize();
    return size > limits.maxRegexSize ? { code: "NL-SIGMA-LIMIT", message: large } : { size };
  } catch (error) {
    if (!(error instanceof RE2JSException) && !(error instanceof RangeError)) throw error;
    const construct = constructBeyond(source);
    const why =
      construct === undefined
        ? error.message.replace(/^error parsing regexp: /, "")
        : `it has ${construct}, which cannot be matched in linear time`;
    const message = `The regular expression ${shown(source)} does not compile: ${why}; the dialect is RE2`;
    return { code: "NL-SIGMA-REGEX", message };
  }
}

function constructBeyond(source: string): string | undefined {
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const rest = source.slice(at, at + 24);
    const found = inClass ? undefined : BEYOND.find(([pattern]) => pattern.test(rest));
    if (found !== undefined) return `${found[1]} (${shown(rest.slice(0, 12))})`;
    if (rest.startsWith("\\")) at++;
    else if (rest.startsWith("[")) inClass = true;
    else if (rest.startsWith("]")) inClass = false;
  }
  return undefined;
}
