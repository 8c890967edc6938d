import type { Expression, ValueTest } from "../rule/expression.ts";

/** The fields of an event that an expression looks at. Those of an array's members are none of the event's. */
export function expressionFields(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "and":
    case "or":
      return expression.of.flatMap(expressionFields);
    case "not":
      return expressionFields(expression.of);
    case "field":
      return [expression.field, ...testFields(expression.test)];
    case "members":
      return [expression.field];
    case "constant":
    case "keyword":
      return [];
  }
}

function testFields(test: ValueTest): readonly string[] {
  if (test.kind === "fieldref") return [test.field];
  return test.kind === "none" ? test.of.flatMap(testFields) : [];
}
