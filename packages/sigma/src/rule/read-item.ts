import { readChain } from "../modifier/chain.ts";
import type { ModifierKind } from "../modifier/modifier.ts";
import { valueTests } from "../modifier/value-tests.ts";
import { isScalar, shownNode, type YamlEntry, type YamlNode, type YamlScalar } from "../yaml/node.ts";
import { acrossMembers, type ArrayPath, looksLikeArrayPath, readArrayPath } from "./array-path.ts";
import type { Expression, RegexTest, TextTest, ValueTest } from "./expression.ts";
import { allOf, oneOf } from "./join.ts";
import type { Reading } from "./reading.ts";

/** A star as a whole step of a path, which its backslash makes a plain one. */
const ESCAPED_IN_PATH = /(?<!\\)\\\*\\/;

/** How a map under a field is read: array matching, where the map holds for a member. */
export type BlockReader = (block: YamlNode) => Expression | null;

/** Reads `field|modifiers: value` or `field|modifiers: [values]`. Null when it is wrong; that is reported. */
export function readItem(entry: YamlEntry, reading: Reading, readBlock: BlockReader): Expression | null {
  const { log } = reading;
  const [field = "", ...names] = entry.key.split("|");
  const chain = readChain(names, field === "");
  if ("fault" in chain) return log.error(entry.at, "NL-SIGMA-MODIFIER", chain.fault);
  if (field === "") return readKeywords(entry.value, chain.kinds, reading);
  const path = pathOf(field, entry.at, reading);
  if (path === null) return null;
  if (path.steps.length > 0 && path.leaf === "." && isBlock(entry.value)) {
    if (names.length > 0)
      return log.error(entry.at, "NL-SIGMA-MODIFIER", "Modifiers belong to the items inside the block, not before it");
    const block = readBlock(entry.value);
    return block && acrossMembers(path.steps, block);
  }
  const values = valuesOf(entry.value, field, reading);
  const tests = values && testsOf(values, { kinds: chain.kinds, keyword: false }, reading);
  if (values === null || tests === null) return null;
  warnOfValues(values, chain.kinds, reading);
  const leaf = path.leaf;
  if (chain.kinds.includes("neq")) {
    const test: ValueTest = { kind: "none", of: tests.flat() };
    return acrossMembers(path.steps, { kind: "field", field: leaf, test });
  }
  return acrossMembers(
    path.steps,
    linked(chain.kinds, tests, (test) => ({ kind: "field", field: leaf, test })),
  );
}

/** Reads values that are looked for anywhere in the event. */
export function readKeywords(node: YamlNode, kinds: readonly ModifierKind[], reading: Reading): Expression | null {
  const values = valuesOf(node, "keywords", reading);
  const tests = values && testsOf(values, { kinds, keyword: true }, reading);
  if (values === null || tests === null) return null;
  warnOfValues(values, kinds, reading);
  // Without a field, the modifiers leave nothing but texts and regular expressions.
  return linked(kinds, tests, (test) => ({ kind: "keyword", test: test as TextTest | RegexTest }));
}

function linked(
  kinds: readonly ModifierKind[],
  tests: readonly (readonly ValueTest[])[],
  build: (test: ValueTest) => Expression,
): Expression {
  return kinds.includes("all")
    ? allOf(tests.map((variants) => oneOf(variants.map(build))))
    : oneOf(tests.flat().map(build));
}

function pathOf(field: string, at: number, { arrays, log }: Reading): ArrayPath | null {
  if (!arrays) {
    if (looksLikeArrayPath(field)) {
      const message = `The brackets in "${field}" are part of the field's name; for array matching, put "sigma-version: 3" at the top of the rule`;
      log.warn(at, "NL-SIGMA-LINT-VERSION", message);
    }
    return { steps: [], leaf: field };
  }
  const path = readArrayPath(field);
  return "fault" in path ? log.error(at, "NL-SIGMA-DETECTION", path.fault) : path;
}

function isBlock(node: YamlNode): boolean {
  return node.kind === "map" || (node.kind === "list" && node.items.length > 0 && node.items.every(isBlock));
}

function valuesOf(node: YamlNode, field: string, { log }: Reading): readonly YamlScalar[] | null {
  if (isScalar(node)) return [node];
  if (node.kind === "map") {
    const message = `Under "${field}" is a map; a value or a list of values is wanted (nested fields are written with dots: "${field}.name")`;
    return log.error(node.at, "NL-SIGMA-DETECTION", message);
  }
  if (node.items.length === 0)
    return log.error(node.at, "NL-SIGMA-DETECTION", `The list under "${field}" is empty; at least one value is wanted`);
  const values = node.items.filter(isScalar);
  const other = node.items.find((item) => !isScalar(item));
  if (other === undefined) return values;
  return log.error(
    other.at,
    "NL-SIGMA-DETECTION",
    `Among the values of "${field}" is ${shownNode(other)}; values are wanted`,
  );
}

function testsOf(
  values: readonly YamlScalar[],
  chain: { readonly kinds: readonly ModifierKind[]; readonly keyword: boolean },
  reading: Reading,
): readonly (readonly ValueTest[])[] | null {
  const tests: (readonly ValueTest[])[] = [];
  for (const value of values) {
    if (reading.log.full) return null;
    const variants = valueTests(value, chain, reading);
    if (variants === null) continue;
    if (!reading.budget.spend(variants.length)) {
      const message = `The rule makes more than ${reading.limits.maxComparisons} comparisons; split it`;
      return reading.log.error(value.at, "NL-SIGMA-LIMIT", message);
    }
    tests.push(variants);
  }
  if (tests.length < values.length) return null;
  if (!chain.kinds.includes("exists") || values.length === 1) return tests;
  return reading.log.error(values[1]?.at ?? 0, "NL-SIGMA-VALUE", '"exists" takes one value; true or false is wanted');
}

function warnOfValues(values: readonly YamlScalar[], kinds: readonly ModifierKind[], { log }: Reading): void {
  const [first] = values;
  if (first === undefined) return;
  if (kinds.includes("all") && values.length === 1)
    log.warn(first.at, "NL-SIGMA-LINT-ALL", '"all" has a single value, which makes no difference; leave it out');
  const empty = values.find((value) => value.kind === "null");
  if (empty !== undefined && values.length > 1)
    log.warn(empty.at, "NL-SIGMA-LINT-NULL", "null stands among other values; a selection of its own is wanted for it");
  const path = values.find(({ text }) => ESCAPED_IN_PATH.test(text));
  if (path !== undefined && !kinds.includes("re"))
    log.warn(
      path.at,
      "NL-SIGMA-LINT-VALUE",
      String.raw`"\*" is a plain star; a backslash before a wildcard is written "\\*"`,
    );
  if (kinds.includes("base64offset") && !kinds.includes("contains"))
    log.warn(
      first.at,
      "NL-SIGMA-LINT-VALUE",
      '"base64offset" finds parts of longer texts only with "contains" after it',
    );
}
