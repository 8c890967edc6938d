import { groupKey } from "./group-key.ts";
import type { Plan } from "./plan.ts";
import { NOTHING, type Part } from "./row.ts";

/** How many groups, or combinations of values, of one event are looked at. */
const MAX_COMBINATIONS = 1000;
/** Beyond this magnitude sums are no longer exact; nothing that is measured is that large. */
const MAX_NUMBER = 1e290;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** Counts what could not take part. */
export interface Tally {
  missingGroup: number;
  missingValue: number;
  notNumeric: number;
  crowded: number;
}

/** Exact text of every value of a field. */
type Values = (field: string) => readonly string[];

/** What an event brings to a correlation as a hit of the rule at `index`: one part for each group that it belongs to. */
export function partsOf(
  plan: Plan,
  index: number,
  options: { readonly values: Values; readonly tally: Tally },
): readonly Part[] {
  const { values, tally } = options;
  const asked = plan.asks[index];
  if (asked === undefined) return NOTHING;
  if (plan.outer.length === 0) {
    // Nearly always each field has one value, and then there is nothing to combine.
    const group = onlyKey(asked.groupBy, values);
    const only = group === undefined ? undefined : onlyValue(plan, asked.fields, values);
    if (group !== undefined && only !== undefined) return [{ group, values: only, carry: NOTHING }];
  }
  const groups = combinations(asked.groupBy.map(values), tally);
  if (groups.length === 0) {
    tally.missingGroup++;
    return NOTHING;
  }
  const measured = measuredValues(plan, asked.fields.map(values), tally);
  if (measured === undefined) return NOTHING;
  return groups.map((group) => ({
    group: groupKey(group),
    values: measured,
    carry: plan.outer.length === 0 ? NOTHING : carried(plan, group, { index, values }),
  }));
}

/** The key of the only group, when every field has exactly one value. */
function onlyKey(fields: readonly string[], values: Values): string | undefined {
  const several = fields.length > 1;
  let key = "";
  for (const field of fields) {
    const all = values(field);
    const [text] = all;
    if (text === undefined || all.length > 1) return undefined;
    key = several ? `${key}${text.length}:${text}` : text;
  }
  return key;
}

/** What is measured, when it is nothing or one text. */
function onlyValue({ rule }: Plan, fields: readonly string[], values: Values): readonly string[] | undefined {
  if (!rule.type.startsWith("value_")) return NOTHING;
  if (rule.type !== "value_count" || fields.length !== 1) return undefined;
  const all = values(fields[0] ?? "");
  return all.length === 1 ? all : undefined;
}

/** What the event brings to the correlations around this one; a name that is grouped by here has the group's value there. */
function carried(
  { rule, outer }: Plan,
  group: readonly string[],
  { index, values }: { readonly index: number; readonly values: Values },
): readonly (readonly Part[])[] {
  const key = rule.rules[index] ?? "";
  const seen: Values = (name) => {
    const own = group[rule.groupBy.indexOf(name)];
    return own === undefined ? values(rule.aliases.get(name)?.get(key) ?? name) : [own];
  };
  const unseen: Tally = { missingGroup: 0, missingValue: 0, notNumeric: 0, crowded: 0 };
  return outer.map((edge) => partsOf(edge.plan, edge.index, { values: seen, tally: unseen }));
}

function measuredValues(
  { rule }: Plan,
  columns: readonly (readonly string[])[],
  tally: Tally,
): readonly (string | number)[] | undefined {
  switch (rule.type) {
    case "event_count":
    case "temporal":
    case "temporal_ordered":
      return NOTHING;
    case "value_count": {
      const found = combinations(columns, tally);
      if (found.length > 0) return found.map(groupKey);
      tally.missingValue++;
      return undefined;
    }
    case "value_sum":
    case "value_avg":
    case "value_median": {
      const texts = columns[0] ?? NOTHING;
      const numbers = texts
        .slice(0, MAX_COMBINATIONS)
        .map(numberOf)
        .filter((one) => one !== undefined);
      if (texts.length > MAX_COMBINATIONS) tally.crowded++;
      if (numbers.length > 0) return numbers;
      if (texts.length === 0) tally.missingValue++;
      else tally.notNumeric++;
      return undefined;
    }
  }
}

/** The number that a text is in decimal writing, or undefined. */
export function numberOf(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  const value = Number(text);
  return Math.abs(value) <= MAX_NUMBER ? value : undefined;
}

/** Every way to take one value of each column, without repeats; none when a column is empty, one empty way without columns. */
function combinations(columns: readonly (readonly string[])[], tally: Tally): readonly (readonly string[])[] {
  if (columns.some((column) => column.length === 0)) return NOTHING;
  const [first = NOTHING] = columns;
  if (columns.length === 1 && first.length <= FEW) return eachAlone(first);
  let ways: (readonly string[])[] = [[]];
  let crowded = false;
  for (const column of columns) {
    // In order, so that what finds no room is the same however the record lists it.
    const distinct = [...new Set(column)].toSorted();
    const room = Math.max(1, Math.floor(MAX_COMBINATIONS / Math.max(1, ways.length)));
    crowded ||= distinct.length > room;
    ways = ways.flatMap((way) => distinct.slice(0, room).map((value) => [...way, value]));
  }
  if (crowded) tally.crowded++;
  return ways;
}

/** The values of a short column, each once and by itself. */
function eachAlone(column: readonly string[]): readonly (readonly string[])[] {
  const ways: (readonly string[])[] = [];
  for (const [at, value] of column.entries()) if (column.indexOf(value) === at) ways.push([value]);
  return ways;
}

const FEW = 8;
