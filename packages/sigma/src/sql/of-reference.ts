import type { ValueTest } from "../rule/expression.ts";
import { allOf, anyOf, type Bounds, FALSE, notOf, UNKNOWN } from "./bounds.ts";
import { type Pen, type SqlText, textIn } from "./sql-text.ts";
import type { SqlField } from "./table.ts";

type Reference = Extract<ValueTest, { kind: "fieldref" }>;

const COMPARED: Readonly<Record<Reference["how"], (text: string, wanted: string) => string>> = {
  equals: (text, wanted) => `${text} = ${wanted}`,
  startswith: (text, wanted) => `startsWith(${text}, ${wanted})`,
  endswith: (text, wanted) => `endsWith(${text}, ${wanted})`,
  contains: (text, wanted) => `position(${text}, ${wanted}) > 0`,
};

/** A comparison of two fields of one event: any text of the one with any of the other. */
export function referenceBounds(
  field: SqlField,
  other: SqlField,
  { test: { how, cased }, pen }: { readonly test: Reference; readonly pen: Pen },
): Bounds {
  const [a, b] = [wholeOf(field), wholeOf(other)];
  if (a === undefined || b === undefined) return UNKNOWN;
  const text = textIn({ ...a, sql: a.many === true ? "x" : a.sql }, pen);
  const wanted = textIn({ ...b, sql: b.many === true ? "y" : b.sql }, pen);
  const form = (one: SqlText): string => (cased ? one.sql : one.folded);
  const compared = COMPARED[how](form(text), form(wanted));
  const doubt = cased ? FALSE : anyOf([text.unsettled, wanted.unsettled]);
  const anywhere = (condition: string): string => {
    if (condition === FALSE) return FALSE;
    const inner = b.many === true ? `arrayExists(y -> ${condition}, ${b.sql})` : condition;
    return a.many === true ? `arrayExists(x -> ${inner}, ${a.sql})` : inner;
  };
  // What is empty may be absent, and what is absent is compared with nothing.
  const there = [`${text.sql} != ''`, `${wanted.sql} != ''`];
  return {
    may: anywhere(anyOf([compared, doubt])),
    must: anywhere(allOf([...there, compared, notOf(doubt)])),
  };
}

/** The field with all of its texts; `undefined` when the table hides some. */
function wholeOf(field: SqlField): SqlField | undefined {
  if ((field.hidden ?? []).length === 0) return field;
  return field.whole === undefined ? undefined : { ...field, sql: field.whole };
}
