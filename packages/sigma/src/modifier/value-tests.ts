import { readBlock } from "../match/address.ts";
import type { Comparison, DatePart, RegexTest, ValueTest } from "../rule/expression.ts";
import type { Reading } from "../rule/reading.ts";
import { canonicalDecimal } from "../yaml/decimal.ts";
import { shown, shownNode, type YamlScalar } from "../yaml/node.ts";
import type { ModifierKind } from "./modifier.ts";
import { measureRegex } from "./regex.ts";
import { textTests } from "./text-tests.ts";

/** Least and greatest of each part of a date; the last days of a year may lie in week 53 (ISO 8601). */
const DATE_RANGES: Readonly<Record<DatePart, readonly [number, number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [0, 9999],
};

/** A large regular expression counts as several comparisons. */
const INSTRUCTIONS_A_COMPARISON = 20;

/** Modifiers under which a number, a boolean or null is not taken as text. */
const LEAVE_VALUES: readonly ModifierKind[] = ["all", "neq", "cased"];

/**
 * The tests a value stands for under its modifiers; any of them will do, and there are none when a placeholder is known
 * to be empty. Null when the value does not fit; that is reported.
 */
export function valueTests(
  value: YamlScalar,
  { kinds, keyword }: { readonly kinds: readonly ModifierKind[]; readonly keyword: boolean },
  reading: Reading,
): readonly ValueTest[] | null {
  const { log } = reading;
  const wrong = (wanted: string): null =>
    log.error(value.at, "NL-SIGMA-VALUE", `The value is ${shownNode(value)}; ${wanted} is wanted`);
  const main = kinds.find((kind) => kind in MAIN);
  if (main !== undefined) {
    const read = MAIN[main as keyof typeof MAIN](value, kinds);
    if (typeof read === "string") return wrong(read);
    if (read.kind !== "regex") return [read];
    const measured = measureRegex(read, reading.limits);
    if ("message" in measured) return log.error(value.at, measured.code, measured.message);
    // The budget is looked at where all tests of an item are counted.
    reading.budget.spend(Math.floor(measured.size / INSTRUCTIONS_A_COMPARISON));
    return [read];
  }
  if (kinds.includes("cidr")) return cidrTests(value, kinds, reading);
  if (!keyword && kinds.every((kind) => LEAVE_VALUES.includes(kind))) {
    if (value.kind === "null") return [{ kind: "null" }];
    if (value.kind === "boolean") return [{ kind: "boolean", value: value.value }];
    if (value.kind === "number") return [{ kind: "number", op: "eq", value: value.decimal }];
  }
  if (value.kind === "null") return wrong(keyword ? "text" : `text under ${kinds.join("|")}`);
  return textValue(value, { kinds, keyword }, reading);
}

type Reader = (value: YamlScalar, kinds: readonly ModifierKind[]) => ValueTest | string;

/** The modifiers that make something else than text of a value. What is wanted, when the value does not fit. */
const MAIN = {
  re: regex,
  exists,
  fieldref,
  minute: date("minute"),
  hour: date("hour"),
  day: date("day"),
  week: date("week"),
  month: date("month"),
  year: date("year"),
  lt: order,
  lte: order,
  gt: order,
  gte: order,
} satisfies Partial<Record<ModifierKind, Reader>>;

function regex(value: YamlScalar, kinds: readonly ModifierKind[]): RegexTest | string {
  if (value.kind === "null" || value.text === "") return "a regular expression";
  return {
    kind: "regex",
    source: value.text,
    ignoreCase: kinds.includes("ignorecase"),
    multiLine: kinds.includes("multiline"),
    dotAll: kinds.includes("dotall"),
  };
}

function exists(value: YamlScalar): ValueTest | string {
  const word = value.text.toLowerCase();
  return word === "true" || word === "false" ? { kind: "exists", value: word === "true" } : "true or false";
}

function fieldref(value: YamlScalar, kinds: readonly ModifierKind[]): ValueTest | string {
  if (value.kind === "null" || value.text === "") return "the name of a field";
  const how = kinds.find((kind) => kind === "startswith" || kind === "endswith" || kind === "contains") ?? "equals";
  return { kind: "fieldref", field: value.text, how, cased: kinds.includes("cased") };
}

function order(value: YamlScalar, kinds: readonly ModifierKind[]): ValueTest | string {
  const decimal = decimalOf(value);
  return decimal === undefined ? "a number" : { kind: "number", op: comparisonOf(kinds), value: decimal };
}

function date(part: DatePart): Reader {
  return (value, kinds) => {
    const [least, greatest] = DATE_RANGES[part];
    const number = Number(decimalOf(value) ?? Number.NaN);
    if (!Number.isInteger(number) || number < least || number > greatest)
      return `a whole number from ${least} to ${greatest} under "${part}"`;
    return { kind: "date", part, op: comparisonOf(kinds), value: number };
  };
}

function decimalOf(value: YamlScalar): string | undefined {
  if (value.kind === "number") return value.decimal;
  return value.kind === "text" ? canonicalDecimal(value.text) : undefined;
}

function comparisonOf(kinds: readonly ModifierKind[]): Comparison {
  return kinds.find((kind) => kind === "lt" || kind === "lte" || kind === "gt" || kind === "gte") ?? "eq";
}

function cidrTests(value: YamlScalar, kinds: readonly ModifierKind[], reading: Reading): readonly ValueTest[] | null {
  const texts = kinds.includes("expand") ? placeholderValues(value, reading) : [value.text];
  if (texts === null) return null;
  const wrong = texts.find((text) => readBlock(text) === undefined);
  if (wrong === undefined) return texts.map((cidr) => ({ kind: "cidr", cidr }));
  const message = `${shown(wrong)} is no block of addresses; one such as 192.0.2.0/24 or 2001:db8::/32 is wanted`;
  return reading.log.error(value.at, "NL-SIGMA-VALUE", message);
}

/** The values of a text that is nothing but one placeholder, else the text. */
function placeholderValues(value: YamlScalar, reading: Reading): readonly string[] | null {
  const name = /^%([\w.-]+)%$/.exec(value.text)?.[1];
  if (name === undefined) return [value.text];
  const values = Object.hasOwn(reading.placeholders, name) ? reading.placeholders[name] : undefined;
  return values ?? unresolved(value.at, name, reading);
}

function textValue(
  value: YamlScalar,
  { kinds, keyword }: { readonly kinds: readonly ModifierKind[]; readonly keyword: boolean },
  reading: Reading,
): readonly ValueTest[] | null {
  const { placeholders, limits, log } = reading;
  const tests = textTests(value.text, { kinds, keyword, placeholders, maxVariants: limits.maxVariants });
  if (!("fault" in tests)) return tests;
  if (tests.fault === "placeholder") return unresolved(value.at, tests.placeholder, reading);
  return log.error(value.at, tests.fault === "value" ? "NL-SIGMA-VALUE" : "NL-SIGMA-LIMIT", tests.message);
}

function unresolved(at: number, name: string, { log }: Reading): null {
  const message = `The placeholder %${name}% has no values, so the rule cannot run; give them as "${name}" among the placeholders`;
  return log.error(at, "NL-SIGMA-PLACEHOLDER", message);
}
