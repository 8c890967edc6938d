import { readFilter } from "../filter/read-filter.ts";
import { listOf, readAttributes } from "../rule/read-attributes.ts";
import { readDetection } from "../rule/read-detection.ts";
import { readLogsource } from "../rule/read-logsource.ts";
import { Budget, type Reading } from "../rule/reading.ts";
import { entryOf, isScalar, shownNode, type YamlMap } from "../yaml/node.ts";
import type { RuleDocument } from "../yaml/read-documents.ts";
import type { Draft, RuleDraft } from "./draft.ts";
import type { LoadLimits } from "./load-limits.ts";

/** The newest version of the specification that is understood. */
const NEWEST_VERSION = 3;

/** How documents are read. */
export interface DraftOptions {
  readonly limits: LoadLimits;
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
}

/** Reads one document by itself. Null when it is none of the three kinds; that is reported. */
export function readDraft({ root, log, number }: RuleDocument, options: DraftOptions): Draft | null {
  if (root.kind !== "map")
    return log.error(root.at, "NL-SIGMA-DOCUMENT", `The document is ${shownNode(root)}; a map of attributes is wanted`);
  const facts = readAttributes(root, number, log);
  const kinds = root.entries.filter(({ key }) => key === "detection" || key === "correlation" || key === "filter");
  const [body] = kinds;
  if (body === undefined || kinds.length > 1) {
    const there = body === undefined ? "none" : kinds.map(({ key }) => `"${key}"`).join(" and ");
    const message = `A document has one of "detection", "correlation" and "filter"; this one has ${there}`;
    return log.error(body?.at ?? root.at, "NL-SIGMA-DOCUMENT", message);
  }
  const { limits, placeholders } = options;
  const arrays = usesArrays(root, log);
  const reading: Reading = { log, limits, placeholders, arrays, budget: new Budget(limits.maxComparisons) };
  if (body.key === "correlation") return { kind: "correlation", facts, log, root, body: body.value };
  if (body.key === "filter") return { kind: "filter", facts, log, root, ...readFilter(root, body, reading) };
  return { kind: "rule", facts, log, root, rule: readRule(root, facts, reading) };
}

function readRule(root: YamlMap, facts: RuleDraft["facts"], reading: Reading): RuleDraft["rule"] {
  const { log } = reading;
  const logsource = readLogsource(root, log);
  const fields = listOf(root, "fields", log);
  const detection = entryOf(root, "detection");
  if (detection?.value.kind !== "map")
    return log.error(
      detection?.at ?? root.at,
      "NL-SIGMA-DETECTION",
      '"detection" is no map; selections and a condition are wanted',
    );
  const expression = readDetection(detection.value, reading);
  if (log.failed || logsource === null || expression === null) return null;
  return { kind: "rule", ...facts, logsource, fields, expression };
}

/** Whether array matching is on (`sigma-version: 3`). */
function usesArrays(root: YamlMap, log: RuleDocument["log"]): boolean {
  const version = entryOf(root, "sigma-version");
  if (version === undefined) return false;
  const text = isScalar(version.value) ? version.value.text : "";
  const major = Number(/^(\d{1,3})(?:\.\d+){0,2}$/.exec(text)?.[1] ?? 0);
  if (major >= 1 && major <= NEWEST_VERSION) return major >= NEWEST_VERSION;
  const message = `"sigma-version" is ${shownNode(version.value)}; a version up to ${NEWEST_VERSION} is wanted`;
  log.error(version.at, "NL-SIGMA-ATTRIBUTE", message);
  return false;
}
