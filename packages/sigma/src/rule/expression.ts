/**
 * What a rule asks of an event, after its condition is resolved and its modifiers are applied: the one form that the
 * compiler, the naive evaluator and the SQL writer read. Nothing of YAML, wildcards or modifiers is left in it.
 */
export type Expression =
  | { readonly kind: "and" | "or"; readonly of: readonly Expression[] }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "constant"; readonly value: boolean }
  /** Some value at the path (any member of an array) passes the test. An absent field passes none but `null` and `exists`. */
  | { readonly kind: "field"; readonly field: string; readonly test: ValueTest }
  /**
   * Some scalar leaf of the event, rendered as text, passes the test. Key names do not count. That a keyword may stand
   * anywhere in the text is in the test already, as gaps at both ends.
   */
  | { readonly kind: "keyword"; readonly test: TextTest | RegexTest }
  /**
   * Array matching (`sigma-version: 3`): members of the array at the path, each looked at by the inner expression, in
   * which the field `.` is the member itself.
   */
  | {
      readonly kind: "members";
      readonly field: string;
      readonly quantifier: "any" | "all" | "all_or_empty" | "none" | number;
      readonly of: Expression;
    };

export type ValueTest =
  | TextTest
  | RegexTest
  | NumberTest
  | { readonly kind: "boolean"; readonly value: boolean }
  /** The field is absent, or JSON null. */
  | { readonly kind: "null" }
  /** The key is there (true), be it null or empty, or not (false). */
  | { readonly kind: "exists"; readonly value: boolean }
  | { readonly kind: "cidr"; readonly cidr: string }
  | { readonly kind: "date"; readonly part: DatePart; readonly op: Comparison; readonly value: number }
  /** Compares with another field of the same event, as text; any pair of members. */
  | {
      readonly kind: "fieldref";
      readonly field: string;
      readonly how: "equals" | "startswith" | "endswith" | "contains";
      readonly cased: boolean;
    }
  /** The field is there and none of its members passes any of the tests. */
  | { readonly kind: "none"; readonly of: readonly ValueTest[] };

/**
 * Text with wildcards. `parts` alternate literal text and gaps: the whole value has to be covered. Matching folds case
 * on both sides by the same function unless `cased`. Booleans and numbers of the event are rendered as text first.
 */
export interface TextTest {
  readonly kind: "text";
  readonly parts: readonly TextPart[];
  readonly cased: boolean;
}

/** Literal text, exactly one character (`?`), or any number (`*`). */
export type TextPart = string | { readonly wild: "one" | "any" };

/** A linear-time regular expression (RE2 dialect), unanchored; already checked to compile. */
export interface RegexTest {
  readonly kind: "regex";
  readonly source: string;
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
}

/** `value` is the number as written, in decimal: integers beyond 2^53 are compared by their digits. */
export interface NumberTest {
  readonly kind: "number";
  readonly op: Comparison;
  readonly value: string;
}

export type Comparison = "eq" | "lt" | "lte" | "gt" | "gte";
export type DatePart = "minute" | "hour" | "day" | "week" | "month" | "year";
