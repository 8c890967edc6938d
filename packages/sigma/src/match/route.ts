import type { Logsource, Rule } from "../rule/rule.ts";

/**
 * The rules that are about a log, or may be: a rule is left out only when it and the log both name a product, a service
 * or a category, and the names differ. What either side does not say leaves nothing out.
 */
export function routeRules(rules: readonly Rule[], logsource: Logsource): readonly Rule[] {
  return rules.filter(({ logsource: wanted }) => DIMENSIONS.every((name) => agree(wanted[name], logsource[name])));
}

const DIMENSIONS = ["product", "service", "category"] as const;

function agree(a: string, b: string): boolean {
  return a === "" || b === "" || a.toLowerCase() === b.toLowerCase();
}
