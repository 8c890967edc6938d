import { resolve, sep } from "node:path";
import {
  type CorrelationRule,
  loadRules,
  type Rule,
  routeRules,
  type RuleFacts,
  type RuleProblem,
} from "@nightlatch/sigma";
import type { RuleDecision } from "../config/decisions.ts";
import { contentPath } from "../content.ts";
import { type BookProblem, refuseStrangeNames } from "./book-problem.ts";
import type { Placeholders } from "./bundled-placeholders.ts";
import { bindDecisions, type Decided } from "./decided.ts";
import { OKTA_LOGSOURCE } from "./okta-log.ts";
import { NameCheck, type OktaNames } from "./okta-names.ts";
import type { RuleText } from "./rule-files.ts";
import { readMoment } from "./time-window.ts";

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
  /** Broad rules that are for hunting, and were left out. */
  readonly hunts: number;
  /** For rules that mean nothing after a day, the first moment at which they do not, milliseconds. */
  readonly expires: ReadonlyMap<string, number>;
  /** What the user decided about rules. */
  readonly decided: Decided;
  /** What keeps rules from running. */
  readonly problems: readonly BookProblem[];
  /** Rules of ours that want a value which only the user knows. */
  readonly waiting: readonly RuleProblem[];
  /** Rules of ours in whose place the user's own are. */
  readonly replaced: readonly RuleProblem[];
}

/** What a book is read with besides the values of placeholders. */
export interface BookOptions {
  /** Broad rules are wanted too: those with `hunt: true`, which match nearly everything on the way to a claim. */
  readonly hunts?: boolean;
  /** Rules on Okta's log that name something else are refused. */
  readonly names?: OktaNames;
  readonly decisions?: readonly RuleDecision[];
}

/**
 * Loads rules for one kind of log, the user's in place of ours of the same id or name. What cannot run is among the
 * problems; nothing is thrown for a rule's fault. Rules
 * for hunting compare contexts as the session engine does, only more crudely and at a cost for every event; they are
 * asked of history, not of every event that comes.
 */
export function readRuleBook(
  texts: readonly RuleText[],
  placeholders: Placeholders = {},
  { hunts = false, names, decisions = [] }: BookOptions = {},
): RuleBook {
  const untested = theirsFirst(texts).map(({ file, text }) => ({ file, text: withoutTests(text) }));
  const set = loadRules(untested, { placeholders });
  const { silent, problems } = set;
  const known = names === undefined ? undefined : refuseStrangeNames(set, new NameCheck(names), untested);
  const { rules: loaded, correlations: linked } = known ?? set;
  const wanted = ({ custom }: RuleFacts): boolean => hunts || custom["hunt"] !== true;
  const all = loaded.filter(wanted);
  const every = linked.filter(wanted);
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
    hunts: loaded.length - all.length + linked.length - every.length,
    expires: new Map(facts.flatMap(expiryOf)),
    decided: bindDecisions(decisions, { rules, correlations }),
    problems: [...problems.filter(isFault), ...(known?.problems ?? [])],
    waiting: problems.filter(isWaiting),
    replaced: problems.filter(isReplaced),
  };
}

/** When a rule stops to mean anything: the midnight after the day that its `expires` names. */
function expiryOf({ key, custom }: RuleFacts): readonly (readonly [string, number])[] {
  const { expires } = custom;
  const day = typeof expires === "string" ? readMoment(expires) : undefined;
  return day === undefined ? [] : [[key, day + DAY]];
}

const DAY = 86_400_000;

/** Whether something keeps a rule from running that is to be mended. */
export function isFault(problem: RuleProblem): boolean {
  return problem.severity === "error" && !isWaiting(problem) && !isReplaced(problem);
}

/**
 * Whether a rule of ours does not run because a value is wanted that only the user knows, or because it builds on one
 * that waits so. That is no fault of it.
 */
export function isWaiting({ code, file }: BookProblem): boolean {
  return (code === "NL-SIGMA-PLACEHOLDER" || code === "NL-SIGMA-REFERENCE") && isOurs(file);
}

/**
 * Whether a rule of ours does not run because the user has one of the same id or name, which is wanted. Theirs have to
 * be loaded before ours: of two documents the first keeps the name.
 */
export function isReplaced({ code, file }: BookProblem): boolean {
  return code === "NL-SIGMA-DUPLICATE" && isOurs(file);
}

/** Texts in the order in which they are loaded: those of the user before ours, else as they come. */
export function theirsFirst(texts: readonly RuleText[]): readonly RuleText[] {
  return [...texts.filter(({ file }) => !isOurs(file)), ...texts.filter(({ file }) => isOurs(file))];
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
