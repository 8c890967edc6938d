/** What is looked for. */
export interface FindQuery {
  /** From this time on. */
  readonly since?: FindTime;
  /** Before this time. */
  readonly until?: FindTime;
  readonly where: FindNode;
}

/** A time as it was given: a stretch before now, or a moment. Milliseconds. */
export type FindTime = { readonly ago: number } | { readonly at: number };

/** A condition on one event. An `and` of nothing is true of every event. */
export type FindNode =
  | { readonly kind: "and" | "or"; readonly of: readonly FindNode[] }
  | { readonly kind: "not"; readonly of: FindNode }
  | FindTerm;

/** A condition on one field. Any of its values and any of the patterns will do. */
export type FindTerm =
  /** `=`: a value is like a pattern; `~`: a value holds one. */
  | { readonly kind: "is" | "holds"; readonly field: string; readonly any: readonly FindPattern[] }
  /** A value is a number, and compares so. */
  | { readonly kind: "compare"; readonly field: string; readonly by: FindComparison; readonly to: number };

export type FindComparison = "<" | "<=" | ">" | ">=";

/** Text with gaps: `*` any number of characters, `?` one. Upper and lower case are one. */
export type FindPattern = readonly (string | { readonly gap: "*" | "?" })[];
