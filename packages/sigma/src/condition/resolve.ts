import type { Expression } from "../rule/expression.ts";
import { allOf, oneOf } from "../rule/join.ts";
import type { Reading } from "../rule/reading.ts";
import type { Selection } from "../rule/selection.ts";
import { shown } from "../yaml/node.ts";
import type { ConditionNode } from "./ast.ts";
import { identifiersOf } from "./identifiers.ts";

interface Scope {
  /** Where a word of the condition stands, for problems. */
  readonly wordAt: (word: string) => number;
  readonly selections: ReadonlyMap<string, Selection>;
  /** Names of all selections, those too that could not be read. */
  readonly names: ReadonlySet<string>;
  /** Collects the names that are used. */
  readonly used: Set<string>;
}

/** Puts the selections in the place of their names. Null when something is wrong; that is reported. */
export function resolveCondition(node: ConditionNode, scope: Scope, reading: Reading): Expression | null {
  switch (node.kind) {
    case "id":
      return selected(node.name, scope, reading);
    case "not": {
      const of = resolveCondition(node.of, scope, reading);
      return of && { kind: "not", of };
    }
    case "and":
    case "or": {
      const parts = node.of.map((part) => resolveCondition(part, scope, reading));
      const whole = parts.filter((part) => part !== null);
      if (whole.length < parts.length) return null;
      return node.kind === "and" ? allOf(whole) : oneOf(whole);
    }
    case "quantified": {
      const names = identifiersOf(node.pattern, [...scope.names]);
      if (names.length === 0) {
        const outcome = node.quantity === "1" ? "never true" : "always true";
        const message = `No identifier fits "${node.quantity} of ${node.pattern}", which is ${outcome} then`;
        reading.log.warn(scope.wordAt(node.pattern), "NL-SIGMA-LINT-PATTERN", message);
      }
      const parts = names.map((name) => selected(name, scope, reading));
      const whole = parts.filter((part) => part !== null);
      if (whole.length < parts.length) return null;
      return node.quantity === "1" ? oneOf(whole) : allOf(whole);
    }
  }
}

function selected(name: string, scope: Scope, { log, budget, limits }: Reading): Expression | null {
  const selection = scope.selections.get(name);
  const first = !scope.used.has(name);
  scope.used.add(name);
  if (selection === undefined) {
    // A selection that is there but could not be read has been reported already.
    if (scope.names.has(name) || !first) return null;
    const hint = name.includes("*") ? `; "1 of ${name}" or "all of ${name}" is the form for patterns` : "";
    const there = [...scope.names].slice(0, 20).join(", ");
    const message = `The condition names ${shown(name)}, which is not there${hint}; there are ${there}`;
    return log.error(scope.wordAt(name), "NL-SIGMA-IDENTIFIER", message);
  }
  if (first || budget.spend(selection.comparisons)) return selection.expression;
  const message = `With its condition resolved, the rule makes more than ${limits.maxComparisons} comparisons`;
  return log.error(scope.wordAt(name), "NL-SIGMA-LIMIT", message);
}
