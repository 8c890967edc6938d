import type { CorrelationMatch } from "./match.ts";
import type { CorrelationRule, RuleHit, Threshold } from "./rule.ts";

type Written = Partial<Omit<CorrelationRule, "aliases" | "thresholds">> & {
  readonly key: string;
  readonly aliases?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly when?: Partial<Record<Threshold["op"], number>>;
};

/** A correlation with everything that a test does not care about filled in. */
export function correlation({ aliases = {}, when = {}, ...written }: Written): CorrelationRule {
  const ops = ["gt", "gte", "lt", "lte", "eq", "neq"] as const;
  return {
    kind: "correlation",
    type: "event_count",
    rules: ["a"],
    groupBy: [],
    timespanMs: 10,
    fields: [],
    generate: false,
    id: "",
    name: "",
    title: written.key,
    status: "",
    level: "",
    description: "",
    author: "",
    date: "",
    modified: "",
    references: [],
    tags: [],
    falsePositives: [],
    place: { file: "", line: 1, column: 1 },
    custom: {},
    tests: [],
    ...written,
    thresholds: ops.flatMap((op) => (when[op] === undefined ? [] : [{ op, value: when[op] }])),
    aliases: new Map(Object.entries(aliases).map(([alias, fields]) => [alias, new Map(Object.entries(fields))])),
  };
}

/** The event of a hit, as a test writes it: one text or several for each field. */
type Event = Readonly<Record<string, string | readonly string[]>>;

export function hit(
  rule: string,
  time: number,
  options: { readonly uid?: string; readonly event?: Event } = {},
): RuleHit {
  const { uid = `${rule}${time}`, event = {} } = options;
  return { rule, uid, time, values: (field) => [event[field] ?? []].flat() };
}

/** A match as text: `key{group} opened-last value: uids`. */
export function brief(match: CorrelationMatch): string {
  const group = Object.values(match.group).join(",");
  const uids = [...new Set(match.uids.map((event) => event.uid))].join(" ");
  return `${match.rule.key}{${group}} ${match.opened}-${match.last} ${match.value}: ${uids}`;
}
