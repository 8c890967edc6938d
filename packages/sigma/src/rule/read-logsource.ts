import { entryOf, isScalar, shown, type YamlMap } from "../yaml/node.ts";
import type { ProblemLog } from "./problem-log.ts";
import type { Logsource } from "./rule.ts";

/** The logsource of a rule or filter; `definition` and the author's own keys are prose. Null when it is wrong. */
export function readLogsource(root: YamlMap, log: ProblemLog): Logsource | null {
  const wanted = 'a map with at least one of "product", "service" and "category" is wanted';
  const entry = entryOf(root, "logsource");
  if (entry === undefined) return log.error(root.at, "NL-SIGMA-LOGSOURCE", `There is no "logsource"; ${wanted}`);
  if (entry.value.kind !== "map") return log.error(entry.at, "NL-SIGMA-LOGSOURCE", `"logsource" is no map; ${wanted}`);
  const logsource = { product: "", service: "", category: "" };
  for (const { key, at, value } of entry.value.entries) {
    if (key !== "product" && key !== "service" && key !== "category") continue;
    if (!isScalar(value)) return log.error(at, "NL-SIGMA-LOGSOURCE", `"${key}" is no text; one is wanted`);
    const text = value.kind === "null" ? "" : value.text;
    logsource[key] = text.toLowerCase();
    if (text !== logsource[key])
      log.warn(at, "NL-SIGMA-LINT-ATTRIBUTE", `"${key}" is ${shown(text)}; lower case is wanted, and taken`);
  }
  if (logsource.product + logsource.service + logsource.category !== "") return logsource;
  return log.error(entry.at, "NL-SIGMA-LOGSOURCE", `"logsource" names nothing; ${wanted}`);
}
