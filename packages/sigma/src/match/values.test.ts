import { describe, expect, it } from "vitest";
import type { Comparison, ValueTest } from "../rule/expression.ts";
import { ANY, field, holds, not, text } from "./rule.fixture.ts";

function number(op: Comparison, value: string): ValueTest {
  return { kind: "number", op, value };
}

function passes(test: ValueTest, value: unknown): boolean {
  return holds(field("f", test), { f: value });
}

describe("a value", () => {
  it("SG-120 that is a boolean or a number is compared as its text", () => {
    expect(holds(field("securityContext.isProxy", text("true")), { securityContext: { isProxy: true } })).toBe(true);
    expect(passes(text("TRUE"), true)).toBe(true);
    expect(passes(text("true"), false)).toBe(false);
    expect(passes(text("1.5"), 1.5)).toBe(true);
    expect(passes(text("1.50"), 1.5)).toBe(false);
    expect(passes(text("4", ANY), 4625)).toBe(true);
  });

  it("SG-121 that is the text of a map or of JSON is matched as it stands", () => {
    const debugData = {
      behaviors: "{New IP=POSITIVE, New Device=NEGATIVE}",
      logOnlySecurityData: '{"risk":{"level":"HIGH"}}',
    };
    const event = { debugContext: { debugData } };
    expect(holds(field("debugContext.debugData.behaviors", text(ANY, "new ip=positive", ANY)), event)).toBe(true);
    expect(holds(field("debugContext.debugData.logOnlySecurityData", text(ANY, '"level":"HIGH"', ANY)), event)).toBe(
      true,
    );
    expect(holds(field("debugContext.debugData.logOnlySecurityData.risk.level", text("HIGH")), event)).toBe(false);
  });

  it("SG-122 is compared without case unless the test is cased or a regular expression", () => {
    expect(passes(text("user.Session.START"), "USER.session.start")).toBe(true);
    expect(passes({ ...text("Admin"), cased: true }, "admin")).toBe(false);
    expect(passes({ ...text("Admin"), cased: true }, "Admin")).toBe(true);
    const regex = { kind: "regex", source: "adm.n", ignoreCase: false, multiLine: false, dotAll: false } as const;
    expect(passes(regex, "an admin here")).toBe(true);
    expect(passes(regex, "ADMIN")).toBe(false);
    expect(passes({ ...regex, ignoreCase: true }, "ADMIN")).toBe(true);
  });

  it("SG-123 is folded by the same function as the rule", () => {
    expect(passes(text(ANY, "STRASSE", ANY), "Lange Straße 5")).toBe(true);
    expect(passes(text(ANY, "ΟΔΟΣ", ANY), "οδοσανα")).toBe(true);
    expect(passes(text("i\u0307stanbul"), "İSTANBUL")).toBe(true);
    expect(passes(text("\ud83d", ANY), "\ud83d!")).toBe(true);
    expect(passes(text("\ud83d", ANY), "😀")).toBe(false);
  });

  it("SG-124 that is absent passes nothing that is asked of it, so its negation holds", () => {
    const tests: readonly ValueTest[] = [
      text("x"),
      text(ANY),
      text(""),
      number("eq", "0"),
      number("lt", "5"),
      { kind: "boolean", value: false },
      { kind: "exists", value: true },
      { kind: "cidr", cidr: "0.0.0.0/0" },
      { kind: "date", part: "hour", op: "gte", value: 0 },
      { kind: "regex", source: "", ignoreCase: false, multiLine: false, dotAll: false },
      { kind: "fieldref", field: "g", how: "equals", cased: false },
      { kind: "none", of: [text("x")] },
    ];
    for (const test of tests) {
      expect(holds(field("f", test), { other: "x" })).toBe(false);
      expect(holds(not(field("f", test)), { other: "x" })).toBe(true);
    }
  });

  it("SG-125 is null when it is absent or JSON null; the empty text is a text", () => {
    const none = { kind: "null" } as const;
    expect(holds(field("f", none), {})).toBe(true);
    expect(holds(field("f.g", none), { f: null })).toBe(true);
    expect(passes(none, null)).toBe(true);
    expect(passes(none, ["x", null])).toBe(true);
    for (const value of ["", "null", 0, false, [], {}]) expect(passes(none, value)).toBe(false);
    expect(passes(text(""), "")).toBe(true);
    expect(passes(text(), "")).toBe(true);
    expect(passes(text(""), null)).toBe(false);
    expect(passes(text(""), "x")).toBe(false);
  });

  it("SG-126 exists when its key is there, be it null or empty", () => {
    for (const value of [null, "", [], {}, "x"]) {
      expect(passes({ kind: "exists", value: true }, value)).toBe(true);
      expect(passes({ kind: "exists", value: false }, value)).toBe(false);
    }
    expect(holds(field("f", { kind: "exists", value: false }), {})).toBe(true);
    expect(holds(field("f.g", { kind: "exists", value: false }), { f: null })).toBe(true);
    expect(holds(field("f.g", { kind: "exists", value: false }), { f: [] })).toBe(true);
  });

  it("SG-127 equals a rule's number when it is that number, or text that is", () => {
    for (const value of [5, "5", "5.0", "005", "5e0"]) expect(passes(number("eq", "5"), value)).toBe(true);
    for (const value of [5.000001, "five", " 5", "", true, null]) expect(passes(number("eq", "5"), value)).toBe(false);
    expect(passes(number("eq", "5.0"), 5)).toBe(true);
    expect(passes(number("eq", "0.3"), 0.1 + 0.2)).toBe(false);
  });

  it("SG-128 of more than 2^53 in text is compared by its digits; as a number it was rounded, and so is the rule's", () => {
    expect(passes(number("eq", "9007199254740993"), "9007199254740993")).toBe(true);
    expect(passes(number("eq", "9007199254740993"), "9007199254740992")).toBe(false);
    expect(passes(number("gt", "9007199254740992"), "9007199254740993")).toBe(true);
    expect(passes(number("eq", "9007199254740993"), JSON.parse("9007199254740993"))).toBe(true);
    expect(passes(number("eq", "1152921504606846976"), 2 ** 60)).toBe(true);
    expect(passes(number("eq", "9007199254740993"), 9007199254740993n)).toBe(true);
  });

  it("SG-129 equals a rule's boolean when it is that boolean, or its word in any case", () => {
    const yes = { kind: "boolean", value: true } as const;
    for (const value of [true, "true", "True", "TRUE"]) expect(passes(yes, value)).toBe(true);
    for (const value of [false, 1, "1", "yes", "", null]) expect(passes(yes, value)).toBe(false);
    expect(passes({ kind: "boolean", value: false }, "False")).toBe(true);
    expect(passes({ kind: "boolean", value: false }, 0)).toBe(false);
  });

  it("SG-130 differs when it is there, and none of its members is any of the texts or numbers", () => {
    const differs = { kind: "none", of: [text("a"), text("b")] } as const;
    expect(passes(differs, "c")).toBe(true);
    expect(passes(differs, "A")).toBe(false);
    expect(passes(differs, ["c", "d"])).toBe(true);
    expect(passes(differs, ["c", "b"])).toBe(false);
    expect(passes(differs, null)).toBe(true);
    expect(passes(differs, [])).toBe(true);
    expect(holds(field("f", differs), {})).toBe(false);
    const notFive = { kind: "none", of: [number("eq", "5")] } as const;
    expect(passes(notFive, 6)).toBe(true);
    expect(passes(notFive, "6")).toBe(true);
    expect(passes(notFive, "5.0")).toBe(false);
    for (const value of ["six", null, [], true]) expect(passes(notFive, value)).toBe(false);
  });

  it("SG-131 is smaller or greater than a number only when it is a number, or text that is one", () => {
    expect(passes(number("lt", "10"), 9)).toBe(true);
    expect(passes(number("lt", "10"), "9")).toBe(true);
    expect(passes(number("lt", "10"), 10)).toBe(false);
    expect(passes(number("lte", "10"), "10.0")).toBe(true);
    expect(passes(number("gt", "-1.5"), -1)).toBe(true);
    expect(passes(number("gte", "1e3"), "1000")).toBe(true);
    for (const op of ["lt", "lte", "gt", "gte"] as const)
      for (const value of ["many", "", null, true, {}, [], "0x5"]) expect(passes(number(op, "5"), value)).toBe(false);
  });

  it("SG-136 lies in a block when it is the text of an address that does", () => {
    const block = { kind: "cidr", cidr: "192.0.2.0/24" } as const;
    expect(passes(block, "192.0.2.77")).toBe(true);
    expect(passes(block, ["198.51.100.1", "192.0.2.77"])).toBe(true);
    for (const value of ["192.0.3.1", "192.0.2.0/24", "host", 1, null]) expect(passes(block, value)).toBe(false);
    expect(passes({ kind: "cidr", cidr: "2001:db8::/32" }, "2001:DB8:0:0::7")).toBe(true);
  });

  it("SG-137 is a date when its text is one, and its parts are compared as numbers", () => {
    const night = { kind: "date", part: "hour", op: "lt", value: 6 } as const;
    expect(passes(night, "2026-01-05T05:59:00Z")).toBe(true);
    expect(passes(night, "2026-01-05T07:00:00+02:00")).toBe(true);
    for (const value of ["2026-01-05T06:00:00Z", "soon", 3, null]) expect(passes(night, value)).toBe(false);
  });

  it("SG-138 is compared with another field of the event as text, any member with any", () => {
    const same = field("a", { kind: "fieldref", field: "b", how: "equals", cased: false });
    expect(holds(same, { a: "X", b: "x" })).toBe(true);
    expect(holds(same, { a: ["u", "v"], b: ["w", "V"] })).toBe(true);
    expect(holds(same, { a: 5, b: "5" })).toBe(true);
    expect(holds(same, { a: "x", b: "y" })).toBe(false);
    expect(holds(same, { a: null, b: null })).toBe(false);
    expect(holds(same, {})).toBe(false);
    const refers = (how: "startswith" | "endswith" | "contains", cased = false): boolean =>
      holds(field("a", { kind: "fieldref", field: "b", how, cased }), {
        a: "Jo Example",
        b: how === "endswith" ? "EXAMPLE" : "jo",
      });
    expect([refers("startswith"), refers("endswith"), refers("contains")]).toEqual([true, true, true]);
    expect(refers("contains", true)).toBe(false);
  });
});
