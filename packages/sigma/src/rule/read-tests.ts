import { plainData } from "../yaml/plain-data.ts";
import { entryOf, isScalar, type YamlMap, type YamlNode } from "../yaml/node.ts";
import type { ProblemLog } from "./problem-log.ts";
import type { RuleTest } from "./rule.ts";

const FORM = '"tests" has "positive" and "negative", each a list of maps with "why" and "event", or "events"';

/**
 * The tests inside a rule. One that cannot be read is a warning: the rule itself is none the worse.
 */
export function readTests(root: YamlMap, log: ProblemLog): readonly RuleTest[] {
  const tests = entryOf(root, "tests");
  if (tests === undefined) return [];
  if (tests.value.kind !== "map") {
    log.warn(tests.at, "NL-SIGMA-LINT-TEST", `The tests are no map; ${FORM}`);
    return [];
  }
  return tests.value.entries.flatMap(({ key, at, value }) => {
    if ((key === "positive" || key === "negative") && value.kind === "list")
      return value.items.flatMap((item) => readTest(item, key === "positive", log));
    log.warn(at, "NL-SIGMA-LINT-TEST", `"${key}" is no list of tests; ${FORM}`);
    return [];
  });
}

function readTest(node: YamlNode, match: boolean, log: ProblemLog): readonly RuleTest[] {
  const test = node.kind === "map" ? node : undefined;
  const why = test && entryOf(test, "why")?.value;
  const event = test && entryOf(test, "event")?.value;
  const events = test && entryOf(test, "events")?.value;
  const sequence = events?.kind === "list" ? events.items : event === undefined ? undefined : [event];
  const right = (event === undefined) !== (events === undefined) && sequence?.every((one) => one.kind === "map");
  if (why === undefined || !isScalar(why) || sequence === undefined || right !== true) {
    log.warn(node.at, "NL-SIGMA-LINT-TEST", `This test cannot be read; ${FORM}`);
    return [];
  }
  return [{ match, why: why.text, events: sequence.map(plainData), place: log.source.placeOf(node.at) }];
}
