import type { CorrelationRule } from "../correlate/rule.ts";
import type { ProblemLog } from "../rule/problem-log.ts";
import { entryOf, isScalar, shownNode, type YamlMap } from "../yaml/node.ts";
import type { Referenced } from "./references.ts";

/** Reads `aliases`: alias → rule (by id or name) → field. */
export function readAliases(
  body: YamlMap,
  { references, groupBy }: { readonly references: readonly Referenced[]; readonly groupBy: readonly string[] },
  log: ProblemLog,
): CorrelationRule["aliases"] {
  const aliases = new Map<string, ReadonlyMap<string, string>>();
  const entry = entryOf(body, "aliases");
  if (entry === undefined) return aliases;
  if (entry.value.kind !== "map") {
    log.error(entry.at, "NL-SIGMA-CORRELATION", `"aliases" is ${shownNode(entry.value)}; a map of aliases is wanted`);
    return aliases;
  }
  for (const { key: alias, at, value } of entry.value.entries) {
    const fields = new Map<string, string>();
    if (value.kind !== "map")
      log.error(
        at,
        "NL-SIGMA-CORRELATION",
        `The alias "${alias}" is ${shownNode(value)}; a field for each rule is wanted`,
      );
    for (const each of value.kind === "map" ? value.entries : []) {
      const rule = references.find(({ text, key, name }) => [text, key, name].includes(each.key));
      if (rule === undefined) {
        const there = references.map(({ text }) => text).join(", ");
        const message = `The alias "${alias}" names "${each.key}", which is none of the correlation's rules; they are ${there}`;
        log.error(each.at, "NL-SIGMA-CORRELATION", message);
      } else if (!isScalar(each.value) || each.value.kind === "null") {
        const message = `The alias "${alias}" has ${shownNode(each.value)} for "${each.key}"; a field is wanted`;
        log.error(each.at, "NL-SIGMA-CORRELATION", message);
      } else {
        fields.set(rule.key, each.value.text);
      }
    }
    const without = references.filter(({ key }) => !fields.has(key));
    if (value.kind === "map" && groupBy.includes(alias) && without.length > 0) {
      const names = without.map(({ text }) => text).join(", ");
      log.warn(
        at,
        "NL-SIGMA-LINT-GROUP",
        `The alias "${alias}" says no field for ${names}, whose events take part only with a field of that name`,
      );
    }
    aliases.set(alias, fields);
  }
  return aliases;
}
