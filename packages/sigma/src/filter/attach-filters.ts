import type { Draft, FilterDraft } from "../load/draft.ts";
import type { Registry } from "../load/registry.ts";
import type { Expression } from "../rule/expression.ts";
import { allOf } from "../rule/join.ts";
import type { Logsource, Rule } from "../rule/rule.ts";

const DIMENSIONS = ["product", "service", "category"] as const;

/**
 * Joins each filter to its rules: they match what they matched and the filter does not. A filter never reaches a rule
 * of another logsource, nor a correlation.
 */
export function attachFilters(
  rules: readonly Rule[],
  filters: readonly FilterDraft[],
  registry: Registry,
): readonly Rule[] {
  const kept = new Map<string, Expression[]>();
  for (const filter of filters) {
    const { expression, logsource, log } = filter;
    if (log.failed || expression === null || logsource === null) continue;
    for (const rule of reached(filter, rules, registry)) {
      const filtersOfRule = kept.get(rule.key) ?? [];
      filtersOfRule.push({ kind: "not", of: expression });
      kept.set(rule.key, filtersOfRule);
    }
  }
  return rules.map((rule) => {
    const filtersOfRule = kept.get(rule.key);
    return filtersOfRule === undefined ? rule : { ...rule, expression: allOf([rule.expression, ...filtersOfRule]) };
  });
}

function reached(filter: FilterDraft, rules: readonly Rule[], registry: Registry): readonly Rule[] {
  const { logsource } = filter;
  if (logsource === null) return [];
  if (filter.rules === "any") return rules.filter((rule) => covers(logsource, rule.logsource));
  const found = new Set<Rule>();
  for (const { text, at } of filter.rules) {
    const draft = registry.find(text);
    const rule = draft?.kind === "rule" && !draft.log.failed ? draft.rule : null;
    if (rule !== null && !conflicts(logsource, rule.logsource)) found.add(rule);
    else filter.log.warn(at, "NL-SIGMA-LINT-FILTER", `The filter does not reach "${text}": ${whyNot(draft)}`);
  }
  return [...found];
}

/** Whether a rule's logsource is all that the filter's says. */
function covers(filter: Logsource, rule: Logsource): boolean {
  return DIMENSIONS.every((dimension) => filter[dimension] === "" || filter[dimension] === rule[dimension]);
}

function conflicts(one: Logsource, other: Logsource): boolean {
  return DIMENSIONS.some(
    (dimension) => one[dimension] !== "" && other[dimension] !== "" && one[dimension] !== other[dimension],
  );
}

function whyNot(draft: Draft | undefined): string {
  if (draft === undefined) return "no rule of this id or name was loaded";
  if (draft.kind === "correlation") return "it is a correlation; name the rules that it refers to";
  if (draft.kind === "filter") return "it is a filter";
  return draft.log.failed ? "it did not load" : "it is about another logsource";
}
