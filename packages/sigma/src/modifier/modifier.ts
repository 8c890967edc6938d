const KINDS = [
  "all",
  "cased",
  "neq",
  "exists",
  "startswith",
  "endswith",
  "contains",
  "windash",
  "expand",
  "utf16le",
  "utf16be",
  "utf16",
  "base64",
  "base64offset",
  "re",
  "ignorecase",
  "multiline",
  "dotall",
  "cidr",
  "fieldref",
  "lt",
  "lte",
  "gt",
  "gte",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "year",
] as const;

/** A modifier of specification 2.1 (modifiers appendix); other names for it are resolved. */
export type ModifierKind = (typeof KINDS)[number];

/** Every name a modifier is written by. */
export const MODIFIERS: ReadonlyMap<string, ModifierKind> = new Map<string, ModifierKind>([
  ...KINDS.map((kind): [string, ModifierKind] => [kind, kind]),
  ["wide", "utf16le"],
  ["i", "ignorecase"],
  ["m", "multiline"],
  ["s", "dotall"],
]);
