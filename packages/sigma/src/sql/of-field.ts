import type { ValueTest } from "../rule/expression.ts";
import { allOf, anyOf, type Bounds, eitherOf, FALSE, notOf, oppositeOf, TRUE, UNKNOWN } from "./bounds.ts";
import type { Parameters } from "./parameters.ts";
import type { SqlField } from "./table.ts";
import { notAscii, type TextCheck, textCheckOf } from "./text-check.ts";

const EMPTY = "''";

/** A test of a field's values. */
export function fieldBounds(field: SqlField, test: ValueTest, parameters: Parameters): Bounds {
  switch (test.kind) {
    case "fieldref":
      return UNKNOWN;
    case "null":
      return nullBounds(field);
    case "exists": {
      // A key with null is there, and the table does not tell it from none.
      const exists = { may: TRUE, must: presentSql(field) };
      return test.value ? exists : oppositeOf(exists);
    }
    case "none": {
      const some = eitherOf(test.of.map((one) => fieldBounds(field, one, parameters)));
      const { may, must } = oppositeOf(some);
      // What is no number is not different from a number either.
      const sure = test.of.some(({ kind }) => kind === "number") ? FALSE : must;
      return { may, must: allOf([presentSql(field), sure]) };
    }
    default:
      return checkedBounds(field, textCheckOf(test, parameters));
  }
}

/** A test by text, made on a field. */
export function checkedBounds(field: SqlField, check: TextCheck): Bounds {
  if (field.many === true) {
    const { may, must } = valueBounds({ ...field, sql: "x" }, check);
    return { may: everyWay(field, may), must: everyWay(field, must) };
  }
  return valueBounds(field, check);
}

function everyWay({ sql }: SqlField, condition: string): string {
  return condition === FALSE ? FALSE : `arrayExists(x -> ${condition}, ${sql})`;
}

function valueBounds(field: SqlField, check: TextCheck): Bounds {
  const { sql, ascii, hidden = [], filled } = field;
  const said = check.of(sql);
  const doubt = check.asciiOnly && ascii !== true ? notAscii(sql) : FALSE;
  const may = anyOf([said.may, doubt]);
  const must = allOf([said.must, notOf(doubt)]);
  const isEmpty = `${sql} = ${EMPTY}`;
  if (check.passes("")) {
    if (filled !== undefined && field.many !== true) return { may: allOf([filled, may]), must: allOf([filled, must]) };
    return { may: anyOf([may, isEmpty]), must: allOf([`${sql} != ${EMPTY}`, must]) };
  }
  return { may: hidden.some(check.passes) ? anyOf([may, isEmpty]) : may, must };
}

function nullBounds({ sql, many, filled }: SqlField): Bounds {
  if (many === true) return UNKNOWN;
  if (filled !== undefined) return { may: notOf(filled), must: notOf(filled) };
  return { may: `${sql} = ${EMPTY}`, must: FALSE };
}

/** Some value is there for sure. */
function presentSql({ sql, many, filled }: SqlField): string {
  if (many === true) return `arrayExists(x -> x != ${EMPTY}, ${sql})`;
  return filled ?? `${sql} != ${EMPTY}`;
}
