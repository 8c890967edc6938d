import {
  type CorrelationRule,
  loadRules,
  type Logsource,
  type Rule,
  routeRules,
  type RuleFacts,
  type RuleProblem,
} from "@nightlatch/sigma";
import type { RuleText } from "./rule-files.ts";

/** What Okta's System Log is to Sigma. Its category keeps out rules that name only a category, such as `process_creation`. */
export const OKTA_LOGSOURCE: Logsource = { product: "okta", service: "okta", category: "identity" };

/** The rules of a scan, sorted out. */
export interface RuleBook {
  /** Plain rules for the logs that are read. */
  readonly rules: readonly Rule[];
  readonly correlations: readonly CorrelationRule[];
  readonly byKey: ReadonlyMap<string, Rule>;
  /** Titles of rules and correlations by key. */
  readonly titles: ReadonlyMap<string, string>;
  /** Keys of rules that a correlation counts. */
  readonly correlated: ReadonlySet<string>;
  /** Keys of rules and correlations that only count for others, and make no finding of their own. */
  readonly silent: ReadonlySet<string>;
  /** For each counted rule, the fields that its correlations ask for. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Rules for other logs. */
  readonly elsewhere: number;
  readonly problems: readonly RuleProblem[];
}

/** Loads rules for one kind of log. What cannot run is among the problems; nothing is thrown for a rule's fault. */
export function readRuleBook(
  texts: readonly RuleText[],
  placeholders: Readonly<Record<string, readonly string[]>> = {},
): RuleBook {
  const { rules: all, correlations, problems } = loadRules(texts, { placeholders });
  const rules = routeRules(all, OKTA_LOGSOURCE);
  const facts: readonly RuleFacts[] = [...rules, ...correlations];
  return {
    rules,
    correlations,
    byKey: new Map(rules.map((rule) => [rule.key, rule])),
    titles: new Map(facts.map(({ key, title }) => [key, title])),
    correlated: new Set(correlations.flatMap((correlation) => correlation.rules)),
    silent: new Set(correlations.filter(({ generate }) => !generate).flatMap((correlation) => correlation.rules)),
    fields: fieldsAsked(correlations),
    elsewhere: all.length - rules.length,
    problems,
  };
}

/** Fields that correlations want to know of each rule's events: what they group by and what they count, unaliased. */
function fieldsAsked(correlations: readonly CorrelationRule[]): ReadonlyMap<string, readonly string[]> {
  const asked = new Map<string, Set<string>>();
  const byKey = new Map(correlations.map((correlation) => [correlation.key, correlation]));
  const ask = (key: string, fields: readonly string[], above: ReadonlySet<string>): void => {
    const chained = byKey.get(key);
    // A correlation of correlations asks for its fields of the rules at the bottom.
    if (chained !== undefined) {
      if (above.has(key)) return;
      const below = new Set([...above, key]);
      for (const rule of chained.rules)
        ask(
          rule,
          fields.flatMap((field) => unaliased(chained, field, rule)),
          below,
        );
      return;
    }
    const known = asked.get(key) ?? new Set();
    for (const field of fields) known.add(field);
    asked.set(key, known);
  };
  for (const correlation of correlations) {
    for (const rule of correlation.rules) {
      const fields = [...correlation.groupBy, ...correlation.fields];
      ask(
        rule,
        fields.flatMap((field) => unaliased(correlation, field, rule)),
        new Set([correlation.key]),
      );
    }
  }
  return new Map([...asked].map(([key, fields]) => [key, [...fields].sort()]));
}

/** The alias's field for a rule, and the name itself, which may be a field as well. */
function unaliased({ aliases }: CorrelationRule, name: string, rule: string): readonly string[] {
  const field = aliases.get(name)?.get(rule);
  return field === undefined ? [name] : [name, field];
}
