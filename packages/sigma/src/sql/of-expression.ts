import { fold } from "../field/fold.ts";
import { ITSELF } from "../field/path.ts";
import { patternOf } from "../match/text-pattern.ts";
import type { Expression, TextTest } from "../rule/expression.ts";
import { bothOf, type Bounds, eitherOf, exactly, FALSE, oppositeOf, TRUE, UNKNOWN } from "./bounds.ts";
import { checkedBounds, fieldBounds } from "./of-field.ts";
import { referenceBounds } from "./of-reference.ts";
import type { Parameters } from "./parameters.ts";
import type { Pen } from "./sql-text.ts";
import type { SqlField, SqlTable } from "./table.ts";
import { anyCheck, checkOfTexts, leafBounds, type TextCheck, textCheckOf } from "./text-check.ts";

type FieldExpression = Extract<Expression, { kind: "field" }>;

/** Turns expressions into SQL over one table. */
export class ExpressionWriter {
  readonly #table: SqlTable;
  readonly #pen: Pen;

  constructor(table: SqlTable, parameters: Parameters) {
    this.#table = table;
    this.#pen = { parameters, folds: table.folds === true };
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
      case "keyword": {
        const { text } = this.#table;
        return text === undefined ? UNKNOWN : leafBounds(expression.test, text, this.#pen.parameters);
      }
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
    if (inside === "" && test.kind === "fieldref") {
      const other = this.#table.field(test.field);
      return other === undefined ? UNKNOWN : referenceBounds(found, other, { test, pen: this.#pen });
    }
    if (inside === "") return fieldBounds(found, test, this.#pen);
    // What is absent in one member may be there in another.
    if (test.kind === "null" || test.kind === "exists" || test.kind === "none") return UNKNOWN;
    return { may: fieldBounds(found, test, this.#pen).may, must: FALSE };
  }

  /** The alternatives of an OR; those that ask the same field for texts are put together. */
  #alternatives(all: readonly Expression[], inside: string): readonly Bounds[] {
    const rest: Expression[] = [];
    const groups = new Map<string, { readonly field: SqlField; readonly tests: TextTest[] }>();
    for (const one of all) {
      const test = one.kind === "field" && one.test.kind === "text" && inside === "" ? one.test : undefined;
      const found = one.kind === "field" && test !== undefined ? this.#table.field(one.field) : undefined;
      if (found === undefined || test === undefined) {
        rest.push(one);
        continue;
      }
      const group = groups.get(found.sql);
      if (group === undefined) groups.set(found.sql, { field: found, tests: [test] });
      else group.tests.push(test);
    }
    const grouped = [...groups.values()].map(({ field, tests }) =>
      checkedBounds(field, anyCheck(this.#checksOf(tests)), this.#pen),
    );
    return [...grouped, ...rest.map((one) => this.#bounds(one, inside))];
  }

  /** Tests of one field; those for a whole text are one. */
  #checksOf(tests: readonly TextTest[]): readonly TextCheck[] {
    const { parameters } = this.#pen;
    const checks: TextCheck[] = [];
    const whole = { cased: new Set<string>(), folded: new Set<string>() };
    for (const test of tests) {
      const pattern = patternOf(test);
      if (pattern.kind === "equals" && pattern.text.isWellFormed())
        whole[test.cased ? "cased" : "folded"].add(pattern.text);
      else checks.push(textCheckOf(test, parameters));
    }
    for (const kind of ["cased", "folded"] as const)
      if (whole[kind].size > 0) checks.push(checkOfTexts([...whole[kind]], { cased: kind === "cased" }, parameters));
    return checks;
  }
}

/** Whether an expression asks one field for texts, any of them, and nothing else. */
export function asksOnly(expression: Expression, field: string): boolean {
  const all = expression.kind === "or" ? expression.of : [expression];
  return (
    all.length > 0 &&
    all.every((one) => one.kind === "field" && one.test.kind === "text" && fold(one.field) === fold(field))
  );
}

function pathOf(field: string, inside: string): string {
  if (field === ITSELF) return inside === "" ? `${ITSELF}.` : inside;
  return `${inside}${field}.`;
}
