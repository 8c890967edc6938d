import { fold } from "../field/fold.ts";
import { ITSELF } from "../field/path.ts";
import { requiredLiteral } from "../match/required-literal.ts";
import { literalOf, patternOf } from "../match/text-pattern.ts";
import type { Expression, TextTest, ValueTest } from "../rule/expression.ts";

/** A condition that an event must meet for a rule to match, cheap to look up. Texts are folded. */
export type Guard =
  /** Some text of the field is, begins with, ends with or holds this one. */
  | {
      readonly kind: "equals" | "prefix" | "suffix" | "contains";
      readonly field: string;
      readonly text: string;
    }
  /** Some value is this number, as far as a double can tell. */
  | { readonly kind: "number"; readonly field: string; readonly value: number }
  /** There is a text that is not empty (`filled`), or the key is there at all (`there`). */
  | { readonly kind: "filled" | "there"; readonly field: string };

/** Says how many events a guard is likely to let through; smaller is better. */
export type Weigh = (guard: Guard) => number;

/**
 * Necessary conditions of an expression: whenever it holds, at least one of the guards does. `undefined` when nothing
 * can be said. An AND gives those of its most selective part, an OR one of every branch, a NOT none. This may only
 * weaken what the expression asks, never strengthen it.
 */
export function guardsOf(expression: Expression, weigh: Weigh): readonly Guard[] | undefined {
  switch (expression.kind) {
    case "and":
      return expression.of.map((part) => guardsOf(part, weigh)).reduce((a, b) => better(a, b, weigh), undefined);
    case "or": {
      const branches = expression.of.map((part) => guardsOf(part, weigh));
      return branches.every((branch) => branch !== undefined) ? branches.flat() : undefined;
    }
    case "field": {
      const guard = guardOfTest(expression.field, expression.test);
      return guard === undefined ? undefined : [guard];
    }
    case "members": {
      const { field, quantifier } = expression;
      return field === ITSELF || quantifier === "none" || quantifier === "all_or_empty"
        ? undefined
        : [{ kind: "there", field }];
    }
    case "constant":
      return expression.value ? undefined : [];
    case "not":
    case "keyword":
      return undefined;
  }
}

/** Every guard anywhere in an expression, to know what a set of rules asks for. */
export function allGuardsOf(expression: Expression): readonly Guard[] {
  if (expression.kind === "and" || expression.kind === "or") return expression.of.flatMap(allGuardsOf);
  return guardsOf(expression, () => 0) ?? [];
}

function better(
  a: readonly Guard[] | undefined,
  b: readonly Guard[] | undefined,
  weigh: Weigh,
): readonly Guard[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const [first, second] = [a, b].map((guards) => guards.reduce((sum, guard) => sum + weigh(guard), 0));
  return (second ?? 0) < (first ?? 0) ? b : a;
}

function guardOfTest(field: string, test: ValueTest): Guard | undefined {
  if (field === ITSELF) return undefined;
  switch (test.kind) {
    case "text":
      return guardOfText(field, test);
    case "regex": {
      const text = fold(requiredLiteral(test.source));
      return text === "" ? { kind: "there", field } : { kind: "contains", field, text };
    }
    case "number":
      return test.op === "eq" ? { kind: "number", field, value: Number(test.value) } : { kind: "filled", field };
    case "boolean":
      return { kind: "equals", field, text: String(test.value) };
    case "cidr":
    case "date":
      return { kind: "filled", field };
    case "exists":
      return test.value ? { kind: "there", field } : undefined;
    case "fieldref":
    case "none":
      return { kind: "there", field };
    case "null":
      return undefined;
  }
}

function guardOfText(field: string, test: TextTest): Guard {
  const pattern = patternOf(test);
  const text = fold(literalOf(pattern));
  switch (pattern.kind) {
    case "equals":
      return { kind: "equals", field, text };
    case "prefix":
    case "suffix":
    case "contains":
      return text === "" ? { kind: "there", field } : { kind: pattern.kind, field, text };
    case "pieces":
    case "general":
      return text === "" ? { kind: "there", field } : { kind: "contains", field, text };
  }
}
