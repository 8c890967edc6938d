import type { ConditionNode } from "../condition/ast.ts";
import { identifiersOf } from "../condition/identifiers.ts";
import { parseCondition } from "../condition/parse.ts";
import type { CorrelationRule, CorrelationType, Threshold } from "../correlate/rule.ts";
import type { ProblemLog } from "../rule/problem-log.ts";
import { canonicalDecimal } from "../yaml/decimal.ts";
import { entryOf, isScalar, shown, shownNode, type YamlEntry, type YamlMap, type YamlScalar } from "../yaml/node.ts";
import type { LoadLimits } from "./load-limits.ts";
import type { Referenced } from "./references.ts";

type Condition = Pick<CorrelationRule, "thresholds" | "fields" | "temporalCondition">;
interface Context {
  readonly log: ProblemLog;
  readonly limits: LoadLimits;
}

interface Correlation {
  readonly type: CorrelationType;
  readonly references: readonly Referenced[];
}

const OPERATORS: readonly string[] = ["gt", "gte", "lt", "lte", "eq", "neq"] satisfies Threshold["op"][];

/**
 * Reads the `condition` of a correlation: comparisons, joined by AND, with the `field` that `value_*` looks at; for the
 * temporal types also an expression over the rules, or nothing at all. Null when it is wrong; that is reported.
 */
export function readCorrelationCondition(body: YamlMap, correlation: Correlation, context: Context): Condition | null {
  const { log } = context;
  const temporal = correlation.type === "temporal" || correlation.type === "temporal_ordered";
  const entry = entryOf(body, "condition");
  if (entry === undefined) {
    if (temporal) return { thresholds: [], fields: [] };
    const message = `A correlation of type ${correlation.type} needs a "condition", such as {gte: 10}`;
    return log.error(body.at, "NL-SIGMA-CORRELATION", message);
  }
  if (entry.value.kind === "map") return readComparisons(entry.value, correlation.type, log);
  if (temporal && entry.value.kind === "text") return readTemporalCondition(entry.value, correlation, context);
  const wanted = temporal ? "a map of comparisons, or an expression over the rules," : "a map of comparisons";
  return log.error(entry.at, "NL-SIGMA-CORRELATION", `The condition is ${shownNode(entry.value)}; ${wanted} is wanted`);
}

function readComparisons(map: YamlMap, type: CorrelationType, log: ProblemLog): Condition | null {
  const thresholds: Threshold[] = [];
  for (const { key, at, value } of map.entries) {
    if (key === "field") continue;
    const number = Number((isScalar(value) ? canonicalDecimal(value.text) : undefined) ?? Number.NaN);
    if (!isOperator(key)) {
      const message = `"${key}" is unknown in a condition; "field" and ${OPERATORS.join(", ")} are known`;
      log.error(at, "NL-SIGMA-CORRELATION", message);
    } else if (Number.isFinite(number)) thresholds.push({ op: key, value: number });
    else log.error(at, "NL-SIGMA-CORRELATION", `"${key}" is ${shownNode(value)}; a number is wanted`);
  }
  if (thresholds.length === 0 && !log.failed)
    log.error(
      map.at,
      "NL-SIGMA-CORRELATION",
      `The condition compares nothing; one of ${OPERATORS.join(", ")} is wanted`,
    );
  const fields = readFields(entryOf(map, "field"), map, { type, log });
  return log.failed ? null : { thresholds, fields };
}

function isOperator(key: string): key is Threshold["op"] {
  return OPERATORS.includes(key);
}

function readFields(
  entry: YamlEntry | undefined,
  map: YamlMap,
  { type, log }: { readonly type: CorrelationType; readonly log: ProblemLog },
): readonly string[] {
  const wantsField = type.startsWith("value_");
  if (entry === undefined) {
    if (wantsField)
      log.error(map.at, "NL-SIGMA-CORRELATION", `The condition has no "field"; ${type} needs the one to look at`);
    return [];
  }
  if (!wantsField) {
    log.error(entry.at, "NL-SIGMA-CORRELATION", `${type} looks at no field; leave "field" out, or use a type value_…`);
    return [];
  }
  const items = entry.value.kind === "list" ? entry.value.items : [entry.value];
  const fields = items.flatMap((item) =>
    isScalar(item) && item.kind !== "null" && item.text !== "" ? [item.text] : [],
  );
  const many = type === "value_count";
  if (fields.length !== items.length || fields.length === 0 || (fields.length > 1 && !many)) {
    const wanted = many ? "a field, or a list of fields," : "one field";
    log.error(entry.at, "NL-SIGMA-CORRELATION", `"field" is ${shownNode(entry.value)}; ${wanted} is wanted`);
  }
  return fields;
}

function readTemporalCondition(
  node: Extract<YamlScalar, { kind: "text" }>,
  { type, references }: Correlation,
  { log, limits }: Context,
): Condition | null {
  if (node.text.length > limits.maxConditionLength) {
    const message = `The condition has ${node.text.length} characters; at most ${limits.maxConditionLength} are read`;
    return log.error(node.at, "NL-SIGMA-LIMIT", message);
  }
  const parsed = parseCondition(node.text, limits.maxDepth);
  if ("message" in parsed) {
    const at = node.verbatimAt === undefined ? node.at : node.verbatimAt + parsed.at;
    return log.error(at, "NL-SIGMA-CORRELATION", parsed.message);
  }
  const temporalCondition = overKeys(parsed, references, (name) => {
    const there = references.map(({ text }) => text).join(", ");
    const message = `The condition names ${shown(name)}, which is none of the correlation's rules; they are ${there}`;
    log.error(node.at, "NL-SIGMA-CORRELATION", message);
  });
  if (log.failed) return null;
  if (asksForAll(temporalCondition, references)) return { thresholds: [], fields: [] };
  if (type === "temporal") return { thresholds: [], fields: [], temporalCondition };
  const message =
    "temporal_ordered wants all of its rules, in the order of the list; its condition can only say that, or compare how many there are";
  return log.error(node.at, "NL-SIGMA-CORRELATION", message);
}

/** Whether a condition is what it would be if it were not there: an AND of all rules. */
function asksForAll(node: ConditionNode, references: readonly Referenced[]): boolean {
  const parts = node.kind === "and" ? node.of : [node];
  const names = new Set(parts.map((part) => (part.kind === "id" ? part.name : undefined)));
  return !names.has(undefined) && references.every(({ key }) => names.has(key));
}

/** The condition with rule keys for names, and with quantifiers written out. */
function overKeys(
  node: ConditionNode,
  references: readonly Referenced[],
  unknown: (name: string) => void,
): ConditionNode {
  switch (node.kind) {
    case "id": {
      const rule = references.find(({ text, key, name }) => [text, key, name].includes(node.name));
      if (rule === undefined) unknown(node.name);
      return { kind: "id", name: rule?.key ?? node.name };
    }
    case "not":
      return { kind: "not", of: overKeys(node.of, references, unknown) };
    case "and":
    case "or":
      return { kind: node.kind, of: node.of.map((part) => overKeys(part, references, unknown)) };
    case "quantified": {
      const texts = references.map(({ text }) => text);
      const fitting = new Set(node.pattern === "them" ? texts : identifiersOf(node.pattern, texts));
      if (fitting.size === 0) unknown(`${node.quantity} of ${node.pattern}`);
      const of = references
        .filter(({ text }) => fitting.has(text))
        .map(({ key }): ConditionNode => ({ kind: "id", name: key }));
      return { kind: node.quantity === "1" ? "or" : "and", of };
    }
  }
}
