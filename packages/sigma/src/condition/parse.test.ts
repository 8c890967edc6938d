import { describe, expect, it } from "vitest";
import { load, matches, messagesOf, problemsOf, rule } from "../load/load.fixture.ts";
import { parseCondition } from "./parse.ts";

const id = (name: string): object => ({ kind: "id", name });

function conditioned(condition: string): string {
  return rule(`\n  a: {a: 1}\n  b1: {b1: 1}\n  b2: {b2: 1}\n  _c: {c: 1}\n  condition: ${condition}`);
}

describe("conditions", () => {
  it("SG-30 or binds weaker than and, and weaker than not, and brackets before all", () => {
    expect(parseCondition("a or b and not c")).toEqual({
      kind: "or",
      of: [id("a"), { kind: "and", of: [id("b"), { kind: "not", of: id("c") }] }],
    });
    expect(parseCondition("(a or b) AND Not 1 of c*")).toEqual({
      kind: "and",
      of: [
        { kind: "or", of: [id("a"), id("b")] },
        { kind: "not", of: { kind: "quantified", quantity: "1", pattern: "c*" } },
      ],
    });
    expect(parseCondition("not not a")).toEqual({ kind: "not", of: { kind: "not", of: id("a") } });
    expect(parseCondition("all and 1")).toEqual({ kind: "and", of: [id("all"), id("1")] });
  });

  it("SG-31 them and patterns leave out what begins with an underscore, unless the pattern begins with one", () => {
    expect(matches(conditioned("1 of them"), { c: 1 })).toBe(false);
    expect(matches(conditioned("all of them"), { a: 1, b1: 1, b2: 1 })).toBe(true);
    expect(matches(conditioned("1 of *"), { c: 1 })).toBe(false);
    expect(matches(conditioned("1 of _*"), { c: 1 })).toBe(true);
    expect(matches(conditioned("any of b*"), { b2: 1 })).toBe(true);
    expect(matches(conditioned("all of b*"), { b2: 1 })).toBe(false);
    expect(matches(conditioned("all of *2"), { b2: 1 })).toBe(true);
    expect(matches(conditioned("1 of b*1*"), { b2: 1 })).toBe(false);
  });

  it("SG-32 a list of conditions is an OR", () => {
    const text = conditioned("[a, b1 and b2]");
    expect(matches(text, { a: 1 })).toBe(true);
    expect(matches(text, { b1: 1, b2: 1 })).toBe(true);
    expect(matches(text, { b1: 1 })).toBe(false);
    expect(problemsOf(conditioned("[]"))).toEqual(["NL-SIGMA-CONDITION 8:3"]);
  });

  it.each(["a | count() > 5", "a and b1 | count(x) by y > 5", "(a | near b1)", "| a"])(
    "SG-33 the aggregation %j is refused with a word about correlations",
    (condition) => {
      expect(messagesOf(conditioned(`'${condition}'`))).toContain("write a correlation");
      expect(load(conditioned(`'${condition}'`)).rules).toEqual([]);
    },
  );

  it("SG-33 near is refused with the types to use", () => {
    expect(messagesOf(conditioned("a near b1"))).toContain("temporal or temporal_ordered");
  });

  it.each([
    ["''", 1, "The condition is empty"],
    ["a b1", 3, '"b1" follows a complete expression'],
    ["a and", 6, "ends where an identifier is wanted"],
    ["and a", 1, '"and" stands where an identifier is wanted'],
    ["(a", 3, '")" is missing'],
    ["a)", 2, "closes no bracket"],
    ["()", 2, '")" stands where'],
    ["2 of b*", 1, '"2 of" is unknown'],
    ["1 of", 5, 'After "1 of" comes'],
    ["all of (b*)", 8, 'After "all of" comes'],
    ["a or of", 6, '"of" stands where'],
  ])("SG-34 the condition %j is refused at character %i", (condition, column, message) => {
    const shift = condition.startsWith("'") ? 15 : 14;
    expect(problemsOf(conditioned(condition))).toEqual([`NL-SIGMA-CONDITION 8:${column + shift - 1}`]);
    expect(messagesOf(conditioned(condition))).toContain(message);
  });

  it("SG-34 an identifier that is not there is refused where it stands, with those that are there", () => {
    expect(problemsOf(conditioned("a and (b1 or selection)"))).toContain("NL-SIGMA-IDENTIFIER 8:27");
    expect(messagesOf(conditioned("a and nope"))).toContain("there are a, b1, b2, _c");
    expect(messagesOf(conditioned("b*"))).toContain('"1 of b*" or "all of b*" is the form');
    expect(problemsOf(conditioned("\n    a\n    and nope"))).toContain("NL-SIGMA-IDENTIFIER 9:5");
  });

  it("SG-35 a quantifier that no identifier fits is reported: 1 of is never true, all of always", () => {
    expect(problemsOf(conditioned("a or 1 of x*"))).toContain("NL-SIGMA-LINT-PATTERN 8:24");
    expect(matches(conditioned("1 of x*"), {})).toBe(false);
    expect(matches(conditioned("all of x*"), {})).toBe(true);
  });

  it("SG-37 a condition beyond its length or depth is refused", () => {
    expect(messagesOf(conditioned(`${"(".repeat(70)}a${")".repeat(70)}`))).toContain("more than 64 deep");
    expect(messagesOf(conditioned(`${"not ".repeat(70)}a`))).toContain("more than 64 deep");
    expect(problemsOf(conditioned(`a${" or a".repeat(3000)}`))).toEqual(["NL-SIGMA-LIMIT 8:14"]);
    expect(problemsOf(conditioned("a or a or a or a"), { limits: { maxComparisons: 5 } })).toContain(
      "NL-SIGMA-LIMIT 8:14",
    );
  });

  it("SG-38 a selection that no condition uses is reported, and so is a timeframe", () => {
    expect(problemsOf(conditioned("1 of b*"))).toEqual(["NL-SIGMA-LINT-UNUSED 4:3", "NL-SIGMA-LINT-UNUSED 7:3"]);
    expect(messagesOf(rule("{a: {a: 1}, timeframe: 5m, condition: a}"))).toContain(
      "write a correlation with a timespan",
    );
    expect(matches(rule("{timeframe: {a: 1}, condition: timeframe}"), { a: 1 })).toBe(true);
  });

  it("SG-38 a detection without condition or without selection is refused", () => {
    expect(problemsOf(rule("{a: {a: 1}}"))).toEqual(["NL-SIGMA-CONDITION 3:12"]);
    expect(problemsOf(rule("{condition: a}"))).toEqual(["NL-SIGMA-DETECTION 3:12"]);
    expect(problemsOf(rule("[a]"))).toEqual(["NL-SIGMA-DETECTION 3:1"]);
    expect(problemsOf(rule("{a: {a: 1}, condition: {b: 1}}"))).toEqual(["NL-SIGMA-CONDITION 3:35"]);
  });
});
