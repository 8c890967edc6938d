import { fold } from "../field/fold.ts";
import { ITSELF } from "../field/path.ts";
import { patternOf } from "../match/text-pattern.ts";
import type { Expression } from "../rule/expression.ts";
import { bothOf, type Bounds, eitherOf, exactly, FALSE, oppositeOf, TRUE, UNKNOWN } from "./bounds.ts";
import { checkedBounds, fieldBounds } from "./of-field.ts";
import type { Parameters } from "./parameters.ts";
import type { SqlTable } from "./table.ts";
import { checkOfTexts, leafBounds } from "./text-check.ts";

type FieldExpression = Extract<Expression, { kind: "field" }>;

/** Turns expressions into SQL over one table. */
export class ExpressionWriter {
  readonly #table: SqlTable;
  readonly #parameters: Parameters;

  constructor(table: SqlTable, parameters: Parameters) {
    this.#table = table;
    this.#parameters = parameters;
  }

  /** What SQL can say of an expression, for rows that are plain. */
  bounds(expression: Expression): Bounds {
    return this.#bounds(expression, "");
  }

  /**
   * `inside` is the path, with its dot, of the list whose members are looked at; `""` for the record itself. The table
   * has no members, only all their values, so of these no more is said than what some member needs.
   */
  #bounds(expression: Expression, inside: string): Bounds {
    switch (expression.kind) {
      case "constant":
        return exactly(expression.value ? TRUE : FALSE);
      case "and":
        return bothOf(expression.of.map((part) => this.#bounds(part, inside)));
      case "or":
        return eitherOf(this.#alternatives(expression.of, inside));
      case "not":
        return oppositeOf(this.#bounds(expression.of, inside));
      case "field":
        return this.#field(expression, inside);
      case "keyword":
        return this.#table.text === undefined
          ? UNKNOWN
          : leafBounds(expression.test, this.#table.text, this.#parameters);
      case "members": {
        const { field, quantifier, of } = expression;
        if (quantifier === "none" || quantifier === "all_or_empty") return UNKNOWN;
        return { may: this.#bounds(of, pathOf(field, inside)).may, must: FALSE };
      }
    }
  }

  #field({ field, test }: FieldExpression, inside: string): Bounds {
    const found = this.#table.field(inside === "" ? field : pathOf(field, inside).slice(0, -1));
    if (found === undefined) return UNKNOWN;
    if (inside === "") return fieldBounds(found, test, this.#parameters);
    // What is absent in one member may be there in another.
    if (test.kind === "null" || test.kind === "exists" || test.kind === "none") return UNKNOWN;
    return { may: fieldBounds(found, test, this.#parameters).may, must: FALSE };
  }

  /** The alternatives of an OR; those that ask the same field for one text each are put together. */
  #alternatives(all: readonly Expression[], inside: string): readonly Bounds[] {
    const rest: Expression[] = [];
    const texts = new Map<string, { readonly field: string; readonly cased: boolean; readonly texts: string[] }>();
    for (const one of all) {
      const wanted = inside === "" ? wantedText(one) : undefined;
      if (wanted === undefined) {
        rest.push(one);
        continue;
      }
      const { field, cased, text } = wanted;
      const key = `${String(cased)} ${fold(field)}`;
      const group = texts.get(key);
      if (group === undefined) texts.set(key, { field, cased, texts: [text] });
      else group.texts.push(text);
    }
    const grouped = [...texts.values()].map((group) => {
      const found = this.#table.field(group.field);
      return found === undefined ? UNKNOWN : checkedBounds(found, checkOfTexts(group.texts, group, this.#parameters));
    });
    return [...grouped, ...rest.map((one) => this.#bounds(one, inside))];
  }
}

/** The one text that an expression asks of a field, folded unless `cased`; `undefined` when it asks something else. */
export function wantedText(
  expression: Expression,
): { readonly field: string; readonly cased: boolean; readonly text: string } | undefined {
  if (expression.kind !== "field" || expression.test.kind !== "text") return undefined;
  const { field, test } = expression;
  const pattern = patternOf(test);
  if (pattern.kind !== "equals" || !pattern.text.isWellFormed()) return undefined;
  return { field, cased: test.cased, text: pattern.text };
}

function pathOf(field: string, inside: string): string {
  if (field === ITSELF) return inside === "" ? `${ITSELF}.` : inside;
  return `${inside}${field}.`;
}
