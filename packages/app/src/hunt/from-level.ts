import { atLeast, type Severity, severityOf } from "@nightlatch/core";
import type { RuleFacts } from "@nightlatch/sigma";
import type { RuleBook } from "../detect/rule-book.ts";

/**
 * The rules of a book that make findings of a level or above, and what their correlations count. What is below the
 * level makes no finding any more, and is not asked at all unless something above it counts it.
 */
export function fromLevel(book: RuleBook, level: Severity): RuleBook {
  const tells = ({ key, level: own }: RuleFacts): boolean =>
    !book.silent.has(key) && atLeast(severityOf(own, { ours: book.ours.has(key), corroborated: true }), level);
  const wanted = new Set([...book.rules, ...book.correlations].filter(tells).map(({ key }) => key));
  const silent = new Set(book.silent);
  // Correlations stand behind what they refer to, so that from the end each is met after those that count it.
  for (const { key, rules } of book.correlations.toReversed()) {
    if (!wanted.has(key)) continue;
    for (const below of rules) {
      if (!wanted.has(below)) silent.add(below);
      wanted.add(below);
    }
  }
  const correlations = book.correlations.filter(({ key }) => wanted.has(key));
  const rules = book.rules.filter(({ key }) => wanted.has(key));
  return {
    ...book,
    rules,
    correlations,
    silent,
    byKey: new Map(rules.map((rule) => [rule.key, rule])),
    correlated: new Set(correlations.flatMap((correlation) => correlation.rules)),
    decided: { ...book.decided, lanes: book.decided.lanes.filter(({ tells: key }) => wanted.has(key)) },
  };
}
