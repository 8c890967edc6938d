import type { CorrelationRule } from "../correlate/rule.ts";
import type { ProblemLog } from "../rule/problem-log.ts";
import { entryOf, type YamlMap } from "../yaml/node.ts";

/** What in a correlation that runs may not be what its author meant. */
export function lintCorrelation(rule: CorrelationRule, body: YamlMap, log: ProblemLog): void {
  const { thresholds, type } = rule;
  const at = entryOf(body, "condition")?.at ?? body.at;
  const upper = thresholds.find(({ op }) => op === "lt" || op === "lte" || op === "eq" || op === "neq");
  const counts = type === "event_count" || type === "value_count";
  if (isEmptyRange(thresholds))
    log.warn(at, "NL-SIGMA-LINT-RANGE", "No number fulfils all comparisons of this condition, so it never holds");
  else if (upper !== undefined && counts) {
    const message = `The window is judged at each event, so a count passes through "${upper.op}: ${upper.value}" on its way up; without an upper bound the condition says what is meant more often`;
    log.warn(at, "NL-SIGMA-LINT-RANGE", message);
  }
  if (entryOf(body, "group-by") === undefined) {
    const message =
      'There is no "group-by", so the events of everybody are taken together; say "group-by: []" if that is meant';
    log.warn(body.at, "NL-SIGMA-LINT-GROUP", message);
  }
}

function isEmptyRange(thresholds: CorrelationRule["thresholds"]): boolean {
  const least = Math.max(-Infinity, ...thresholds.filter(({ op }) => isLower(op)).map(({ value }) => value));
  const most = Math.min(Infinity, ...thresholds.filter(({ op }) => isUpper(op)).map(({ value }) => value));
  if (least !== most) return least > most;
  return thresholds.some(({ op, value }) => value === least && (op === "gt" || op === "lt" || op === "neq"));
}

function isLower(op: string): boolean {
  return op === "gt" || op === "gte" || op === "eq";
}

function isUpper(op: string): boolean {
  return op === "lt" || op === "lte" || op === "eq";
}
