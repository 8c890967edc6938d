import type { Expression } from "./expression.ts";
import { shown } from "../yaml/node.ts";

type Quantifier = Extract<Expression, { kind: "members" }>["quantifier"];

/** A field's name, taken apart at its quantifiers: `a[any].b[0].c` is the steps `a[any]`, `b[0]` and the leaf `c`. */
export interface ArrayPath {
  readonly steps: readonly { readonly field: string; readonly quantifier: Quantifier }[];
  /** `.`, the member itself, when nothing follows the last quantifier. */
  readonly leaf: string;
}

const STEP = /([^[\]]*)\[([^[\]]*)\](?:\.|$)/y;
const WORD = /\[(?:any|all|all_or_empty|none|-?\d+)\](?:\.|$)/;

/** Whether a name looks as if array matching was meant. */
export function looksLikeArrayPath(field: string): boolean {
  return WORD.test(field);
}

/** Reads the quantifiers of a field (array matching, `sigma-version: 3`); or says what is wrong. */
export function readArrayPath(field: string): ArrayPath | { readonly fault: string } {
  const steps: { field: string; quantifier: Quantifier }[] = [];
  let at = 0;
  STEP.lastIndex = 0;
  for (let found = STEP.exec(field); found !== null; found = STEP.exec(field)) {
    const [, name = "", word = ""] = found;
    const quantifier = quantifierOf(word);
    if (quantifier === undefined)
      return {
        fault: `${shown(`[${word}]`)} is unknown; [any], [all], [all_or_empty], [none] or a position is wanted`,
      };
    if (name === "") return { fault: `A name is wanted before [${word}]` };
    steps.push({ field: name, quantifier });
    at = STEP.lastIndex;
  }
  const leaf = field.slice(at);
  if (/[[\]]/.test(leaf))
    return { fault: `The brackets in ${shown(field)} cannot be read; "name[any].rest" is the form` };
  return { steps, leaf: leaf === "" ? "." : leaf };
}

function quantifierOf(word: string): Quantifier | undefined {
  if (word === "any" || word === "all" || word === "all_or_empty" || word === "none") return word;
  const position = Number(word);
  return /^-?\d{1,9}$/.test(word) ? (Object.is(position, -0) ? 0 : position) : undefined;
}

/** The expression that holds for the members along the steps. */
export function acrossMembers(steps: ArrayPath["steps"], of: Expression): Expression {
  return steps.reduceRight<Expression>((inner, step) => ({ kind: "members", ...step, of: inner }), of);
}
