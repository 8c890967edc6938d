import type { NumberTest, TextTest, ValueTest } from "../rule/expression.ts";
import { isInBlock, readAddress, readBlock } from "./address.ts";
import { datePart } from "./date-part.ts";
import { holds, isExact, isNumeric, numberTest } from "./numeric.ts";
import type { FieldView } from "./field-view.ts";
import { type CompiledRegex, compileRegex } from "./regex.ts";
import type { Check, Scope } from "./scope.ts";
import { patternOf, textTest } from "./text-pattern.ts";

/** Compiles a test of a field's values. Rules that make the same test share it. */
export function checkOfField(scope: Scope, field: string, test: ValueTest): Check {
  return scope.shared(`${field} ${JSON.stringify(test)}`, () => buildCheck(scope, field, test));
}

function buildCheck(scope: Scope, field: string, test: ValueTest): Check {
  const view = scope.field(field);
  switch (test.kind) {
    case "text": {
      const check = remembered(view, textCheck(view, test));
      return textTest(patternOf(test))("") ? evenEmpty(view, check) : check;
    }
    case "regex": {
      const regex = compileRegex(test);
      const check = remembered(view, regexCheck(view, regex));
      return regex.passesEmpty ? evenEmpty(view, check) : check;
    }
    case "number":
      return numberCheck(view, test);
    case "boolean": {
      const wanted = String(test.value);
      return () => view.folded.includes(wanted);
    }
    case "null":
      return () => {
        view.mayBeEmpty();
        return !view.found || view.values.includes(null);
      };
    case "exists":
      return () => view.found === test.value;
    case "cidr":
      return remembered(view, cidrCheck(view, test.cidr));
    case "date":
      return remembered(view, () =>
        view.texts.some((text) => {
          const found = datePart(text, test.part);
          return found !== undefined && holds(test.op, found - test.value);
        }),
      );
    case "fieldref":
      return referenceCheck(view, scope.field(test.field), test);
    case "none":
      return noneCheck(view, test.of, checksOf(scope, field, test.of));
  }
}

/** Whether a field's text is one of several, folded or not. */
export function oneOfCheck(view: FieldView, texts: ReadonlySet<string>, cased: boolean): Check {
  const check = remembered(view, () => (cased ? view.texts : view.folded).some((text) => texts.has(text)));
  return texts.has("") ? evenEmpty(view, check) : check;
}

/** Asks again only when the field's values have changed: records in a row have much in common. */
function remembered(view: FieldView, check: Check): Check {
  let version = 0;
  let held = false;
  return () => {
    if (version !== view.version) {
      version = view.version;
      held = check();
    }
    return held;
  };
}

/** For tests that the empty text passes. */
function evenEmpty(view: FieldView, check: Check): Check {
  return () => {
    view.mayBeEmpty();
    return check();
  };
}

function numberCheck(view: FieldView, test: NumberTest): Check {
  const compare = numberTest(test);
  const check: Check = () => view.values.some(compare);
  if (isExact(test.value)) return check;
  // Text and a number that are written alike may be compared differently.
  return () => {
    view.mustBeWhole();
    return check();
  };
}

function checksOf(scope: Scope, field: string, tests: readonly ValueTest[]): readonly Check[] {
  return tests.map((test) => checkOfField(scope, field, test));
}

/** What text tests are made on. */
export type Texts = Pick<FieldView, "texts" | "folded">;

/** Whether a text matches a regular expression. */
export function regexCheck(view: Texts, { test, literal }: CompiledRegex): Check {
  if (literal === "") return () => view.texts.some(test);
  return () => view.texts.some((text, n) => (view.folded[n] ?? "").includes(literal) && test(text));
}

/** Whether a text passes a test of text. */
export function textCheck(view: Texts, test: TextTest): Check {
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
  return () => {
    view.mayBeEmpty();
    other.mayBeEmpty();
    return view[form].some((text) => other[form].some((wanted) => matches(text, wanted)));
  };
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
