import type { Expression } from "./expression.ts";

/** All of the expressions; true when there are none. */
export function allOf(expressions: readonly Expression[]): Expression {
  return join("and", expressions);
}

/** One of the expressions; false when there are none. */
export function oneOf(expressions: readonly Expression[]): Expression {
  return join("or", expressions);
}

function join(kind: "and" | "or", expressions: readonly Expression[]): Expression {
  const [first, ...others] = expressions;
  if (first === undefined) return { kind: "constant", value: kind === "and" };
  return others.length === 0 ? first : { kind, of: expressions };
}
