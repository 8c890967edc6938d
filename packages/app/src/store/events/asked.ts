/** What of a stranger's question is not answered, told from the engine's own reading of it (`EXPLAIN AST`). */

/**
 * Functions that reach beyond the tables: files, models, dictionaries, other hosts, the names of other machines, what
 * the server keeps to itself; and those that only wait (ClickHouse 26.7, system.functions). Read-only as a question is,
 * the engine would obey them.
 */
const OUTWARD =
  /^(?:file|catboostEvaluate|evalMLMethod|naiveBayesClassifier\w*|dict[A-Z]\w*|region[A-Z]\w*|ai[A-Z]\w*|reverseDNSQuery|hasColumnInTable|joinGet\w*|getServerSetting|getServerPort|getMergeTreeSetting|getMacro|getClientHTTPHeader|showCertificate|addressTo\w*|demangle|logTrace|tid|filesystem\w*|sleep\w*|zookeeper\w*|mergeTreePartInfo|isMergeTreePartCoveredBy)$/i;

/** Tables that are computed, and nothing else. */
const COMPUTED: ReadonlySet<string> = new Set(["numbers", "zeros", "values", "generateseries", "generate_series"]);

/** Why a question is refused, by the lines of its tree; `tables` are the engine's table functions, in lower case. */
export function whyRefused(tree: readonly string[], tables: ReadonlySet<string>): string | undefined {
  for (const line of tree) {
    const [, kind, name = ""] = /^"? *(Function|Identifier|ColumnsApplyTransformer|Set)\b ?([^ "]*)/.exec(line) ?? [];
    if (kind === "Set") return "SETTINGS are not a question's to choose";
    // Which function is applied, the tree does not say.
    if (kind === "ColumnsApplyTransformer") return "APPLY is not allowed; name the columns";
    // A bare name may be a function too, where one is handed over: arrayMap(f, …).
    if (kind !== undefined && OUTWARD.test(name)) return `${name} is not allowed in a question`;
    const lower = name.toLowerCase();
    if (kind === "Function" && tables.has(lower) && !COMPUTED.has(lower) && lower !== "format")
      return `The table function ${name} is not allowed in a question; ask the table events`;
  }
  return undefined;
}
