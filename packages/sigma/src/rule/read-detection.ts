import { parseCondition } from "../condition/parse.ts";
import { resolveCondition } from "../condition/resolve.ts";
import { conditionTokens } from "../condition/tokens.ts";
import { lintSelection } from "../lint/selection.ts";
import { entryOf, isScalar, shownNode, type YamlEntry, type YamlMap, type YamlNode } from "../yaml/node.ts";
import type { Expression } from "./expression.ts";
import { allOf, oneOf } from "./join.ts";
import type { Reading } from "./reading.ts";
import { readItem, readKeywords } from "./read-item.ts";
import type { Selection } from "./selection.ts";

/**
 * Reads named selections and the condition over them: the `detection` of a rule, the `filter` of a filter, or a block
 * of array matching that has a condition. Null when something is wrong; that is reported.
 */
export function readDetection(
  map: YamlMap,
  reading: Reading,
  notSelections: readonly string[] = [],
): Expression | null {
  const { log } = reading;
  const selections = new Map<string, Selection>();
  const names = new Set<string>();
  for (const entry of map.entries) {
    if (entry.key === "condition" || notSelections.includes(entry.key)) continue;
    if (entry.key === "timeframe" && isScalar(entry.value)) {
      const message = '"timeframe" does nothing without an aggregation; write a correlation with a timespan';
      log.warn(entry.at, "NL-SIGMA-LINT-UNUSED", message);
      continue;
    }
    names.add(entry.key);
    const before = reading.budget.spent;
    const expression = readSelection(entry.value, entry, reading);
    const comparisons = reading.budget.spent - before;
    if (expression !== null) selections.set(entry.key, { at: entry.at, expression, comparisons });
  }
  const condition = entryOf(map, "condition");
  if (condition === undefined)
    return log.error(
      map.at,
      "NL-SIGMA-CONDITION",
      "There is no condition; an expression over the selections is wanted",
    );
  if (names.size === 0)
    return log.error(
      map.at,
      "NL-SIGMA-DETECTION",
      "There is no selection; at least one is wanted beside the condition",
    );
  return readConditions(condition, { selections, names }, reading);
}

function readConditions(
  { at, value }: YamlEntry,
  scope: { readonly selections: ReadonlyMap<string, Selection>; readonly names: ReadonlySet<string> },
  reading: Reading,
): Expression | null {
  const { log, limits } = reading;
  const texts = value.kind === "list" ? value.items : [value];
  if (texts.length === 0) return log.error(at, "NL-SIGMA-CONDITION", "The list of conditions is empty; one is wanted");
  const used = new Set<string>();
  const resolved = texts.map((node) => {
    if (!isScalar(node) || node.kind === "null")
      return log.error(node.at, "NL-SIGMA-CONDITION", `The condition is ${shownNode(node)}; an expression is wanted`);
    const start = node.kind === "text" ? node.verbatimAt : node.at;
    const placeOf = (offset: number): number => (start === undefined ? node.at : start + offset);
    if (node.text.length > limits.maxConditionLength) {
      const message = `The condition has ${node.text.length} characters; at most ${limits.maxConditionLength} are read`;
      return log.error(node.at, "NL-SIGMA-LIMIT", message);
    }
    const parsed = parseCondition(node.text, limits.maxDepth);
    if ("message" in parsed) return log.error(placeOf(parsed.at), "NL-SIGMA-CONDITION", parsed.message);
    const wordAt = (word: string): number =>
      placeOf(conditionTokens(node.text).find((token) => token.text === word)?.at ?? 0);
    return resolveCondition(parsed, { wordAt, ...scope, used }, reading);
  });
  if (log.failed) return null;
  for (const [name, selection] of scope.selections)
    if (!used.has(name)) log.warn(selection.at, "NL-SIGMA-LINT-UNUSED", `No condition uses "${name}"`);
  return oneOf(resolved.filter((expression) => expression !== null));
}

/** A map is an AND of its items, a list of maps an OR, and texts are keywords. */
function readSelection(node: YamlNode, entry: YamlEntry, reading: Reading): Expression | null {
  if (node.kind === "map") return readItems(node, entry, reading);
  if (isScalar(node)) {
    if (node.kind !== "null") return readKeywords(node, [], reading);
    return reading.log.error(entry.at, "NL-SIGMA-DETECTION", `"${entry.key}" is empty; a map or a list is wanted`);
  }
  if (node.items.length > 0 && node.items.every(isScalar)) return readKeywords(node, [], reading);
  if (node.items.length === 0)
    return reading.log.error(
      node.at,
      "NL-SIGMA-DETECTION",
      `The list "${entry.key}" is empty; at least one item is wanted`,
    );
  const alternatives = node.items.map((item) =>
    item.kind === "list"
      ? reading.log.error(
          item.at,
          "NL-SIGMA-DETECTION",
          `In the list "${entry.key}" is a list; maps or texts are wanted`,
        )
      : readSelection(item, entry, reading),
  );
  return all(alternatives, oneOf);
}

function readItems(map: YamlMap, owner: YamlEntry, reading: Reading): Expression | null {
  if (map.entries.length === 0)
    return reading.log.error(
      map.at,
      "NL-SIGMA-DETECTION",
      `"${owner.key}" is an empty map; at least one item is wanted`,
    );
  lintSelection(owner, map, reading);
  return all(
    map.entries.map((entry) => readItem(entry, reading, (block) => readMemberBlock(block, entry, reading))),
    allOf,
  );
}

/** What a member has to fulfil: items, alternatives, or named selections with a condition. */
function readMemberBlock(block: YamlNode, entry: YamlEntry, reading: Reading): Expression | null {
  if (block.kind === "map" && entryOf(block, "condition") !== undefined) return readDetection(block, reading);
  return readSelection(block, entry, reading);
}

function all(
  parts: readonly (Expression | null)[],
  join: (parts: readonly Expression[]) => Expression,
): Expression | null {
  const whole = parts.filter((part) => part !== null);
  return whole.length < parts.length ? null : join(whole);
}
