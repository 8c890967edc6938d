import type { Expression, ValueTest } from "../rule/expression.ts";
import { patternOf } from "./text-pattern.ts";

/** About how much work an expression is, in comparisons of texts. */
export function costOf(expression: Expression): number {
  switch (expression.kind) {
    case "and":
    case "or":
      return expression.of.reduce((sum, part) => sum + costOf(part), 0);
    case "not":
      return costOf(expression.of);
    case "constant":
      return 0;
    case "field":
      return costOfTest(expression.test);
    case "keyword":
      return 100;
    case "members":
      return 20 + 5 * costOf(expression.of);
  }
}

function costOfTest(test: ValueTest): number {
  switch (test.kind) {
    case "boolean":
    case "null":
    case "exists":
      return 1;
    case "text":
      return patternOf(test).kind === "equals" ? 1 : 3;
    case "number":
    case "fieldref":
      return 5;
    case "cidr":
    case "date":
      return 15;
    case "regex":
      return 20;
    case "none":
      return test.of.reduce((sum, one) => sum + costOfTest(one), 1);
  }
}
