import type { ConditionNode } from "../condition/ast.ts";
import { identifiersOf } from "../condition/identifiers.ts";
import type { CorrelationRule, Threshold } from "./rule.ts";

/** What a window shows to a correlation's condition. */
export interface WindowView {
  /** Count, sum, average, median, or how many of the rules are there. */
  readonly value: number;
  /** Whether a referenced rule (by key) has a hit in the window; temporal types only. */
  readonly has?: (rule: string) => boolean;
}

/**
 * Whether a window satisfies a correlation's condition: its thresholds, all of them; else its boolean condition; else,
 * for temporal types, all of its rules.
 */
export function satisfies(rule: CorrelationRule, view: WindowView): boolean {
  if (rule.thresholds.length > 0) {
    const { value } = view;
    for (const threshold of rule.thresholds) if (!holds(threshold, value)) return false;
    return true;
  }
  const { temporalCondition } = rule;
  if (temporalCondition === undefined && rule.type === "temporal_ordered") return view.value >= rule.rules.length;
  const has = (key: string): boolean => view.has?.(key) === true;
  if (temporalCondition !== undefined) return evaluate(temporalCondition, rule.rules, has);
  if (rule.type === "temporal") return rule.rules.every(has);
  return true;
}

function holds({ op, value }: Threshold, seen: number): boolean {
  switch (op) {
    case "gt":
      return seen > value;
    case "gte":
      return seen >= value;
    case "lt":
      return seen < value;
    case "lte":
      return seen <= value;
    case "eq":
      return seen === value;
    case "neq":
      return seen !== value;
  }
}

function evaluate(node: ConditionNode, rules: readonly string[], has: (rule: string) => boolean): boolean {
  switch (node.kind) {
    case "id":
      return has(node.name);
    case "not":
      return !evaluate(node.of, rules, has);
    case "and":
      return node.of.every((inner) => evaluate(inner, rules, has));
    case "or":
      return node.of.some((inner) => evaluate(inner, rules, has));
    case "quantified": {
      const named = node.pattern === "them" ? rules : identifiersOf(node.pattern, rules);
      return node.quantity === "1" ? named.some(has) : named.every(has);
    }
  }
}
