import type { FieldOptions } from "../field/path.ts";
import { isList } from "../field/path.ts";
import type { Expression } from "../rule/expression.ts";
import { compileRegex } from "./regex.ts";
import { Scope } from "./scope.ts";
import { type Check, checkOfField, textCheck } from "./value-check.ts";

/** Compiles an expression into a closure over the scope: true when the node the scope is open at satisfies it. */
export function compileExpression(expression: Expression, scope: Scope, options: FieldOptions): Check {
  switch (expression.kind) {
    case "and":
      return allOf(expression.of.map((part) => compileExpression(part, scope, options)));
    case "or":
      return anyOf(expression.of.map((part) => compileExpression(part, scope, options)));
    case "not": {
      const check = compileExpression(expression.of, scope, options);
      return () => !check();
    }
    case "constant":
      return () => expression.value;
    case "field":
      return checkOfField(scope, expression.field, expression.test);
    case "keyword":
      return keywordCheck(scope, expression.test);
    case "members":
      return membersCheck(expression, scope, options);
  }
}

function allOf(checks: readonly Check[]): Check {
  const [first, second, ...more] = checks;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (more.length === 0) return () => first() && second();
  return () => {
    for (const check of checks) if (!check()) return false;
    return true;
  };
}

function anyOf(checks: readonly Check[]): Check {
  const [first, second, ...more] = checks;
  if (first === undefined) return () => false;
  if (second === undefined) return first;
  if (more.length === 0) return () => first() || second();
  return () => {
    for (const check of checks) if (check()) return true;
    return false;
  };
}

function keywordCheck(scope: Scope, test: Extract<Expression, { kind: "keyword" }>["test"]): Check {
  if (test.kind === "text") {
    const leaves = {
      get texts() {
        return scope.leaves;
      },
      get folded() {
        return scope.foldedLeaves;
      },
    };
    return textCheck(leaves, test);
  }
  const { test: matches, literal } = compileRegex(test);
  if (literal === "") return () => scope.leaves.some(matches);
  return () => scope.leaves.some((text, n) => (scope.foldedLeaves[n] ?? "").includes(literal) && matches(text));
}

/**
 * Array matching. A value that is no array counts as an array of one, because logs write a single member so; a missing
 * array and null count as an empty one.
 */
function membersCheck(
  { field, quantifier, of }: Extract<Expression, { kind: "members" }>,
  scope: Scope,
  options: FieldOptions,
): Check {
  const view = scope.field(field);
  const inner = new Scope(options);
  const check = compileExpression(of, inner, options);
  const holds = (member: unknown): boolean => {
    inner.open(member);
    return check();
  };
  const members = (): readonly unknown[] => listsOf(view.nodes()).flat();
  switch (quantifier) {
    case "any":
      return () => members().some(holds);
    case "none":
      return () => !members().some(holds);
    case "all_or_empty":
      return () => members().every(holds);
    case "all":
      return () => {
        const all = members();
        return all.length > 0 && all.every(holds);
      };
    default:
      return () => listsOf(view.nodes()).some((list) => hasSlot(list, quantifier) && holds(list.at(quantifier)));
  }
}

function listsOf(nodes: readonly unknown[]): readonly (readonly unknown[])[] {
  return nodes.flatMap((node) => (isList(node) ? [node] : node === null || node === undefined ? [] : [[node]]));
}

function hasSlot(list: readonly unknown[], slot: number): boolean {
  return slot < 0 ? -slot <= list.length : slot < list.length;
}
