import type { ProblemLog } from "../rule/problem-log.ts";
import type { Expression } from "../rule/expression.ts";
import type { Logsource, Rule, RuleFacts } from "../rule/rule.ts";
import type { YamlMap, YamlNode } from "../yaml/node.ts";

/** A document that has been read by itself; what it says of others is still to be resolved. */
export type Draft = RuleDraft | CorrelationDraft | FilterDraft;

interface DraftBase {
  readonly facts: RuleFacts;
  readonly log: ProblemLog;
  readonly root: YamlMap;
}

export interface RuleDraft extends DraftBase {
  readonly kind: "rule";
  /** Null when the rule cannot run. */
  readonly rule: Rule | null;
}

export interface CorrelationDraft extends DraftBase {
  readonly kind: "correlation";
  readonly body: YamlNode;
}

export interface FilterDraft extends DraftBase {
  readonly kind: "filter";
  readonly logsource: Logsource | null;
  /** References with their offsets; `"any"` for every rule of the logsource. */
  readonly rules: readonly { readonly text: string; readonly at: number }[] | "any";
  /** What is kept out. Null when the filter cannot run. */
  readonly expression: Expression | null;
}
