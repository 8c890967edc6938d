import type { FilterDraft } from "../load/draft.ts";
import { readDetection } from "../rule/read-detection.ts";
import { readLogsource } from "../rule/read-logsource.ts";
import type { Reading } from "../rule/reading.ts";
import { entryOf, isScalar, shownNode, type YamlEntry, type YamlMap } from "../yaml/node.ts";

type FilterBody = Pick<FilterDraft, "logsource" | "rules" | "expression">;

/** Reads the `filter` of a document (Sigma filters specification). */
export function readFilter(root: YamlMap, body: YamlEntry, reading: Reading): FilterBody {
  const { log } = reading;
  const logsource = readLogsource(root, log);
  if (body.value.kind !== "map") {
    log.error(body.at, "NL-SIGMA-FILTER", '"filter" is no map; "rules", selections and a condition are wanted');
    return { logsource, rules: [], expression: null };
  }
  const rules = readReferences(body.value, reading);
  const expression = readDetection(body.value, reading, ["rules"]);
  return { logsource, rules, expression: log.failed ? null : expression };
}

/** `any` and an empty list mean every rule of the logsource. */
function readReferences(body: YamlMap, { log }: Reading): FilterDraft["rules"] {
  const entry = entryOf(body, "rules");
  const wanted = 'ids or names of rules, or "any", are wanted';
  if (entry === undefined) {
    log.error(body.at, "NL-SIGMA-FILTER", `The filter does not say which rules it is for; ${wanted}`);
    return [];
  }
  const items = entry.value.kind === "list" ? entry.value.items : [entry.value];
  const references = items.flatMap((item) => {
    if (isScalar(item) && item.kind !== "null") return [{ text: item.text, at: item.at }];
    log.error(item.at, "NL-SIGMA-FILTER", `Among the rules is ${shownNode(item)}; ${wanted}`);
    return [];
  });
  const any = references.length === 1 && references[0]?.text.toLowerCase() === "any";
  return any || items.length === 0 ? "any" : references;
}
