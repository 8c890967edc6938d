import type { Expression } from "./expression.ts";

/** A named selection, and how many comparisons it makes. */
export interface Selection {
  readonly at: number;
  readonly expression: Expression;
  readonly comparisons: number;
}
