import { describe, expect, it } from "vitest";
import type { Expression } from "../rule/expression.ts";
import { ANY, both, either, field, holds, not, ONE, text } from "./rule.fixture.ts";

type Quantifier = Extract<Expression, { kind: "members" }>["quantifier"];

const PORT_OPEN = both(field("port", text("443")), field("state", text("open")));

function members(quantifier: Quantifier, of: Expression = PORT_OPEN, name = "c"): Expression {
  return { kind: "members", field: name, quantifier, of };
}

describe("a plain path through an array", () => {
  it("SG-140 is satisfied by any member, two items even by two different ones", () => {
    const event = {
      c: [
        { port: 443, state: "shut" },
        { port: 80, state: "open" },
      ],
    };
    expect(holds(both(field("c.port", text("443")), field("c.state", text("open"))), event)).toBe(true);
    expect(holds(members("any"), event)).toBe(false);
  });
});

describe("a block over an array", () => {
  const open = { port: 443, state: "open" };
  const shut = { port: 443, state: "shut" };

  it("SG-141 with any, all, all_or_empty and none counts the members that satisfy it", () => {
    const table = (event: unknown): readonly boolean[] =>
      (["any", "all", "all_or_empty", "none"] as const).map((quantifier) => holds(members(quantifier), event));
    expect(table({ c: [open, shut] })).toEqual([true, false, false, false]);
    expect(table({ c: [open, open] })).toEqual([true, true, true, false]);
    expect(table({ c: [shut] })).toEqual([false, false, false, true]);
    for (const empty of [{ c: [] }, { c: null }, {}]) expect(table(empty)).toEqual([false, false, true, true]);
    expect(table({ c: open })).toEqual([true, true, true, false]);
    expect(table({ c: [open, null] })).toEqual([true, false, false, false]);
  });

  it("SG-142 with a number looks at that member, from the end when it is negative; out of range is no match", () => {
    const event = { c: [open, shut, shut] };
    const slots = [0, 1, -3, -1, 3, -4].map((slot) => holds(members(slot), event));
    expect(slots).toEqual([true, false, true, false, false, false]);
    for (const empty of [{ c: [] }, { c: null }, {}]) expect(holds(members(0, not(PORT_OPEN)), empty)).toBe(false);
  });

  it("SG-143 names the member itself with a dot, and may hold another block", () => {
    expect(holds(members("all", field(".", text("a", ANY))), { c: ["ab", "ac"] })).toBe(true);
    expect(holds(members("all", field(".", text("a", ANY))), { c: ["ab", "xc"] })).toBe(false);
    const inner = members("any", field(".", text("x")), "tags");
    expect(holds(members("all", inner), { c: [{ tags: ["x", "y"] }, { tags: ["x"] }] })).toBe(true);
    expect(holds(members("all", inner), { c: [{ tags: ["x", "y"] }, { tags: [] }] })).toBe(false);
  });
});

describe("a keyword", () => {
  const keyword = (word: string): Expression => ({ kind: "keyword", test: text(ANY, word, ANY) });

  it("SG-144 is looked for in every scalar of the event as text, not in its keys", () => {
    const event = { name: "Straße", deep: [{ n: 4625 }, [true]], nothing: null };
    for (const word of ["STRASSE", "462", "true"]) expect(holds(keyword(word), event)).toBe(true);
    for (const word of ["name", "deep", "null"]) expect(holds(keyword(word), event)).toBe(false);
    const regex = { kind: "regex", source: "^4.*5$", ignoreCase: false, multiLine: false, dotAll: false } as const;
    expect(holds({ kind: "keyword", test: regex }, event)).toBe(true);
    expect(holds({ kind: "keyword", test: text("S", ONE, "raße") }, event)).toBe(true);
  });
});

describe("and, or, not", () => {
  it("SG-145 of nothing are true, false, and what they negate", () => {
    expect(holds(both(), {})).toBe(true);
    expect(holds(either(), {})).toBe(false);
    expect(holds(not(either()), {})).toBe(true);
    expect(holds({ kind: "constant", value: true }, null)).toBe(true);
    expect(holds({ kind: "constant", value: false }, {})).toBe(false);
  });

  it("SG-146 are asked of any JSON value, not only of objects", () => {
    for (const event of [null, "x", 5, [], [[]], true, undefined]) {
      expect(holds(field("f", text("x")), event)).toBe(false);
      expect(holds(not(field("f", text("x"))), event)).toBe(true);
    }
    expect(holds(field("f", text("x")), [{ f: "y" }, { f: "x" }])).toBe(true);
  });
});
