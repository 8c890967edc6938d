import { describe, expect, it } from "vitest";
import { ANY, both, either, field, not, ruleOf, text } from "../match/rule.fixture.ts";
import type { Expression } from "../rule/expression.ts";
import { sqlOfRules } from "./of-rules.ts";
import type { SqlField, SqlTable } from "./table.ts";

const FIELDS: Readonly<Record<string, SqlField>> = {
  type: { sql: "type", ascii: true },
  name: { sql: "name" },
  id: { sql: "id", ascii: true, hidden: ["unknown"] },
  list: { sql: "list", many: true, ascii: true },
  there: { sql: "there", ascii: true, filled: "has_there" },
};
const TABLE: SqlTable = {
  field: (name) => FIELDS[name.toLowerCase()],
  plain: "plain",
  pivot: "type",
  text: "raw",
};

function sqlOf(...expressions: readonly Expression[]): string {
  const { where, params } = sqlOfRules(
    expressions.map((expression, n) => ruleOf(expression, `r${n}`)),
    TABLE,
  );
  return where.replaceAll(/\{(\w+):[^}]+\}/g, (_, name: string) => JSON.stringify(params[name]));
}

describe("rules as SQL", () => {
  it("SG-300 a value never stands in the text of the condition", () => {
    const { where, params } = sqlOfRules([ruleOf(field("type", text("' OR 1=1 --")))], TABLE, "p");
    expect(where).toBe("(NOT plain OR lower(type) = {p0:String})");
    expect(params).toEqual({ p0: "' or 1=1 --" });
  });

  it("SG-301 what the table does not tell is left to the engine, under a NOT as well", () => {
    expect(sqlOf(both(field("type", text("a")), field("elsewhere", text("b"))))).toBe(
      `(NOT plain OR lower(type) = "a")`,
    );
    expect(sqlOf(both(field("type", text("a")), not(field("elsewhere", text("b")))))).toBe(
      `(NOT plain OR lower(type) = "a")`,
    );
    const regex = { kind: "regex", source: "ab+", ignoreCase: false, multiLine: false, dotAll: false } as const;
    expect(sqlOf(field("type", regex))).toBe(`(NOT plain OR position(lower(type), "ab") > 0)`);
    expect(sqlOf(not(field("type", regex)))).toBe("1");
  });

  it("SG-302 a text that may have letters beyond ASCII is left to the engine when case does not count", () => {
    expect(sqlOf(field("name", text("Jo")))).toBe(
      `(NOT plain OR (lower(name) = "jo" OR length(name) != lengthUTF8(name)))`,
    );
    expect(sqlOf(not(field("name", text("Jo"))))).toBe(
      `(NOT plain OR NOT (lower(name) = "jo" AND NOT length(name) != lengthUTF8(name)))`,
    );
    expect(sqlOf(field("name", { ...text("Jo"), cased: true }))).toBe(`(NOT plain OR name = "Jo")`);
  });

  it("SG-303 an empty text is told from an absent field only where the table tells them apart", () => {
    expect(sqlOf(field("type", text(ANY)))).toBe("1");
    expect(sqlOf(not(field("type", text(ANY))))).toBe("(NOT plain OR NOT type != '')");
    expect(sqlOf(field("there", text(ANY)))).toBe("(NOT plain OR has_there)");
    expect(sqlOf(field("id", text("unknown")))).toBe(`(NOT plain OR (lower(id) = "unknown" OR id = ''))`);
  });

  it("SG-304 any member of a list may have the value", () => {
    expect(sqlOf(field("list", text(ANY, "a", ANY)))).toBe(
      `(NOT plain OR arrayExists(x -> position(lower(x), "a") > 0, list))`,
    );
  });

  it("SG-305 rules that differ in the text of the pivot alone are one condition", () => {
    const one = (type: string): Expression => both(field("type", text(type)), field("there", text("x")));
    expect(sqlOf(one("a"), one("b"), either(one("c"), field("type", text("d"))))).toBe(
      `(NOT plain OR (lower(type) IN ["a","b","c","d"] AND ((lower(type) IN ["a","b","c"] AND lower(there) = "x") OR lower(type) = "d")))`,
    );
  });

  it("SG-306 says whether it is exact, and which rules want every event", () => {
    const rules = [ruleOf(field("type", text("a")), "narrow"), ruleOf(field("elsewhere", text("b")), "wide")];
    expect(sqlOfRules(rules, TABLE)).toMatchObject({ where: "1", exact: false, open: ["wide"] });
    expect(sqlOfRules(rules.slice(0, 1), TABLE)).toMatchObject({ exact: true, open: [] });
  });
});
