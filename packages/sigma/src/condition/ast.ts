/** The syntax tree of a condition. */
export type ConditionNode =
  | { readonly kind: "id"; readonly name: string }
  | { readonly kind: "not"; readonly of: ConditionNode }
  | { readonly kind: "and"; readonly of: readonly ConditionNode[] }
  | { readonly kind: "or"; readonly of: readonly ConditionNode[] }
  /** `1 of pattern`, `all of pattern`, `1 of them`, `all of them`. */
  | { readonly kind: "quantified"; readonly quantity: "1" | "all"; readonly pattern: string };
