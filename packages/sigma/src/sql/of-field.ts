import type { DatePart, ValueTest } from "../rule/expression.ts";
import { allOf, anyOf, type Bounds, eitherOf, exactly, FALSE, notOf, oppositeOf, TRUE, UNKNOWN } from "./bounds.ts";
import { type Pen, textIn } from "./sql-text.ts";
import type { SqlField } from "./table.ts";
import { OPERATORS, type TextCheck, textCheckOf } from "./text-check.ts";

const EMPTY = "''";

/** A test of a field's values. */
export function fieldBounds(field: SqlField, test: ValueTest, pen: Pen): Bounds {
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
      const some = eitherOf(test.of.map((one) => fieldBounds(field, one, pen)));
      const { may, must } = oppositeOf(some);
      // What is no number is not different from a number either.
      const sure = test.of.some(({ kind }) => kind === "number") ? FALSE : must;
      return { may, must: allOf([presentSql(field), sure]) };
    }
    case "date":
      if (field.time !== undefined) return exactly(dateSql(field.time, test, pen));
      return checkedBounds(field, textCheckOf(test, pen.parameters), pen);
    default:
      return checkedBounds(field, textCheckOf(test, pen.parameters), pen);
  }
}

/** A test by text, made on a field. */
export function checkedBounds(field: SqlField, check: TextCheck, pen: Pen): Bounds {
  if (field.many === true) {
    const { may, must } = valueBounds({ ...field, sql: "x" }, check, pen);
    return { may: everyWay(field, may), must: everyWay(field, must) };
  }
  return valueBounds(field, check, pen);
}

/** Where the field has few texts the engine says which of them pass. */
function saidOf(field: SqlField, check: TextCheck, pen: Pen): Bounds {
  const { sql, texts } = field;
  if (texts !== undefined) {
    const passing = texts.filter((text) => text !== "" && check.passes(text));
    const [only = ""] = passing;
    if (passing.length === 0) return exactly(FALSE);
    const { parameters } = pen;
    return exactly(
      passing.length === 1 ? `${sql} = ${parameters.text(only)}` : `${sql} IN ${parameters.texts(passing)}`,
    );
  }
  const text = textIn(field, pen);
  const { may, must } = check.of(text);
  const doubt = check.settledOnly ? text.unsettled : FALSE;
  return { may: anyOf([may, doubt]), must: allOf([must, notOf(doubt)]) };
}

function everyWay({ sql }: SqlField, condition: string): string {
  return condition === FALSE ? FALSE : `arrayExists(x -> ${condition}, ${sql})`;
}

function valueBounds(field: SqlField, check: TextCheck, pen: Pen): Bounds {
  const { sql, hidden = [], filled } = field;
  const { may, must } = saidOf(field, check, pen);
  const isEmpty = `${sql} = ${EMPTY}`;
  if (check.passes("")) {
    if (filled !== undefined && field.many !== true)
      return { may: allOf([filled, anyOf([may, isEmpty])]), must: allOf([filled, anyOf([must, isEmpty])]) };
    return { may: anyOf([may, isEmpty]), must: allOf([`${sql} != ${EMPTY}`, must]) };
  }
  return { may: hidden.some(check.passes) ? anyOf([may, isEmpty]) : may, must };
}

const PARTS: Readonly<Record<DatePart, string>> = {
  minute: "toMinute",
  hour: "toHour",
  day: "toDayOfMonth",
  week: "toISOWeek",
  month: "toMonth",
  year: "toYear",
};

function dateSql(time: string, test: Extract<ValueTest, { kind: "date" }>, pen: Pen): string {
  return `${PARTS[test.part]}(${time}) ${OPERATORS[test.op]} ${pen.parameters.integer(test.value)}`;
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
