import type { CorrelationRule, CorrelationType } from "../correlate/rule.ts";
import { lintCorrelation } from "../lint/correlation.ts";
import { listOf } from "../rule/read-attributes.ts";
import type { ProblemLog } from "../rule/problem-log.ts";
import { entryOf, isScalar, shownNode, type YamlMap } from "../yaml/node.ts";
import { readAliases } from "./read-aliases.ts";
import { readCorrelationCondition } from "./read-correlation-condition.ts";
import type { CorrelationDraft } from "./draft.ts";
import type { LoadLimits } from "./load-limits.ts";
import { type Referenced, resolveReference } from "./references.ts";
import type { Registry } from "./registry.ts";
import { readTimespan } from "./timespan.ts";

const TYPES: readonly string[] = [
  "event_count",
  "value_count",
  "value_sum",
  "value_avg",
  "value_median",
  "temporal",
  "temporal_ordered",
] satisfies CorrelationType[];

/** What a correlation may hold. */
const KEYS = ["type", "rules", "group-by", "timespan", "condition", "aliases", "generate"];

/** A correlation that stands by itself; whether what it refers to can run is still open. */
export interface ReadCorrelation {
  readonly rule: CorrelationRule;
  readonly references: readonly Referenced[];
}

/** Reads a correlation (Sigma correlation rules specification). Null when it is wrong; that is reported. */
export function readCorrelation(
  { facts, log, root, body }: CorrelationDraft,
  registry: Registry,
  limits: LoadLimits,
): ReadCorrelation | null {
  if (body.kind !== "map")
    return log.error(body.at, "NL-SIGMA-CORRELATION", `"correlation" is ${shownNode(body)}; a map is wanted`);
  for (const { key, at } of body.entries)
    if (!KEYS.includes(key))
      log.error(at, "NL-SIGMA-CORRELATION", `"${key}" is unknown in a correlation; known are ${KEYS.join(", ")}`);
  const type = readType(body, log);
  const references = readReferences(body, registry, log);
  const timespanMs = timespanOf(body, log);
  const groupBy = listOf(body, "group-by", log);
  const generate = readGenerate(root, body, log);
  const aliases = readAliases(body, { references, groupBy }, log);
  const condition = type && readCorrelationCondition(body, { type, references }, { log, limits });
  if (log.failed || type === null || timespanMs === null || condition === null) return null;
  const rules = references.map(({ key }) => key);
  const rule = { kind: "correlation", ...facts, type, rules, groupBy, timespanMs, aliases, generate } as const;
  const correlation: CorrelationRule = { ...rule, ...condition };
  lintCorrelation(correlation, body, log);
  return { rule: correlation, references };
}

function readType(body: YamlMap, log: ProblemLog): CorrelationType | null {
  const entry = entryOf(body, "type");
  const wanted = `one of ${TYPES.join(", ")} is wanted`;
  if (entry === undefined)
    return log.error(body.at, "NL-SIGMA-CORRELATION", `The correlation has no "type"; ${wanted}`);
  const text = isScalar(entry.value) ? entry.value.text : "";
  if (isType(text)) return text;
  const why =
    text === "value_percentile"
      ? "the specification leaves open whether that is a percentile of numbers or the rarity of a value"
      : "which is unknown";
  return log.error(entry.at, "NL-SIGMA-CORRELATION", `The type is ${shownNode(entry.value)}, and ${why}; ${wanted}`);
}

function isType(text: string): text is CorrelationType {
  return TYPES.includes(text);
}

function readReferences(body: YamlMap, registry: Registry, log: ProblemLog): readonly Referenced[] {
  const entry = entryOf(body, "rules");
  const items = entry === undefined ? [] : entry.value.kind === "list" ? entry.value.items : [entry.value];
  if (items.length === 0) {
    log.error(entry?.at ?? body.at, "NL-SIGMA-CORRELATION", 'The correlation has no "rules"; ids or names are wanted');
    return [];
  }
  const seen = new Set<string>();
  return items.flatMap((item) => {
    if (!isScalar(item) || item.kind === "null") {
      log.error(item.at, "NL-SIGMA-CORRELATION", `Among the rules is ${shownNode(item)}; ids or names are wanted`);
      return [];
    }
    const found = resolveReference(item, registry, log);
    if (found === null) return [];
    const { key, name } = found.facts;
    if (seen.has(key)) log.error(item.at, "NL-SIGMA-CORRELATION", `"${item.text}" stands twice among the rules`);
    seen.add(key);
    return [{ text: item.text, at: item.at, key, name }];
  });
}

function timespanOf(body: YamlMap, log: ProblemLog): number | null {
  const entry = entryOf(body, "timespan");
  const wanted = "a number and s, m, h or d is wanted, as in 15m";
  if (entry === undefined)
    return log.error(body.at, "NL-SIGMA-CORRELATION", `The correlation has no "timespan"; ${wanted}`);
  const timespan = isScalar(entry.value) ? readTimespan(entry.value.text) : undefined;
  if (timespan === undefined)
    return log.error(entry.at, "NL-SIGMA-CORRELATION", `The timespan is ${shownNode(entry.value)}; ${wanted}`);
  if (timespan.vague) {
    const message = `Months and years have no fixed length; ${timespan.ms / 1000} seconds are taken (say it in days to be exact)`;
    log.warn(entry.at, "NL-SIGMA-LINT-TIMESPAN", message);
  }
  return timespan.ms;
}

/** `generate` stands at the top of the document by the specification, in the correlation by custom. */
function readGenerate(root: YamlMap, body: YamlMap, log: ProblemLog): boolean {
  const entry = entryOf(body, "generate") ?? entryOf(root, "generate");
  if (entry === undefined) return false;
  if (entry.value.kind === "boolean") return entry.value.value;
  log.error(entry.at, "NL-SIGMA-CORRELATION", `"generate" is ${shownNode(entry.value)}; true or false is wanted`);
  return false;
}
