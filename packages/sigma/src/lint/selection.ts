import type { ProblemLog } from "../rule/problem-log.ts";
import type { YamlEntry, YamlMap } from "../yaml/node.ts";

/** What in a selection that runs may not be what its author meant. */
export function lintSelection(owner: YamlEntry, map: YamlMap, { log, arrays }: Options): void {
  lintNull(owner, map, log);
  if (arrays) lintMembers(map, log);
}

interface Options {
  readonly log: ProblemLog;
  /** Array matching is on. */
  readonly arrays: boolean;
}

const SAYS_NULL = /null/i;
const SAYS_PRESENCE = /exist|missing|absent/i;

/**
 * `null` holds for a key that is absent or null, `exists` for one that is there, be it null. When the selection's name
 * speaks of the one and its item asks the other, or a field is asked for both, one of them is a mistake.
 */
function lintNull(owner: YamlEntry, map: YamlMap, log: ProblemLog): void {
  const nulls = new Set<string>();
  for (const { key, value } of map.entries) if (value.kind === "null") nulls.add(key);
  for (const { key, at, value } of map.entries) {
    const [field = "", ...modifiers] = key.split("|");
    const asksPresence = modifiers.includes("exists");
    const explained = '"exists" is about the key being there, be it null; "null" is about it being absent or null';
    if (asksPresence && nulls.has(field))
      log.warn(at, "NL-SIGMA-LINT-NULL", `"${field}" is asked for null and for presence; ${explained}`);
    else if (asksPresence && SAYS_NULL.test(owner.key) && !SAYS_PRESENCE.test(owner.key))
      log.warn(at, "NL-SIGMA-LINT-NULL", `"${owner.key}" speaks of null and asks for presence; ${explained}`);
    else if (value.kind === "null" && SAYS_PRESENCE.test(owner.key) && !SAYS_NULL.test(owner.key))
      log.warn(at, "NL-SIGMA-LINT-NULL", `"${owner.key}" speaks of presence and asks for null; ${explained}`);
  }
}

/** Items on the same array, side by side, may each be fulfilled by another member. */
function lintMembers(map: YamlMap, log: ProblemLog): void {
  const seen = new Set<string>();
  for (const { key, at } of map.entries) {
    const array = /^([^|]*\[any\])\./.exec(key)?.[1];
    if (array === undefined) continue;
    if (seen.has(array)) {
      const message = `Another item is on ${array} too, and another member may fulfil it; put both into one block under "${array}"`;
      log.warn(at, "NL-SIGMA-LINT-MEMBERS", message);
    }
    seen.add(array);
  }
}
