import type { CorrelationRule, Rule } from "@nightlatch/sigma";
import { jsonDocument } from "../../report/index.ts";
import { VERSION } from "../../version.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { GlobalOptions } from "../global-options.ts";
import { writeOut } from "../write-out.ts";
import { techniquesOf } from "./facts.ts";
import { loadSet } from "./load-set.ts";

/** Names of rules that a technique shows; the others are counted. */
const NAMED = 12;

/**
 * `nightlatch rules navigator [PATH…]`: a layer of the ATT&CK Navigator (layer file format 4.5), each technique scored
 * by the rules that name it.
 */
export async function runNavigator(paths: readonly string[], options: GlobalOptions): Promise<ExitCode> {
  const { set, errors, unread } = await loadSet(paths, options);
  // A rule that only counts for a correlation answers no technique by itself.
  const rules = [...set.rules, ...set.correlations].filter(({ key }) => !set.silent.has(key));
  await writeOut(jsonDocument(layerOf(rules)));
  return errors.length + unread > 0 ? EXIT.rejected : EXIT.done;
}

function layerOf(rules: readonly (Rule | CorrelationRule)[]): object {
  const behind = new Map<string, (Rule | CorrelationRule)[]>();
  for (const rule of rules)
    for (const id of new Set(techniquesOf(rule))) behind.set(id, [...(behind.get(id) ?? []), rule]);
  const techniques = [...behind]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([techniqueID, all]) => ({
      techniqueID,
      score: all.length,
      comment: commentOf(all),
      enabled: true,
      showSubtechniques: [...behind.keys()].some((id) => id.startsWith(`${techniqueID}.`)),
    }));
  const most = Math.max(1, ...techniques.map(({ score }) => score));
  return {
    name: "Nightlatch",
    versions: { navigator: "4.9.0", layer: "4.5" },
    domain: "enterprise-attack",
    description: `Techniques that ${rules.length} rules of Nightlatch ${VERSION} name; the score is how many do`,
    sorting: 3,
    layout: { layout: "side", showID: true, showName: true, expandedSubtechniques: "annotated" },
    hideDisabled: false,
    techniques,
    gradient: { colors: ["#d6e6f2", "#08519c"], minValue: 0, maxValue: most },
    legendItems: [],
    selectTechniquesAcrossTactics: true,
    selectSubtechniquesWithParent: false,
  };
}

function commentOf(rules: readonly (Rule | CorrelationRule)[]): string {
  const named = rules.slice(0, NAMED).map(({ title }) => title);
  const rest = rules.length - named.length;
  return [...named, ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ");
}
