import type { TextTest, ValueTest } from "../rule/expression.ts";
import { isInBlock, readAddress, readBlock } from "./address.ts";
import { datePart } from "./date-part.ts";
import { holds, isNumeric, numberTest } from "./numeric.ts";
import { compileRegex } from "./regex.ts";
import type { FieldView, Scope } from "./scope.ts";
import { patternOf, textTest } from "./text-pattern.ts";

/** One question to the node that a scope is open at. */
export type Check = () => boolean;

/** Compiles a test of a field's values. */
export function checkOfField(scope: Scope, field: string, test: ValueTest): Check {
  const view = scope.field(field);
  switch (test.kind) {
    case "text":
      return textCheck(view, test);
    case "regex": {
      const { test: matches, literal } = compileRegex(test);
      if (literal === "") return () => view.texts.some(matches);
      return () => view.texts.some((text, n) => (view.folded[n] ?? "").includes(literal) && matches(text));
    }
    case "number": {
      const compare = numberTest(test);
      return () => view.values.some(compare);
    }
    case "boolean": {
      const wanted = String(test.value);
      return () => view.folded.includes(wanted);
    }
    case "null":
      return () => !view.found || view.values.includes(null);
    case "exists":
      return () => view.found === test.value;
    case "cidr":
      return cidrCheck(view, test.cidr);
    case "date":
      return () =>
        view.texts.some((text) => {
          const found = datePart(text, test.part);
          return found !== undefined && holds(test.op, found - test.value);
        });
    case "fieldref":
      return referenceCheck(view, scope.field(test.field), test);
    case "none":
      return noneCheck(view, test.of, checksOf(scope, field, test.of));
  }
}

function checksOf(scope: Scope, field: string, tests: readonly ValueTest[]): readonly Check[] {
  return tests.map((test) => checkOfField(scope, field, test));
}

/** Compiles a text test; `view` gives the texts it is made on. */
export function textCheck(view: Pick<FieldView, "texts" | "folded">, test: TextTest): Check {
  const pattern = patternOf(test);
  if (pattern.kind === "equals") {
    const { text } = pattern;
    return test.cased ? () => view.texts.includes(text) : () => view.folded.includes(text);
  }
  const matches = textTest(pattern);
  return test.cased ? () => view.texts.some(matches) : () => view.folded.some(matches);
}

function cidrCheck(view: FieldView, cidr: string): Check {
  const block = readBlock(cidr);
  if (block === undefined) return () => false;
  return () =>
    view.texts.some((text) => {
      const address = readAddress(text);
      return address !== undefined && isInBlock(address, block);
    });
}

function referenceCheck(view: FieldView, other: FieldView, { how, cased }: Reference): Check {
  const matches = REFERENCES[how];
  const form = cased ? "texts" : "folded";
  return () => view[form].some((text) => other[form].some((wanted) => matches(text, wanted)));
}

type Reference = Extract<ValueTest, { kind: "fieldref" }>;

const REFERENCES: Readonly<Record<Reference["how"], (text: string, wanted: string) => boolean>> = {
  equals: (text, wanted) => text === wanted,
  startswith: (text, wanted) => text.startsWith(wanted),
  endswith: (text, wanted) => text.endsWith(wanted),
  contains: (text, wanted) => text.includes(wanted),
};

// What is no number is not different from a number either.
function noneCheck(view: FieldView, tests: readonly ValueTest[], checks: readonly Check[]): Check {
  const numeric = tests.some(({ kind }) => kind === "number");
  return () => view.found && !checks.some((check) => check()) && (!numeric || view.values.some(isNumeric));
}
