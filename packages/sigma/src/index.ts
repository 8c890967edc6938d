/**
 * Sigma for TypeScript: rules in, matches out, with no I/O of its own.
 *
 * `loadRules` reads rules, correlations and filters out of YAML texts and says of each document what is wrong with it;
 * `compileRules` matches events against the rules; a `Correlator` watches the matches over event time.
 */
export * from "./correlate/index.ts";
export { type FieldOptions, valueReader, valuesAt } from "./field/path.ts";
export { type Candidates, compileRules, type Matcher, type MatcherOptions } from "./match/matcher.ts";
export { matchesNaively } from "./match/naive.ts";
export { routeRules } from "./match/route.ts";
export { DEFAULT_LIMITS, type LoadLimits } from "./load/load-limits.ts";
export { loadRules, type LoadOptions, type RuleFile } from "./load/load-rules.ts";
export type { Expression, TextPart, ValueTest } from "./rule/expression.ts";
export type { ProblemCode } from "./rule/problem-code.ts";
export type { RuleSet } from "./rule/rule-set.ts";
export type { Logsource, Place, Rule, RuleFacts, RuleProblem, RuleTest } from "./rule/rule.ts";
export * from "./sql/index.ts";
export { runRuleTests, type RuleTestOptions, type RuleTestOutcome } from "./test/run-rule-tests.ts";
