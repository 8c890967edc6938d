import type { Envelope } from "../event/envelope.ts";
import { contains, readAddress, readCidr } from "../network/cidr.ts";
import { findField, recordPath } from "./fields.ts";
import { blockOf, isLike } from "./pattern.ts";
import type { FindComparison, FindNode, FindPattern, FindTerm } from "./query.ts";

/** An event to be judged. */
export interface FoundEvent {
  readonly envelope: Envelope;
  /** The parsed record, and its JSON text. */
  readonly record: unknown;
  readonly raw: string;
}

/** Whether an event is one of those looked for, times aside. Says what a question to the store has to say. */
export function matchesFind(node: FindNode, event: FoundEvent): boolean {
  switch (node.kind) {
    case "and":
      return node.of.every((one) => matchesFind(one, event));
    case "or":
      return node.of.some((one) => matchesFind(one, event));
    case "not":
      return !matchesFind(node.of, event);
    default:
      return holdsFor(node, event);
  }
}

function holdsFor(term: FindTerm, event: FoundEvent): boolean {
  const field = findField(term.field);
  if (field?.kind === "raw")
    return term.kind === "holds" && term.any.some((one) => isIn(one.map(asciiLower), asciiLower(event.raw)));
  const values: readonly unknown[] = field?.of(event.envelope) ?? leavesAt(event.record, recordPath(term.field) ?? []);
  if (term.kind === "compare") return values.map(numberOf).some((value) => compares(value, term.by, term.to));
  const texts = values.map(textOf).filter((text) => text !== "");
  return term.any.some((pattern) => {
    const block = field?.kind === "address" && term.kind === "is" ? blockOf(pattern) : undefined;
    if (block !== undefined) return texts.some((text) => isInBlock(text, block));
    const wanted = pattern.map((part) => (typeof part === "string" ? part.toLowerCase() : part));
    const like = term.kind === "is" ? isLike : isIn;
    return texts.some((text) => like(wanted, text.toLowerCase()));
  });
}

function isIn(pattern: FindPattern, text: string): boolean {
  return isLike([{ gap: "*" }, ...pattern, { gap: "*" }], text);
}

/** Only the letters A to Z: in a whole record, more would cost more than it finds. */
function asciiLower<Part>(part: Part): Part {
  return (typeof part === "string" ? part.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase()) : part) as Part;
}

function isInBlock(text: string, block: string): boolean {
  const address = readAddress(text);
  const cidr = readCidr(block);
  return address !== undefined && cidr !== undefined && contains(cidr, address);
}

/** The scalars at a path; `[]` behind a key goes through a list of objects, and nothing else does. */
function leavesAt(node: unknown, [key = "", ...rest]: readonly string[]): readonly unknown[] {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return [];
  const name = key.replace("[]", "");
  const member: unknown = Object.hasOwn(node, name) ? (node as Readonly<Record<string, unknown>>)[name] : undefined;
  if (rest.length === 0) return typeof member === "object" ? [] : [member];
  if (key === name) return leavesAt(member, rest);
  return Array.isArray(member) ? member.flatMap((one: unknown) => leavesAt(one, rest)) : [];
}

/** Text, booleans and whole numbers have a text; of other numbers there are too many ways to write them. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value === "boolean") return String(value);
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : "";
}

const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;

function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && NUMBER.test(value) ? Number(value) : Number.NaN;
}

function compares(value: number, by: FindComparison, to: number): boolean {
  switch (by) {
    case "<":
      return value < to;
    case "<=":
      return value <= to;
    case ">":
      return value > to;
    case ">=":
      return value >= to;
  }
}
