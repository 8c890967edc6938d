import { fold } from "../field/fold.ts";
import { isInBlock, readAddress, readBlock } from "../match/address.ts";
import { datePart } from "../match/date-part.ts";
import { holds, numberTest } from "../match/numeric.ts";
import { readRegex } from "../match/regex.ts";
import { requiredLiteral } from "../match/required-literal.ts";
import { literalOf, patternOf, type TextPattern, textTest } from "../match/text-pattern.ts";
import type { Comparison, NumberTest, RegexTest, TextTest, ValueTest } from "../rule/expression.ts";
import { allOf, anyOf, type Bounds, eitherOf, exactly, FALSE, TRUE } from "./bounds.ts";
import type { Parameters } from "./parameters.ts";
import { notAscii, type SqlText } from "./sql-text.ts";

/** A test of one text, in SQL. */
export interface TextCheck {
  readonly of: (text: SqlText) => Bounds;
  /** What `of` says is true of texts whose folding is settled; of others nothing is known. */
  readonly settledOnly: boolean;
  /** Whether a text passes, as the engine sees it. */
  readonly passes: (text: string) => boolean;
}

/** Tests of a value by its text, which are all but those of presence and those of other fields. */
export type TestOfText = Exclude<ValueTest, { kind: "null" | "exists" | "fieldref" | "none" }>;

const FULL_DATE = "^[0-9]{4}-";
const NUMERIC = "^-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]{1,9})?$";
/** Whole numbers that are compared as such. */
const WHOLE = "^-?[0-9]{1,15}$";
const IPV4 = "^(0|[1-9][0-9]{0,2})([.](0|[1-9][0-9]{0,2})){3}$";
/** Comparisons as SQL writes them. */
export const OPERATORS: Readonly<Record<Comparison, string>> = { eq: "=", lt: "<", lte: "<=", gt: ">", gte: ">=" };

/** A test in SQL; `parameters` takes its values. */
export function textCheckOf(test: TestOfText, parameters: Parameters): TextCheck {
  switch (test.kind) {
    case "text":
      return checkOfText(test, parameters);
    case "boolean":
      return checkOfTexts([String(test.value)], { cased: false }, parameters);
    case "regex":
      return checkOfRegex(test, parameters);
    case "number":
      return checkOfNumber(test, parameters);
    case "cidr":
      return checkOfBlock(test.cidr, parameters);
    case "date":
      return {
        of: ({ sql }) => ({ may: `match(${sql}, ${parameters.text(FULL_DATE)})`, must: FALSE }),
        settledOnly: false,
        passes: (text) => {
          const part = datePart(text, test.part);
          return part !== undefined && holds(test.op, part - test.value);
        },
      };
  }
}

/** Whether a text is one of several, which are folded unless cased. */
export function checkOfTexts(
  texts: readonly string[],
  { cased }: Pick<TextTest, "cased">,
  parameters: Parameters,
): TextCheck {
  const known = new Set(texts);
  const [only = "", ...more] = known;
  const wanted = more.length === 0 ? `= ${parameters.text(only)}` : `IN ${parameters.texts([...known])}`;
  return {
    of: (text) => exactly(`${cased ? text.sql : text.folded} ${wanted}`),
    settledOnly: !cased,
    passes: (text) => known.has(cased ? text : fold(text)),
  };
}

/** Whether a text passes one of several checks. */
export function anyCheck(checks: readonly TextCheck[]): TextCheck {
  return {
    of: (text) => eitherOf(checks.map((check) => check.of(text))),
    settledOnly: checks.some((check) => check.settledOnly),
    passes: (text) => checks.some((check) => check.passes(text)),
  };
}

function checkOfText(test: TextTest, parameters: Parameters): TextCheck {
  const { cased } = test;
  const pattern = patternOf(test);
  const matches = textTest(pattern);
  const passes = (text: string): boolean => matches(cased ? text : fold(text));
  // Half a character has no form in the store: it was replaced there by another.
  if (!literalsOf(pattern).every((text) => text.isWellFormed()))
    return { of: () => ({ may: TRUE, must: FALSE }), settledOnly: false, passes };
  const of = (text: SqlText): Bounds => exactly(patternSql(cased ? text.sql : text.folded, pattern, parameters));
  // In bytes a character may be several, which counts for `?`.
  return { of, settledOnly: !cased || pattern.kind === "general", passes };
}

function literalsOf(pattern: TextPattern): readonly string[] {
  if (pattern.kind === "general") return pattern.parts.filter((part) => typeof part === "string");
  return pattern.kind === "pieces" ? pattern.pieces : [pattern.text];
}

