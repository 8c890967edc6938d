import type { CorrelationRule, Threshold } from "./rule.ts";

/** A correlation with its place in the chain. */
export interface Plan {
  readonly rule: CorrelationRule;
  /** Position in the rule set. */
  readonly position: number;
  /** Whether it references other correlations. */
  readonly chained: boolean;
  /**
   * How many events (or values, where they are counted) a window must have before it can satisfy; 0 when nothing is
   * known, or when so many would have to be kept that it does not pay to wait for them.
   */
  readonly needs: number;
  /** For each of the rules, the fields of its events that are asked for, aliases resolved. */
  readonly asks: readonly Asked[];
  /** Correlations that take this one's episodes as events. */
  readonly outer: readonly Edge[];
}

interface Asked {
  readonly groupBy: readonly string[];
  readonly fields: readonly string[];
}

/** Leads the hits of one rule to a correlation that references it, as the rule at `index` of its list. */
export interface Edge {
  readonly plan: Plan;
  readonly index: number;
}

/**
 * Puts correlations into an order in which each comes after those that it references, and finds out where hits go.
 * A reference that closes a circle is left out; loading refuses such rules.
 */
export function planCorrelations(rules: readonly CorrelationRule[]): {
  readonly order: readonly Plan[];
  readonly edges: ReadonlyMap<string, readonly Edge[]>;
} {
  const byKey = new Map(rules.map((rule, position) => [rule.key, { rule, position }]));
  const edges = new Map<string, Edge[]>();
  const order: Plan[] = [];
  const begun = new Set<string>();
  const done = new Set<string>();
  const visit = (key: string): void => {
    const found = byKey.get(key);
    if (found === undefined || begun.has(key)) return;
    begun.add(key);
    for (const inner of found.rule.rules) visit(inner);
    const chained = found.rule.rules.some((inner) => byKey.has(inner));
    const asks = found.rule.rules.map((inner) => asksOf(found.rule, inner));
    const plan: Plan = { ...found, chained, needs: needsOf(found.rule), asks, outer: edgesOf(edges, key) };
    for (const [index, inner] of found.rule.rules.entries()) {
      const circular = byKey.has(inner) && !done.has(inner);
      if (!circular && found.rule.rules.indexOf(inner) === index) edgesOf(edges, inner).push({ plan, index });
    }
    done.add(key);
    order.push(plan);
  };
  for (const rule of rules) visit(rule.key);
  return { order, edges };
}

/** Counts beyond which waiting takes more room than it saves time. */
const MOST_WAITED_FOR = 64;

function needsOf({ type, thresholds }: CorrelationRule): number {
  if (type !== "event_count" && type !== "value_count") return 0;
  const least = Math.max(0, ...thresholds.map(leastOf));
  return least > MOST_WAITED_FOR ? 0 : least;
}

/** The smallest count that passes a comparison, as far as it has one. */
function leastOf({ op, value }: Threshold): number {
  if (op === "gt") return Math.floor(value) + 1;
  return op === "gte" || op === "eq" ? Math.ceil(value) : 0;
}

function asksOf({ aliases, groupBy, fields }: CorrelationRule, rule: string): Asked {
  const fieldOf = (name: string): string => aliases.get(name)?.get(rule) ?? name;
  return { groupBy: groupBy.map(fieldOf), fields: fields.map(fieldOf) };
}

function edgesOf(edges: Map<string, Edge[]>, key: string): Edge[] {
  const known = edges.get(key) ?? [];
  edges.set(key, known);
  return known;
}
