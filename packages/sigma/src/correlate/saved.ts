import type { SavedGroup } from "./group.ts";
import type { CorrelationMatch } from "./match.ts";
import type { Tally } from "./parts.ts";
import type { Plan } from "./plan.ts";
import type { CorrelationRule } from "./rule.ts";

/** A correlator as plain JSON. */
export interface SavedCorrelator {
  readonly version: 1;
  readonly horizon: number | null;
  readonly counts: Readonly<Tally> & { readonly evicted: number; readonly late: number; readonly discarded: number };
  readonly cutShort: readonly SavedMatch[];
  readonly rules: readonly {
    readonly key: string;
    /** What the rule asked for when the state was saved. */
    readonly shape: string;
    readonly groups: readonly SavedGroup[];
  }[];
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

/** How groups and values are written down. What was written otherwise is not gone on from. */
const FORM = 2;

/** Everything of a rule that its state depends on, what the correlations around it ask for included. */
export function shapeOf({ rule, outer }: Plan): string {
  return JSON.stringify([
    FORM,
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