function patternSql(text: string, pattern: TextPattern, parameters: Parameters): string {
  switch (pattern.kind) {
    case "equals":
      return `${text} = ${parameters.text(pattern.text)}`;
    case "prefix":
      return pattern.text === "" ? TRUE : `startsWith(${text}, ${parameters.text(pattern.text)})`;
    case "suffix":
      return `endsWith(${text}, ${parameters.text(pattern.text)})`;
    case "contains":
      return holdsText(text, pattern.text, parameters);
    case "pieces":
      return `${text} LIKE ${parameters.text(pattern.pieces.map(likeText).join("%"))}`;
    case "general": {
      const like = pattern.parts.map((part) =>
        typeof part === "string" ? likeText(part) : part.wild === "one" ? "_" : "%",
      );
      return `${text} LIKE ${parameters.text(like.join(""))}`;
    }
  }
}

function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

function holdsText(text: string, literal: string, parameters: Parameters): string {
  return `position(${text}, ${parameters.text(literal)}) > 0`;
}

// The engine's dialect is not ClickHouse's in every corner; what every match holds is the same in both.
function checkOfRegex(test: RegexTest, parameters: Parameters): TextCheck {
  const literal = fold(requiredLiteral(test.source));
  const regex = readRegex(test);
  return {
    of: ({ folded }) => ({ may: literal === "" ? TRUE : holdsText(folded, literal, parameters), must: FALSE }),
    settledOnly: true,
    passes: (text) => regex.test(text),
  };
}

function checkOfNumber(test: NumberTest, parameters: Parameters): TextCheck {
  const { op, value } = test;
  const wanted = Number(value);
  const numeric = (text: string): string => `match(${text}, ${parameters.text(NUMERIC)})`;
  const passes = numberTest(test);
  if (!/^-?\d{1,15}$/.test(value))
    return { of: ({ sql }) => ({ may: numeric(sql), must: FALSE }), settledOnly: false, passes };
  const of = ({ sql: text }: SqlText): Bounds => {
    const whole = `match(${text}, ${parameters.text(WHOLE)})`;
    // `+ 0` because -0 has no form as a whole number.
    const compared = `toInt64OrZero(${text}) ${OPERATORS[op]} ${parameters.integer(wanted + 0)}`;
    const must = allOf([whole, compared]);
    return { may: anyOf([must, allOf([`NOT ${whole}`, numeric(text)])]), must };
  };
  return { of, settledOnly: false, passes };
}

function checkOfBlock(cidr: string, parameters: Parameters): TextCheck {
  const range = rangeOf(cidr);
  const of = ({ sql: text }: SqlText): Bounds => {
    const four = `match(${text}, ${parameters.text(IPV4)})`;
    const number = `toUInt32(toIPv4OrZero(${text}))`;
    const within =
      range === undefined
        ? FALSE
        : allOf([
            four,
            `${number} >= ${parameters.integer(range.from)}`,
            `${number} <= ${parameters.integer(range.to)}`,
          ]);
    // What looks like an address and is none (256 in a place) becomes 0.0.0.0.
    return { may: anyOf([within, `position(${text}, ':') > 0`]), must: range?.from === 0 ? FALSE : within };
  };
  const passes = (text: string): boolean => {
    const address = readAddress(text);
    const block = readBlock(cidr);
    return address !== undefined && block !== undefined && isInBlock(address, block);
  };
  return { of, settledOnly: false, passes };
}

/** The IPv4 addresses of a block, as numbers; `undefined` when it has none. */
function rangeOf(cidr: string): { readonly from: number; readonly to: number } | undefined {
  const block = readBlock(cidr);
  if (block === undefined || block.bits < 96) return undefined;
  const [a, b, c, d, e, f, high = 0, low = 0] = block.groups;
  if ([a, b, c, d, e].some((group) => group !== 0) || f !== 0xffff) return undefined;
  const size = 2 ** (128 - block.bits);
  const from = Math.floor((high * 65_536 + low) / size) * size;
  return { from, to: from + size - 1 };
}

/** Characters that a number may be written with. */
const OF_NUMBERS = /^[-+.0-9efinty]*$/i;

/** What the JSON text of a record must hold for a test of its leaves to pass. */
export function leafBounds(test: TextTest | RegexTest, text: string, parameters: Parameters): Bounds {
  const literal = test.kind === "regex" ? requiredLiteral(test.source) : literalOf(patternOf(test));
  const folded = fold(literal);
  // Written with an escape in some record or other, or as a number in another form.
  if (!/^[ -~]+$/.test(folded) || /["\\/]/.test(folded) || OF_NUMBERS.test(folded)) return { may: TRUE, must: FALSE };
  const escaped = holdsText(text, String.raw`\u`, parameters);
  return { may: anyOf([holdsText(`lower(${text})`, folded, parameters), escaped, notAscii(text)]), must: FALSE };
}
