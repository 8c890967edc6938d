import type { SavedGroup } from "./group.ts";
import type { CorrelationMatch } from "./match.ts";
import type { Tally } from "./parts.ts";
import type { Plan } from "./plan.ts";
import type { Orphan } from "./row.ts";
import type { CorrelationRule } from "./rule.ts";

export const FORM = 2;

/** A correlator as plain JSON. */
export interface SavedCorrelator {
  /** How it is written down; what was written otherwise is not gone on from. */
  readonly version: typeof FORM;
  readonly horizon: number | null;
  readonly counts: Readonly<Tally> & { readonly evicted: number; readonly late: number; readonly discarded: number };
  readonly cutShort: readonly SavedMatch[];
  readonly rules: readonly SavedStation[];
}

/** One correlation with everything that it holds. */
export interface SavedStation {
  readonly key: string;
  /** What the rule asked for when the state was saved. */
  readonly shape: string;
  readonly groups: readonly SavedGroup[];
  readonly orphans: readonly Orphan[];
}

/** A match with its rule by key. */
type SavedMatch = Omit<CorrelationMatch, "rule"> & { readonly rule: string };

export function saveMatch(match: CorrelationMatch): SavedMatch {
  return { ...match, rule: match.rule.key };
}

/** The match with its rule found again, or nothing when the rule is gone. */
export function matchFrom(saved: SavedMatch, rules: readonly CorrelationRule[]): readonly CorrelationMatch[] {
  const rule = rules.find((one) => one.key === saved.rule);
  return rule === undefined ? [] : [{ ...saved, rule }];
}

/** Everything of a rule that its state depends on, what the correlations around it ask for included. */
export function shapeOf({ rule, outer }: Plan): string {
  return JSON.stringify([
    rule.type,
    rule.rules,
    rule.groupBy,
    rule.timespanMs,
    rule.thresholds.map(({ op, value }) => [op, value]),
    rule.temporalCondition ?? null,
    rule.fields,
    Array.from(rule.aliases, ([alias, fields]) => [alias, [...fields]]),
    outer.map(({ plan, index }) => [index, shapeOf(plan)]),
  ]);
}

/** Events that a saved correlation holds. */
export function eventsIn({ groups, orphans }: SavedStation): number {
  return groups.reduce((sum, { pending, window }) => sum + pending.length + window.times.length, orphans.length);
}
