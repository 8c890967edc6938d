import type { CorrelationRule } from "../correlate/rule.ts";
import type { Rule, RuleProblem } from "./rule.ts";

/** What a load gives: everything that can run, and everything that is wrong. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  /** Each stands behind the correlations that it refers to. */
  readonly correlations: readonly CorrelationRule[];
  /**
   * Keys of rules and correlations that only feed other correlations: their matches are no findings of their own,
   * because no correlation that refers to them says `generate: true`.
   */
  readonly silent: ReadonlySet<string>;
  readonly problems: readonly RuleProblem[];
}
