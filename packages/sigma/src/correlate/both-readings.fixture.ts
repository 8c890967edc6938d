import { expect } from "vitest";
import { brief } from "./correlation.fixture.ts";
import { Correlator, correlateNaively, type CorrelationMatch, type CorrelationRule, type RuleHit } from "./index.ts";

/** What both readings give, which must be the same. */
export function matchesOf(
  rules: CorrelationRule | readonly CorrelationRule[],
  hits: readonly RuleHit[],
): readonly CorrelationMatch[] {
  const all = [rules].flat();
  const correlator = new Correlator(all);
  for (const one of hits) correlator.observe(one);
  const matches = correlator.end();
  expect(matches).toEqual(correlateNaively(all, hits));
  return matches;
}

export const briefly = (
  rules: CorrelationRule | readonly CorrelationRule[],
  hits: readonly RuleHit[],
): readonly string[] => matchesOf(rules, hits).map(brief);
