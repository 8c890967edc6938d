import type { CorrelationRule } from "../correlate/rule.ts";
import type { Rule, RuleProblem } from "./rule.ts";

/** What a load gives: everything that can run, and everything that is wrong. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  readonly correlations: readonly CorrelationRule[];
  readonly problems: readonly RuleProblem[];
}
