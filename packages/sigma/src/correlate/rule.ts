import type { ConditionNode } from "../condition/ast.ts";
import type { RuleFacts } from "../rule/rule.ts";

/** The correlation types that are run (Sigma correlation rules specification 2.1; `value_median` as pySigma has it). */
export type CorrelationType =
  | "event_count"
  | "value_count"
  | "value_sum"
  | "value_avg"
  | "value_median"
  | "temporal"
  | "temporal_ordered";

/** One comparison of a correlation's condition; several make a range and are joined by AND. */
export interface Threshold {
  readonly op: "gt" | "gte" | "lt" | "lte" | "eq" | "neq";
  readonly value: number;
}

/** A correlation document, checked and with its references resolved to rule keys. */
export interface CorrelationRule extends RuleFacts {
  readonly kind: "correlation";
  readonly type: CorrelationType;
  /** Keys of the referenced rules (plain or correlation), in the order written. */
  readonly rules: readonly string[];
  /** Fields or aliases. */
  readonly groupBy: readonly string[];
  readonly timespanMs: number;
  /** For temporal types how many of the rules are there; empty when they use their default or `temporalCondition`. */
  readonly thresholds: readonly Threshold[];
  /** Boolean condition of `temporal`, over rule keys; absent: all of the rules. */
  readonly temporalCondition?: ConditionNode;
  /** What `value_*` looks at; several only for `value_count` (distinct combinations). */
  readonly fields: readonly string[];
  /** alias → rule key → field. For a rule that an alias does not name, the field is named as the alias. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Whether the referenced rules also fire on their own. */
  readonly generate: boolean;
}

/** One match of a plain rule, as the correlator needs it. */
export interface RuleHit {
  /** Key of the rule that matched. */
  readonly rule: string;
  /** Identity and event time (milliseconds) of the event. */
  readonly uid: string;
  readonly time: number;
  /** Exact text of every value of a field (each member of an array); empty when the field is missing or null. */
  readonly values: (field: string) => readonly string[];
}
