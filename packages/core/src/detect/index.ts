/**
 * What rules and correlations noticed, as findings: one for each claim, with the events behind it, and a severity that
 * is honest about what stands alone.
 */
export { CorrelationFindings, type SavedCorrelationFindings } from "./correlation-findings.ts";
export { RuleFindings, type SavedRuleFindings } from "./rule-findings.ts";
export { severityOf } from "./severity.ts";
