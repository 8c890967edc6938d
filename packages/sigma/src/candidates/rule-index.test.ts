import { describe, expect, it } from "vitest";
import { compileRules, type MatcherOptions } from "../match/matcher.ts";
import { ANY, both, either, field, not, ruleOf, text } from "../match/rule.fixture.ts";
import type { Expression } from "../rule/expression.ts";

function look(
  of: Expression | readonly Expression[],
  texts: Record<string, string | undefined>,
  options: MatcherOptions = {},
) {
  const rules = [of].flat().map((one, n) => ruleOf(one, String(n)));
  const asked: string[] = [];
  const matcher = compileRules(rules, options);
  const { size } = matcher.candidates((path) => {
    asked.push(path);
    return path in texts ? texts[path] : "";
  });
  return { size, asked, wanted: matcher.wanted };
}

const TYPE = field("eventType", text("user.session.start"));

describe("the look at single texts", () => {
  it("SG-150 asks for one field of an AND, the one on which rules tell events apart best", () => {
    const rules = ["a", "b", "c"].map((type) =>
      both(field("outcome.result", text("FAILURE")), field("eventType", text(type)), field("actor.id", text(ANY, "x"))),
    );
    expect(look(rules, { eventType: "B" })).toEqual({ size: 1, asked: ["eventType"], wanted: ["eventType"] });
    expect(look(rules, { eventType: "d" }).size).toBe(0);
  });

  it("SG-150 asks for one field of every branch of an OR, and nothing of a NOT", () => {
    const other = field("displayMessage", text(ANY, "token", ANY));
    expect(look(either(TYPE, other), {}).wanted).toEqual(["eventType", "displayMessage"]);
    expect(look(either(TYPE, other), { displayMessage: "Create API Token" }).size).toBe(1);
    expect(look(either(TYPE, other), { displayMessage: "Create" }).size).toBe(0);
    expect(look(either(TYPE, not(other)), {})).toEqual({ size: 1, asked: [], wanted: [] });
    expect(look(both(TYPE, not(other)), {}).size).toBe(0);
  });

  it("SG-150 tells by beginning, end, part, number and presence", () => {
    const size = (test: Parameters<typeof field>[1], told: string): number => look(field("f", test), { f: told }).size;
    expect([size(text("ab", ANY), "ABC"), size(text("ab", ANY), "xab")]).toEqual([1, 0]);
    expect([size(text(ANY, "ab"), "xab"), size(text(ANY, "ab"), "abc")]).toEqual([1, 0]);
    expect([size(text("a", ANY, "bcd", ANY), "xbcdx"), size(text("a", ANY, "bcd", ANY), "abc")]).toEqual([1, 0]);
    expect([
      size({ kind: "number", op: "eq", value: "5" }, "5.0"),
      size({ kind: "number", op: "eq", value: "5" }, "6"),
    ]).toEqual([1, 0]);
    expect([
      size({ kind: "number", op: "gt", value: "5" }, "x"),
      size({ kind: "number", op: "gt", value: "5" }, ""),
    ]).toEqual([1, 0]);
  });

  it("SG-151 keeps a rule when only the whole record can tell, or the text may be null instead of absent", () => {
    expect(look(TYPE, { eventType: undefined }).size).toBe(1);
    expect(look(field("f", text("")), {}).size).toBe(1);
    expect(look(field("f", { kind: "exists", value: true }), {}).size).toBe(1);
    expect(look(field("f", { kind: "null" }), { f: "x" }).size).toBe(1);
    expect(look({ kind: "keyword", test: text(ANY, "x", ANY) }, {}).size).toBe(1);
    expect(look({ kind: "constant", value: false }, {}).size).toBe(0);
  });

  it("SG-152 asks for fields under the source's spelling, and for none that may be there under an unknown one", () => {
    const options = { spellings: ["eventType", "actor", "actor.alternateId"] };
    const old = field("eventtype", text("user.session.start"));
    expect(look(old, { eventType: "user.session.start" }, options)).toMatchObject({ size: 1, wanted: ["eventType"] });
    expect(look(old, { eventType: "other" }, options).size).toBe(0);
    expect(look(field("actor.detail", text("x")), {}, options)).toEqual({ size: 1, asked: [], wanted: [] });
    expect(look(both(field("actor.detail", text("x")), TYPE), {}, options)).toMatchObject({
      size: 0,
      wanted: ["eventType"],
    });
    expect(look(field("c-uri", text("x")), {}, options)).toMatchObject({ size: 0, wanted: ["c-uri"] });
  });
});

describe("matching through the index", () => {
  it("SG-154 gives rules in the order they were given in, each once", () => {
    const twice = either(field("a", text("x")), field("b", text("x")));
    const matcher = compileRules([
      ruleOf(field("b", text("x")), "first"),
      ruleOf(twice, "second"),
      ruleOf(not(twice), "third"),
    ]);
    expect(matcher.match({ a: "x", b: ["x", "X"] }).map(({ key }) => key)).toEqual(["first", "second"]);
    expect(matcher.match({}).map(({ key }) => key)).toEqual(["third"]);
  });

  it("SG-154 of candidates looks at no other rule", () => {
    const matcher = compileRules([ruleOf(TYPE, "a"), ruleOf(field("eventType", text("other")), "b")]);
    const candidates = matcher.candidates(() => "OTHER");
    expect(matcher.match({ eventType: "user.session.start" }, candidates)).toEqual([]);
    expect(matcher.match({ eventType: "other" }, candidates).map(({ key }) => key)).toEqual(["b"]);
    expect(
      matcher.match(
        { eventType: "other" },
        matcher.candidates(() => "x"),
      ),
    ).toEqual([]);
  });
});
