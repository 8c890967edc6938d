import type { RuleFacts } from "@nightlatch/sigma";
import type { RuleBook } from "../detect/rule-book.ts";

/**
 * The rules and correlations of a book that are to make findings, and what these count. What else there is makes no
 * finding, and is not asked at all unless something counts it.
 */
export function only(book: RuleBook, tells: (rule: RuleFacts) => boolean): RuleBook {
  const facts: readonly RuleFacts[] = [...book.rules, ...book.correlations];
  const told = new Set(facts.filter(tells).map(({ key }) => key));
  const wanted = new Set(told);
  // Correlations stand behind what they refer to, so that from the end each is met after those that count it.
  for (const { key, rules } of book.correlations.toReversed())
    if (wanted.has(key)) for (const below of rules) wanted.add(below);
  const correlations = book.correlations.filter(({ key }) => wanted.has(key));
  const rules = book.rules.filter(({ key }) => wanted.has(key));
  return {
    ...book,
    rules,
    correlations,
    silent: new Set([...wanted].filter((key) => !told.has(key))),
    byKey: new Map(rules.map((rule) => [rule.key, rule])),
    correlated: new Set(correlations.flatMap((correlation) => correlation.rules)),
    decided: { ...book.decided, lanes: book.decided.lanes.filter(({ tells: key }) => wanted.has(key)) },
  };
}
