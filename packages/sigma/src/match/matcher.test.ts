import { describe, expect, it } from "vitest";
import type { Expression } from "../rule/expression.ts";
import { type Candidates, compileRules, type MatcherOptions } from "./matcher.ts";
import { ANY, both, either, field, not, ruleOf, text } from "./rule.fixture.ts";

const TYPE = field("eventType", text("user.session.start"));
const TOLD = { eventType: "user.session.start", "actor.id": "00u1" };

function look(
  of: Expression,
  texts: Readonly<Record<string, string | readonly string[] | undefined>>,
  options: MatcherOptions = {},
): Candidates {
  return compileRules([ruleOf(of)], options).candidates((path) => (path in texts ? texts[path] : ""));
}

/** What the texts came to: the rule matches, does not, or has to be looked at with the whole record. */
function verdict(of: Expression, texts: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const { size, settled } = look(of, texts);
  if (size === 0) return "no";
  return settled === undefined ? "unsure" : "yes";
}

describe("candidates by texts", () => {
  it("SG-156 are settled when texts answer everything that matters", () => {
    expect(verdict(TYPE, TOLD)).toBe("yes");
    expect(verdict(both(TYPE, field("actor.id", text(ANY, "1"))), TOLD)).toBe("yes");
    expect(verdict(both(TYPE, not(field("actor.id", text(ANY, "1")))), TOLD)).toBe("no");
    expect(verdict(both(TYPE, not(field("client.id", text("x")))), TOLD)).toBe("yes");
    expect(verdict(both(TYPE, { kind: "keyword", test: text(ANY, "x", ANY) }), TOLD)).toBe("unsure");
    expect(verdict(either({ kind: "keyword", test: text(ANY, "x", ANY) }, TYPE), TOLD)).toBe("yes");
    expect(verdict(both({ kind: "members", field: "target", quantifier: "any", of: TYPE }, TYPE), TOLD)).toBe("unsure");
    const array = field("target.type", text("User"));
    expect(verdict(both(array, TYPE), { ...TOLD, "target.type": undefined })).toBe("unsure");
    expect(verdict(both(array, TYPE), { eventType: "other", "target.type": undefined })).toBe("no");
  });

  it("SG-156 are not settled by an empty text where absent, null and empty differ", () => {
    const tests: readonly [Expression, string][] = [
      [field("f", text("")), "unsure"],
      [field("f", text(ANY)), "unsure"],
      [field("f", { kind: "null" }), "unsure"],
      [field("f", { kind: "exists", value: false }), "unsure"],
      [field("f", { kind: "none", of: [text("x")] }), "unsure"],
      [field("f", { kind: "fieldref", field: "eventType", how: "contains", cased: false }), "unsure"],
      [field("f", { kind: "regex", source: "x*", ignoreCase: false, multiLine: false, dotAll: false }), "unsure"],
      [either(field("f", text("")), field("f", text("y"))), "unsure"],
      [field("eventType", { kind: "fieldref", field: "f", how: "endswith", cased: false }), "unsure"],
      [field(".", { kind: "exists", value: true }), "unsure"],
      [field("f", text("x")), "no"],
      [field("f", { kind: "number", op: "lt", value: "5" }), "no"],
      [not(field("f", { kind: "boolean", value: false })), "yes"],
    ];
    for (const [of, wanted] of tests) expect(verdict(both(TYPE, of), TOLD)).toBe(wanted);
  });

  it("SG-156 are settled by all the texts of an array", () => {
    const type = field("target.type", text("User"));
    expect(verdict(type, { "target.type": ["AppInstance", "user"] })).toBe("yes");
    expect(verdict(type, { "target.type": ["AppInstance", ""] })).toBe("no");
    expect(verdict(type, { "target.type": [] })).toBe("no");
    expect(verdict(field("target.type", text("")), { "target.type": [] })).toBe("unsure");
    const other = field("target.type", { kind: "none", of: [text("User")] });
    expect(verdict(other, { "target.type": ["AppInstance", ""] })).toBe("yes");
    expect(verdict(other, { "target.type": ["AppInstance", "User"] })).toBe("no");
    expect(verdict(other, { "target.type": [] })).toBe("unsure");
    expect(verdict(field("target.type", { kind: "null" }), { "target.type": ["AppInstance"] })).toBe("no");
    expect(verdict(field("target.type", { kind: "null" }), { "target.type": ["AppInstance", ""] })).toBe("unsure");
  });

  it("SG-156 are not settled on a number that text and a number of the event may differ in", () => {
    const eq = (value: string): Expression => field("n", { kind: "number", op: "eq", value });
    expect(verdict(eq("5"), { n: "5" })).toBe("yes");
    expect(verdict(eq("9007199254740992"), { n: "9007199254740992" })).toBe("yes");
    expect(verdict(eq("9007199254740993"), { n: "9007199254740992" })).toBe("unsure");
  });

  it("SG-156 are judged anew for every record, whether events were matched in between or not", () => {
    const matcher = compileRules([ruleOf(both(TYPE, field("actor.id", text("00u", ANY))))]);
    const look = (actor: string): number =>
      matcher.candidates((path) => (path === "actor.id" ? actor : TOLD.eventType)).size;
    expect([look("00u1"), look("00u1"), look("other")]).toEqual([1, 1, 0]);
    expect(matcher.match({ eventType: TOLD.eventType, actor: { id: "00u2" } })).toHaveLength(1);
    expect(look("other")).toBe(0);
    expect(matcher.match({ eventType: TOLD.eventType, actor: { id: "other" } })).toHaveLength(0);
    expect([look("00u1"), look("other"), look("00u1")]).toEqual([1, 0, 1]);
  });

  it("SG-157 ask for the fields of all rules, but of those the source does not have only to see that they are absent", () => {
    const rules = [
      both(TYPE, field("ACTOR.ID", text("x"))),
      both(field("c-uri", text("/x")), field("cs-host", text("y", ANY))),
    ];
    const options = { spellings: ["eventType", "actor", "actor.id"] };
    const matcher = compileRules(
      rules.map((one, n) => ruleOf(one, String(n))),
      options,
    );
    expect(matcher.wanted).toEqual(["eventType", "c-uri", "actor.id"]);
    expect(matcher.candidates((path) => (path === "c-uri" ? "/x" : ""))).toMatchObject({ size: 1, settled: undefined });
  });

  it("SG-157 are found for rules in the older, lower case", () => {
    const options = { spellings: ["eventType", "securityContext", "securityContext.isProxy"] };
    const rule = both(field("eventtype", text("a")), field("securitycontext.isproxy", text("true")));
    const told = { eventType: "a", "securityContext.isProxy": "true" };
    expect(look(rule, told, options).settled).toHaveLength(1);
    expect(look(rule, { ...told, "securityContext.isProxy": "false" }, options).size).toBe(0);
  });
});

describe("matching", () => {
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

  it("SG-154 of candidates looks at the unsettled ones only, and keeps the order", () => {
    const whole = field("target.type", text("User"));
    const matcher = compileRules([ruleOf(both(TYPE, whole), "whole"), ruleOf(TYPE, "sure"), ruleOf(whole, "other")]);
    const candidates = matcher.candidates((path) => (path === "eventType" ? "user.session.start" : undefined));
    expect(candidates).toMatchObject({ size: 3, settled: undefined });
    const event = { eventType: "user.session.start", target: [{ type: "User" }] };
    expect(matcher.match(event, candidates).map(({ key }) => key)).toEqual(["whole", "sure", "other"]);
    expect(matcher.match({ ...event, target: null }, candidates).map(({ key }) => key)).toEqual(["sure"]);
    expect(
      matcher.match(
        event,
        matcher.candidates(() => ""),
      ),
    ).toEqual([]);
  });
});
