import { shown } from "../yaml/node.ts";
import { type ModifierKind, MODIFIERS } from "./modifier.ts";

/** The modifiers of an item in the order written, all known and none against another; or what is wrong with them. */
export type Chain = { readonly kinds: readonly ModifierKind[] } | { readonly fault: string };

const SHAPES: readonly ModifierKind[] = ["startswith", "endswith", "contains"];
const UTF16: readonly ModifierKind[] = ["utf16le", "utf16be", "utf16"];
const ENCODINGS: readonly ModifierKind[] = [...UTF16, "base64", "base64offset"];
const FLAGS: readonly ModifierKind[] = ["ignorecase", "multiline", "dotall"];
const ORDERS: readonly ModifierKind[] = ["lt", "lte", "gt", "gte"];
const DATES: readonly ModifierKind[] = ["minute", "hour", "day", "week", "month", "year"];

/** Of each group one is enough, and two contradict each other. */
const ONE_OF: readonly (readonly ModifierKind[])[] = [SHAPES, UTF16, ORDERS, DATES];

/** The modifiers that make a value something else than text, and what may stand beside each. */
const BESIDE: readonly { readonly of: readonly ModifierKind[]; readonly may: readonly ModifierKind[] }[] = [
  { of: ["exists"], may: [] },
  { of: ["re"], may: [...FLAGS, "all", "neq"] },
  { of: ["cidr"], may: ["all", "neq", "expand"] },
  { of: ["fieldref"], may: [...SHAPES, "all", "cased", "neq"] },
  { of: ORDERS, may: [...DATES, "all"] },
  { of: DATES, may: [...ORDERS, "all", "neq"] },
];

/** What makes no sense without a field. */
const NEEDS_FIELD: readonly ModifierKind[] = ["exists", "cidr", "fieldref", "neq", ...ORDERS, ...DATES];

/** Reads the modifiers behind a field's name. `keyword` when there is no field. */
export function readChain(names: readonly string[], keyword: boolean): Chain {
  const kinds: ModifierKind[] = [];
  for (const name of names) {
    const kind = MODIFIERS.get(name);
    if (kind === undefined)
      return { fault: `${shown(name)} is no modifier; known are ${[...MODIFIERS.keys()].join(", ")}` };
    if (kinds.includes(kind)) return { fault: `The modifier "${name}" stands twice; once is wanted` };
    kinds.push(kind);
  }
  const fault = contradiction(kinds, keyword);
  return fault === undefined ? { kinds } : { fault };
}

function contradiction(kinds: readonly ModifierKind[], keyword: boolean): string | undefined {
  for (const group of ONE_OF) {
    const [first, second] = kinds.filter((kind) => group.includes(kind));
    if (second !== undefined) return `"${first}" and "${second}" contradict each other; one of them is wanted`;
  }
  for (const { of, may } of BESIDE) {
    const main = kinds.find((kind) => of.includes(kind));
    const other = kinds.find((kind) => kind !== main && !may.includes(kind));
    if (main !== undefined && other !== undefined)
      return `"${main}" and "${other}" cannot be combined; ${may.length === 0 ? "nothing" : may.join(", ")} may stand beside "${main}"`;
  }
  const flag = kinds.find((kind) => FLAGS.includes(kind));
  if (flag !== undefined && !kinds.includes("re")) return `"${flag}" is a flag of "re", which is not there`;
  if (kinds.includes("windash") && kinds.slice(0, kinds.indexOf("windash")).some((kind) => ENCODINGS.includes(kind)))
    return '"windash" stands after an encoding, where there are no dashes left; put it before';
  const needy = keyword ? kinds.find((kind) => NEEDS_FIELD.includes(kind)) : undefined;
  return needy === undefined ? undefined : `"${needy}" needs a field, and keywords have none`;
}
