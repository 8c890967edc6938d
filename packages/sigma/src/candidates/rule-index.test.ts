import { describe, expect, it } from "vitest";
import { ANY, both, either, field, not, ruleOf, text } from "../match/rule.fixture.ts";
import { Scope } from "../match/scope.ts";
import type { Expression, ValueTest } from "../rule/expression.ts";
import { RuleIndex } from "./rule-index.ts";
import { AS_WRITTEN, spellingOf } from "./spelling.ts";

const TYPE = field("eventType", text("user.session.start"));

function indexOf(of: readonly Expression[], spelling = AS_WRITTEN): RuleIndex {
  return new RuleIndex(
    of.map((one, n) => ruleOf(one, String(n))),
    new Scope({ spelling }),
    spelling,
  );
}

function found(of: Expression, texts: Readonly<Record<string, string | undefined>>): boolean {
  return indexOf([of]).byTexts((path) => (path in texts ? texts[path] : "")).length > 0;
}

describe("the index by texts", () => {
  it("SG-150 asks for one field of an AND, the one on which rules tell events apart best", () => {
    const index = indexOf(
      ["a", "b", "c"].map((type) =>
        both(
          field("outcome.result", text("FAILURE")),
          field("eventType", text(type)),
          field("actor.id", text(ANY, "x")),
        ),
      ),
    );
    expect(index.wanted).toEqual(["eventType"]);
    expect(index.byTexts(() => "B")).toEqual([1]);
    expect(index.byTexts(() => "d")).toEqual([]);
  });

  it("SG-150 asks for one field of every branch of an OR, and nothing of a NOT", () => {
    const other = field("displayMessage", text(ANY, "token", ANY));
    expect(indexOf([either(TYPE, other)]).wanted).toEqual(["eventType", "displayMessage"]);
    expect(found(either(TYPE, other), { displayMessage: "Create API Token" })).toBe(true);
    expect(found(either(TYPE, other), { displayMessage: "Create" })).toBe(false);
    expect(indexOf([either(TYPE, not(other))]).wanted).toEqual([]);
    expect(found(either(TYPE, not(other)), {})).toBe(true);
    expect(found(both(TYPE, not(other)), {})).toBe(false);
  });

  it("SG-150 tells by value, beginning, end, part, number and presence", () => {
    const table = (test: ValueTest, ...told: readonly string[]): readonly boolean[] =>
      told.map((one) => found(field("f", test), { f: one }));
    expect(table(text("ab"), "AB", "abc", "")).toEqual([true, false, false]);
    expect(table(text("ab", ANY), "ABC", "xab", "a")).toEqual([true, false, false]);
    expect(table(text(ANY, "ab"), "xab", "abc", "b")).toEqual([true, false, false]);
    expect(table(text("a", ANY, "bcd", ANY), "xbcdx", "abc")).toEqual([true, false]);
    expect(table({ kind: "number", op: "eq", value: "5" }, "5.0", "6", "five")).toEqual([true, false, false]);
    expect(table({ kind: "number", op: "gt", value: "5" }, "x", "")).toEqual([true, false]);
    const regex = { kind: "regex", source: "b+cd", ignoreCase: false, multiLine: false, dotAll: false } as const;
    expect(table(regex, "xBBCD", "bdc")).toEqual([true, false]);
  });

  it("SG-151 keeps a rule when no text can tell, or an empty one may be null or empty instead of absent", () => {
    expect(found(TYPE, { eventType: undefined })).toBe(true);
    expect(found(field("f", text("")), {})).toBe(true);
    expect(found(field("f", text(ANY)), {})).toBe(true);
    expect(found(field("f", { kind: "exists", value: true }), {})).toBe(true);
    expect(found(field("f", { kind: "null" }), { f: "x" })).toBe(true);
    expect(found({ kind: "keyword", test: text(ANY, "x", ANY) }, {})).toBe(true);
    expect(found({ kind: "constant", value: false }, {})).toBe(false);
  });

  it("SG-152 asks for fields under the source's spelling, and for none that may be there under an unknown one", () => {
    const spelling = spellingOf(["eventType", "actor", "actor.alternateId"]);
    const wanted = (of: Expression): readonly string[] => indexOf([of], spelling).wanted;
    expect(wanted(field("eventtype", text("x")))).toEqual(["eventType"]);
    expect(wanted(field("actor.detail", text("x")))).toEqual([]);
    expect(wanted(both(field("actor.detail", text("x")), TYPE))).toEqual(["eventType"]);
    expect(wanted(field("c-uri", text("x")))).toEqual(["c-uri"]);
    expect(indexOf([field("actor.detail", text("x"))], spelling).byTexts(() => "")).toEqual([0]);
  });
});
