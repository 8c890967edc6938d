import { resolve, sep } from "node:path";
import {
  type CorrelationRule,
  loadRules,
  type Rule,
  routeRules,
  type RuleFacts,
  type RuleProblem,
} from "@nightlatch/sigma";
import { contentPath } from "../content.ts";
import type { Placeholders } from "./bundled-placeholders.ts";
import { OKTA_LOGSOURCE } from "./okta-log.ts";
import type { RuleText } from "./rule-files.ts";

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
  /** Keys of rules and correlations that are content of the product. */
  readonly ours: ReadonlySet<string>;
  /** For each counted rule, the fields that its correlations ask for. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** Rules for other logs. */
  readonly elsewhere: number;
  /** What keeps rules from running. */
  readonly problems: readonly RuleProblem[];
  /** Rules of ours that want a value which only the user knows. */
  readonly waiting: readonly RuleProblem[];
}

/** Loads rules for one kind of log. What cannot run is among the problems; nothing is thrown for a rule's fault. */
export function readRuleBook(texts: readonly RuleText[], placeholders: Placeholders = {}): RuleBook {
  const untested = texts.map(({ file, text }) => ({ file, text: withoutTests(text) }));
  const { rules: all, correlations: every, silent, problems } = loadRules(untested, { placeholders });
  const rules = routeRules(all, OKTA_LOGSOURCE);
  const correlations = reaching(every, new Set(rules.map(({ key }) => key)));
  const facts: readonly RuleFacts[] = [...rules, ...correlations];
  return {
    rules,
    correlations,
    byKey: new Map(rules.map((rule) => [rule.key, rule])),
    titles: new Map(facts.map(({ key, title }) => [key, title])),
    correlated: new Set(correlations.flatMap((correlation) => correlation.rules)),
    silent,
    ours: new Set(facts.filter(({ place }) => isOurs(place.file)).map(({ key }) => key)),
    fields: fieldsAsked(correlations),
    elsewhere: all.length - rules.length + every.length - correlations.length,
    problems: problems.filter((problem) => problem.severity === "error" && !isWaiting(problem)),
    waiting: problems.filter(isWaiting),
  };
}

/**
 * Whether a rule of ours does not run because a value is wanted that only the user knows, or because it builds on one
 * that waits so. That is no fault of it.
 */
export function isWaiting({ code, file }: RuleProblem): boolean {
  return (code === "NL-SIGMA-PLACEHOLDER" || code === "NL-SIGMA-REFERENCE") && isOurs(file);
}

function isOurs(file: string): boolean {
  return resolve(file).startsWith(contentPath("rules") + sep);
}

/**
 * The text without the tests inside, which are most of it and are not run here; lines keep their numbers. A map in
 * braces is left as it is.
 */
function withoutTests(text: string): string {
  if (/^\s*\{/m.test(text) && !/^title:/m.test(text)) return text;
  return text.replaceAll(/^tests:[ \t]*\r?\n(?:(?:[ \t#].*)?\r?\n)*/gm, (tests) => tests.replaceAll(/[^\n]/g, ""));
}

/** Correlations that have one of the rules somewhere below them. */
function reaching(all: readonly CorrelationRule[], rules: ReadonlySet<string>): readonly CorrelationRule[] {
  const reached = new Set(rules);
  for (;;) {
    const found = all.filter((one) => !reached.has(one.key) && one.rules.some((rule) => reached.has(rule)));
    if (found.length === 0) return all.filter(({ key }) => reached.has(key));
    for (const { key } of found) reached.add(key);
  }
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
