import type { FieldOptions } from "../field/path.ts";
import type { Expression, TextPart, TextTest, ValueTest } from "../rule/expression.ts";
import type { Logsource, Rule } from "../rule/rule.ts";
import { compileRules } from "./matcher.ts";
import { matchesNaively } from "./naive.ts";

/** A rule around an expression. */
export function ruleOf(expression: Expression, key = "rule", logsource: Partial<Logsource> = {}): Rule {
  return {
    kind: "rule",
    key,
    id: "",
    name: key,
    title: key,
    status: "test",
    level: "low",
    description: "",
    author: "",
    date: "",
    modified: "",
    references: [],
    tags: [],
    falsePositives: [],
    place: { file: "rule.yml", line: 1, column: 1 },
    custom: {},
    tests: [],
    logsource: { product: "", service: "", category: "", ...logsource },
    fields: [],
    expression,
  };
}

export const ANY: TextPart = { wild: "any" };
export const ONE: TextPart = { wild: "one" };

/** A test of text, its parts as they stand. */
export function text(...parts: readonly TextPart[]): TextTest {
  return { kind: "text", parts, cased: false };
}

export function field(name: string, test: ValueTest): Expression {
  return { kind: "field", field: name, test };
}

export function both(...of: readonly Expression[]): Expression {
  return { kind: "and", of };
}

export function either(...of: readonly Expression[]): Expression {
  return { kind: "or", of };
}

export function not(of: Expression): Expression {
  return { kind: "not", of };
}

/** Whether an event satisfies an expression, said by the compiled matcher; the naive one has to say the same. */
export function holds(expression: Expression, event: unknown, options: FieldOptions = {}): boolean {
  const rule = ruleOf(expression);
  const matched = compileRules([rule], options).match(event).length > 0;
  if (matchesNaively(rule, event, options) !== matched) throw new Error(`Compiled says ${matched}, naive does not`);
  return matched;
}
