import type { CorrelationRule, Rule, RuleFacts, RuleProblem, RuleSet } from "@nightlatch/sigma";
import type { NameCheck, StrangeName } from "./okta-names.ts";
import type { RuleText } from "./rule-files.ts";

/** What keeps a rule from running: a fault that Sigma sees, or a name that the log does not have. */
export type BookProblem = Omit<RuleProblem, "code"> & { readonly code: string };

/** What is left of a set when rules on Okta's log that name what the log does not have are refused. */
export interface KnownNames {
  readonly rules: readonly Rule[];
  readonly correlations: readonly CorrelationRule[];
  /** NL-RULES-EVENT-TYPE, NL-RULES-FIELD, and NL-SIGMA-REFERENCE for what builds on a refused rule. */
  readonly problems: readonly BookProblem[];
}

/** Looks up the names in rules on Okta's log, and in correlations that count them, and refuses those that it does not have. */
export function refuseStrangeNames(
  { rules, correlations }: Pick<RuleSet, "rules" | "correlations">,
  check: NameCheck,
  texts: readonly RuleText[],
): KnownNames {
  const place = new Places(texts);
  const problems: BookProblem[] = [];
  const refused = new Set<string>();
  // A correlation of correlations may group by what an inner one calls so.
  const aliases = new Set(correlations.flatMap((one) => [...one.aliases.keys()]));
  const onOkta = new Set(rules.filter(({ logsource }) => logsource.product === "okta").map(({ key }) => key));
  const look = (rule: Rule | CorrelationRule): void => {
    for (const strange of check.strangeIn(rule, aliases)) {
      refused.add(rule.key);
      problems.push({ ...place.of(strange.name, rule), code: CODES[strange.kind], message: messageOf(strange) });
    }
  };
  for (const rule of rules) if (onOkta.has(rule.key)) look(rule);
  for (const correlation of correlations) {
    if (!correlation.rules.some((key) => onOkta.has(key))) continue;
    onOkta.add(correlation.key);
    look(correlation);
    if (refused.has(correlation.key) || !correlation.rules.some((key) => refused.has(key))) continue;
    refused.add(correlation.key);
    const message = "A rule that it refers to is refused, so nothing can build on it; mend that one first";
    problems.push({ ...place.of("rules:", correlation), code: "NL-SIGMA-REFERENCE", message });
  }
  const sound = ({ key }: RuleFacts): boolean => !refused.has(key);
  return { rules: rules.filter(sound), correlations: correlations.filter(sound), problems };
}

const CODES = { "event type": "NL-RULES-EVENT-TYPE", field: "NL-RULES-FIELD" } as const;

function messageOf({ kind, name, near }: StrangeName): string {
  const mend =
    near === undefined
      ? `content/fields lists what there is${kind === "event type" ? "; a type that is newer than the list can be matched with eventType|re" : ""}`
      : `did you mean "${near}"?`;
  return `Okta's System Log has no ${kind} "${name}"; ${mend}`;
}

/** Finds where a name stands in the text of a rule. */
class Places {
  readonly #texts: ReadonlyMap<string, string>;

  constructor(texts: readonly RuleText[]) {
    this.#texts = new Map(texts.map(({ file, text }) => [file, text]));
  }

  /** The first place of a name at or below the rule's own; the rule's own when it is not written so. */
  of(name: string, { title, place }: RuleFacts): Omit<BookProblem, "code" | "message"> {
    const told = { file: place.file, severity: "error", rule: title } as const;
    const lines = this.#texts.get(place.file)?.split("\n") ?? [];
    for (let n = place.line - 1; n < lines.length; n++) {
      const column = lines[n]?.indexOf(name) ?? -1;
      if (column >= 0) return { ...told, line: n + 1, column: column + 1 };
    }
    return { ...told, line: place.line, column: place.column };
  }
}
