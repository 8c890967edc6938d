import { numberOf } from "./parts.ts";
import type { CorrelationRule } from "./rule.ts";

/** One event behind an entry of a group: its values, by the names of the correlation. */
export type Values = (field: string) => readonly string[];

/** What is counted or summed of one event; empty when it takes no part. */
export function measured(rule: CorrelationRule, values: Values): readonly string[] {
  if (rule.type === "value_count") return product(rule.fields.map(values)).map((way) => JSON.stringify(way));
  return rule.fields.flatMap(values).filter((text) => numberOf(text) !== undefined);
}

/** Whether an event has what the correlation measures. */
export function isMeasured(rule: CorrelationRule, values: Values): boolean {
  const needsValue = rule.type.startsWith("value_");
  return !needsValue || measured(rule, values).length > 0;
}

/** The value of a window, from all that its events bring, and the rules and times of its entries. */
export function naiveValue(
  rule: CorrelationRule,
  window: readonly { readonly rule: string; readonly time: number }[],
  events: readonly (readonly string[])[],
): number {
  const numbers = events.flat().map(Number);
  switch (rule.type) {
    case "event_count":
      return events.length;
    case "value_count":
      return new Set(events.flat()).size;
    case "value_sum":
      return naiveSum(numbers);
    case "value_avg":
      return naiveSum(numbers) / numbers.length;
    case "value_median":
      return naiveMedian(numbers);
    case "temporal":
      return new Set(window.map((entry) => entry.rule)).size;
    case "temporal_ordered":
      return rule.rules.findLastIndex((_, at) => occursInOrder(rule.rules.slice(0, at + 1), window)) + 1;
  }
}

/** Whether an event can matter to a window at all: in an ordered correlation what went before must lead up to it. */
export function matters(
  rule: CorrelationRule,
  entry: { readonly rule: string; readonly time: number },
  all: readonly { readonly rule: string; readonly time: number }[],
): boolean {
  if (rule.type !== "temporal_ordered") return true;
  const before = all.filter(({ time }) => entry.time - rule.timespanMs <= time && time <= entry.time);
  return occursInOrder(rule.rules.slice(0, rule.rules.indexOf(entry.rule)), before);
}

/** Every way to take one of each column; one empty way without columns. */
export function product(columns: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const [column, ...rest] = columns;
  if (column === undefined) return [[]];
  const ways = product(rest);
  return [...new Set(column)].flatMap((value) => ways.map((way) => [value, ...way]));
}

function occursInOrder(
  rules: readonly string[],
  window: readonly { readonly rule: string; readonly time: number }[],
): boolean {
  let time = Number.NEGATIVE_INFINITY;
  for (const rule of rules) {
    const next = window.filter((entry) => entry.rule === rule && entry.time >= time).map((entry) => entry.time);
    if (next.length === 0) return false;
    time = Math.min(...next);
  }
  return true;
}

function naiveMedian(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1);
  return low === high ? low : (low + high) / 2;
}

/** The sum in whole multiples of a power of two, rounded once at the end. */
function naiveSum(numbers: readonly number[]): number {
  const terms = numbers.map(wholeOf);
  const bits = Math.max(0, ...terms.map((term) => term.bits));
  const sum = terms.reduce((all, term) => all + (term.whole << BigInt(bits - term.bits)), 0n);
  const size = sum < 0n ? -sum : sum;
  // 64 leading bits and one that says whether anything follows: enough to round a double right.
  const spare = BigInt(Math.max(0, size.toString(2).length - 64));
  const leading = ((size >> spare) << 1n) | ((size >> spare) << spare === size ? 0n : 1n);
  return Math.sign(Number(sum)) * Number(leading) * 2 ** (Number(spare) - 1 - bits);
}

function wholeOf(number: number): { readonly whole: bigint; readonly bits: number } {
  let scaled = number;
  let bits = 0;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    bits++;
  }
  return { whole: BigInt(scaled), bits };
}
