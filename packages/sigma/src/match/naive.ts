/**
 * The oracle: says what an expression means, event by event, with nothing prepared and nothing remembered. Slow, and
 * meant to be believed on reading. The compiled matcher has to agree with it on every rule and event.
 */
import { fold } from "../field/fold.ts";
import { DEEPEST, type FieldOptions, isList, ITSELF } from "../field/path.ts";
import { textOf } from "../field/scalar.ts";
import type { Expression, TextPart, ValueTest } from "../rule/expression.ts";
import type { Rule } from "../rule/rule.ts";
import { isInBlock, readAddress, readBlock } from "./address.ts";
import { datePart } from "./date-part.ts";
import { holds, isNumeric, numberTest } from "./numeric.ts";
import { readRegex } from "./regex.ts";

type Members = Extract<Expression, { kind: "members" }>;
type Reference = Extract<ValueTest, { kind: "fieldref" }>;

/** Whether an event satisfies a rule; the rule's logsource is not looked at. */
export function matchesNaively(rule: Rule, event: unknown, options: FieldOptions = {}): boolean {
  return satisfies(event, rule.expression, options);
}

function satisfies(event: unknown, expression: Expression, options: FieldOptions): boolean {
  switch (expression.kind) {
    case "and":
      return expression.of.every((part) => satisfies(event, part, options));
    case "or":
      return expression.of.some((part) => satisfies(event, part, options));
    case "not":
      return !satisfies(event, expression.of, options);
    case "constant":
      return expression.value;
    case "field":
      return passes(event, expression, options);
    case "keyword":
      return leavesOf(event, 0).some((leaf) => passesValue(leaf, expression.test));
    case "members":
      return satisfiesMembers(event, expression, options);
  }
}

function passes(event: unknown, { field, test }: { field: string; test: ValueTest }, options: FieldOptions): boolean {
  const nodes = find(event, field, options);
  const values = nodes.flatMap((node) => flatten(node.value, node.depth));
  switch (test.kind) {
    case "null":
      return nodes.length === 0 || values.includes(null);
    case "exists":
      return nodes.length > 0 === test.value;
    case "fieldref": {
      const others = find(event, test.field, options).flatMap((node) => flatten(node.value, node.depth));
      return values.some((value) => others.some((other) => refersTo(value, other, test)));
    }
    case "none":
      if (test.of.some(({ kind }) => kind === "number") && !values.some(isNumeric)) return false;
      return nodes.length > 0 && !test.of.some((one) => passes(event, { field, test: one }, options));
    default:
      return values.some((value) => passesValue(value, test));
  }
}

function passesValue(
  value: unknown,
  test: Exclude<ValueTest, { kind: "null" | "exists" | "fieldref" | "none" }>,
): boolean {
  if (test.kind === "number") return numberTest(test)(value);
  const text = textOf(value);
  if (text === undefined) return false;
  switch (test.kind) {
    case "text":
      return covers(test.parts, text, test.cased ? (one) => one : fold);
    case "regex":
      return readRegex(test).test(text);
    case "boolean":
      return fold(text) === String(test.value);
    case "cidr": {
      const block = readBlock(test.cidr);
      const address = readAddress(text);
      return block !== undefined && address !== undefined && isInBlock(address, block);
    }
    case "date": {
      const part = datePart(text, test.part);
      return part !== undefined && holds(test.op, part - test.value);
    }
  }
}

function refersTo(value: unknown, other: unknown, { how, cased }: Reference): boolean {
  const [text, wanted] = [value, other]
    .map((one) => textOf(one))
    .map((one) => (cased || one === undefined ? one : fold(one)));
  if (text === undefined || wanted === undefined) return false;
  switch (how) {
    case "equals":
      return text === wanted;
    case "startswith":
      return text.startsWith(wanted);
    case "endswith":
      return text.endsWith(wanted);
    case "contains":
      return text.includes(wanted);
  }
}

function satisfiesMembers(event: unknown, { field, quantifier, of }: Members, options: FieldOptions): boolean {
  const lists = find(event, field, options)
    .map(({ value }) => value)
    .filter((value) => value !== null && value !== undefined)
    .map((value) => (isList(value) ? value : [value]));
  const verdicts = lists.map((list) => [...list].map((member) => satisfies(member, of, options)));
  if (typeof quantifier === "number") return verdicts.some((list) => list.at(quantifier) ?? false);
  const all = verdicts.flat();
  switch (quantifier) {
    case "any":
      return all.includes(true);
    case "none":
      return !all.includes(true);
    case "all_or_empty":
      return !all.includes(false);
    case "all":
      return all.length > 0 && !all.includes(false);
  }
}

/** Whether the text is made of the parts, in order. `canon` is applied to both sides. */
function covers(parts: readonly TextPart[], text: string, canon: (text: string) => string): boolean {
  const characters = Array.from(canon(text));
  // All places that the parts so far may reach to.
  let reached = new Set([0]);
  for (const token of parts.flatMap((part) => (typeof part === "string" ? Array.from(canon(part)) : [part.wild]))) {
    const next = new Set<number>();
    for (const at of reached) {
      if (token === "any") for (let to = at; to <= characters.length; to++) next.add(to);
      else if (at < characters.length && (token === "one" || token === characters[at])) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(characters.length);
}

interface Node {
  readonly value: unknown;
  readonly depth: number;
}

function find(event: unknown, field: string, options: FieldOptions): readonly Node[] {
  return findFrom({ value: event, depth: 0 }, field === ITSELF ? [] : field.split("."), options);
}

function findFrom({ value, depth }: Node, path: readonly string[], options: FieldOptions): readonly Node[] {
  if (depth > DEEPEST) return [];
  if (path.length === 0) return [{ value, depth }];
  if (isList(value)) return value.flatMap((member) => findFrom({ value: member, depth: depth + 1 }, path, options));
  if (typeof value !== "object" || value === null) return [];
  const members = Object.entries(value as Readonly<Record<string, unknown>>);
  const canons = options.strictFieldCase ? [(key: string) => key] : [(key: string) => key, fold];
  for (const canon of canons)
    for (let length = path.length; length > 0; length--)
      for (const [key, member] of members) {
        if (canon(key) !== canon(path.slice(0, length).join("."))) continue;
        const found = findFrom({ value: member, depth: depth + 1 }, path.slice(length), options);
        if (found.length > 0) return found;
      }
  return [];
}

function flatten(value: unknown, depth: number): readonly unknown[] {
  if (depth > DEEPEST) return [];
  return isList(value) ? value.flatMap((member) => flatten(member, depth + 1)) : [value];
}

function leavesOf(value: unknown, depth: number): readonly unknown[] {
  if (depth > DEEPEST) return [];
  if (typeof value !== "object" || value === null) return [value];
  return Object.values(value).flatMap((member) => leavesOf(member, depth + 1));
}
