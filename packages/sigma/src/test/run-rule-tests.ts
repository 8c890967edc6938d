import { Correlator } from "../correlate/correlator.ts";
import type { CorrelationRule } from "../correlate/rule.ts";
import { valuesAt } from "../field/path.ts";
import { compileRules, type Matcher } from "../match/matcher.ts";
import type { RuleSet } from "../rule/rule-set.ts";
import type { RuleFacts, RuleTest } from "../rule/rule.ts";

/** How the events of tests are read. */
export interface RuleTestOptions {
  /** Event time in milliseconds, `NaN` when there is none. By default read from `TIME_FIELDS`. */
  readonly timeOf?: (event: unknown) => number;
  /** Identity of an event. By default its `uuid`, else `id`, else its position in the test. */
  readonly uidOf?: (event: unknown, position: number) => string;
}

/** What one test inside a rule file came to. */
export interface RuleTestOutcome {
  readonly rule: RuleFacts;
  readonly test: RuleTest;
  readonly passed: boolean;
  /** Why it did not pass; `""` when it did. */
  readonly reason: string;
}

/** Fields that hold the time of an event, the first that can be read as a date counts. */
const TIME_FIELDS = [
  "published",
  "time",
  "timestamp",
  "@timestamp",
  "timestamp_derived",
  "when",
  "datetime",
  "createdAt",
];

/**
 * Runs the tests inside rules and correlations, in their order. The events of a rule's test match when any of them does;
 * those of a correlation are put in order by their time and matched by the rules that it refers to, and match when it
 * comes to an episode.
 */
export function runRuleTests(set: RuleSet, options: RuleTestOptions = {}): readonly RuleTestOutcome[] {
  const plain = set.rules.flatMap((rule) => {
    const matcher = compileRules([rule]);
    return rule.tests.map((test) =>
      outcome(
        rule,
        test,
        test.events.some((event) => matcher.match(event).length > 0),
      ),
    );
  });
  const matcher = compileRules(set.rules);
  const correlated = set.correlations.flatMap((rule) =>
    rule.tests.map((test) => {
      const hits = hitsOf(test, matcher, options);
      return typeof hits === "string" ? failure(rule, test, hits) : outcome(rule, test, comesTo(rule, hits, set));
    }),
  );
  return [...plain, ...correlated];
}

type Hit = Parameters<Correlator["observe"]>[0];

function comesTo(rule: CorrelationRule, hits: readonly Hit[], set: RuleSet): boolean {
  const correlator = new Correlator(reachedFrom(rule, set.correlations));
  for (const hit of hits) correlator.observe(hit);
  return correlator.end().some((match) => match.rule.key === rule.key);
}

function hitsOf(test: RuleTest, matcher: Matcher, options: RuleTestOptions): readonly Hit[] | string {
  const { timeOf = defaultTimeOf, uidOf = defaultUidOf } = options;
  const timed = test.events.map((event, n) => ({ event, time: timeOf(event), uid: uidOf(event, n) }));
  const without = timed.findIndex(({ time }) => Number.isNaN(time));
  if (without >= 0) return `Event ${without + 1} has no time; one of ${TIME_FIELDS.join(", ")} with a date is wanted`;
  return timed
    .toSorted((a, b) => a.time - b.time)
    .flatMap(({ event, time, uid }) => {
      const values = (field: string): readonly string[] => valuesAt(event, field);
      return matcher.match(event).map(({ key }) => ({ rule: key, uid, time, values }));
    });
}

/** A correlation and those it refers to, however far down. */
function reachedFrom(rule: CorrelationRule, all: readonly CorrelationRule[]): readonly CorrelationRule[] {
  const reached = new Set([rule.key]);
  // An inner correlation stands before those that refer to it.
  for (const one of all.toReversed()) if (reached.has(one.key)) for (const key of one.rules) reached.add(key);
  return all.filter(({ key }) => reached.has(key));
}

function outcome(rule: RuleFacts, test: RuleTest, matched: boolean): RuleTestOutcome {
  if (matched === test.match) return { rule, test, passed: true, reason: "" };
  return failure(rule, test, matched ? "It matches, and must not" : "It does not match, and must");
}

function failure(rule: RuleFacts, test: RuleTest, reason: string): RuleTestOutcome {
  return { rule, test, passed: false, reason };
}

function defaultTimeOf(event: unknown): number {
  const times = TIME_FIELDS.flatMap((field) => valuesAt(event, field)).map((text) => Date.parse(text));
  return times.find((time) => !Number.isNaN(time)) ?? Number.NaN;
}

function defaultUidOf(event: unknown, position: number): string {
  return valuesAt(event, "uuid")[0] ?? valuesAt(event, "id")[0] ?? `event ${position + 1}`;
}
