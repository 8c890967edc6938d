import { describe, expect, it } from "vitest";
import { load, messagesOf, problemsOf } from "../load/load.fixture.ts";
import { loadRules } from "../load/load-rules.ts";
import { matchesNaively } from "../match/naive.ts";

const RULES = `
title: One
id: 5d3a3f5e-7d6d-4a55-9b0f-3f2a9d1c0b7e
logsource: {product: okta, service: okta}
detection: {sel: {a: 1}, condition: sel}
---
title: Two
name: two
logsource: {product: okta}
detection: {sel: {a: 1}, condition: sel}
---
title: Three
name: three
logsource: {product: windows}
detection: {sel: {a: 1}, condition: sel}
---
title: Four
name: four
correlation: {type: event_count, rules: [two], group-by: [u], timespan: 5m, condition: {gte: 3}}
`;

function filter(rules: string, logsource = "{product: okta}"): string {
  return `title: F\nlogsource: ${logsource}\nfilter:\n  rules: ${rules}\n  sel: {user: admin}\n  other: {x: 1}\n  condition: sel or other\n`;
}

/** Titles of the rules that match the event with these filters. */
function matching(event: unknown, ...filters: readonly string[]): readonly string[] {
  const { rules } = loadRules([
    { file: "f.yml", text: filters.join("---\n") },
    { file: "r.yml", text: RULES },
  ]);
  return rules.filter((rule) => matchesNaively(rule, event)).map(({ title }) => title);
}

describe("filters", () => {
  it("SG-70 a filter is an AND NOT of the rules it names by id or name, whatever the order of the files", () => {
    const byBoth = filter("[5D3A3F5E-7d6d-4a55-9b0f-3f2a9d1c0b7e, two]");
    expect(matching({ a: 1, user: "admin" }, byBoth)).toEqual(["Three"]);
    expect(matching({ a: 1, user: "jo" }, byBoth)).toEqual(["One", "Two", "Three"]);
    expect(matching({ a: 1, x: 1 }, filter("two"))).toEqual(["One", "Three"]);
  });

  it("SG-70 several filters of one rule all count", () => {
    const others = filter("[two]").replace("admin", "root");
    expect(matching({ a: 1, user: "root" }, filter("[two]"), others)).toEqual(["One", "Three"]);
    expect(matching({ a: 1, user: "admin" }, filter("[two]"), others)).toEqual(["One", "Three"]);
  });

  it.each(["any", "[any]", "[]"])(
    "SG-71 rules: %s means every rule whose logsource is all that the filter's says",
    (rules) => {
      const event = { a: 1, user: "admin" };
      expect(matching(event, filter(rules))).toEqual(["Three"]);
      expect(matching(event, filter(rules, "{product: okta, service: okta}"))).toEqual(["Two", "Three"]);
      expect(matching(event, filter(rules, "{category: x}"))).toEqual(["One", "Two", "Three"]);
    },
  );

  it.each([
    ["nope", "no rule of this id or name was loaded"],
    ["four", "it is a correlation"],
    ["three", "it is about another logsource"],
    ["filter2", "it is a filter"],
    ["broken", "it did not load"],
  ])("SG-72 a filter that does not reach %s says why, and works for the others", (name, why) => {
    const second = `name: filter2\n${filter("[two]")}`;
    const broken = "title: B\nname: broken\nlogsource: {product: okta}\ndetection: {condition: x}\n";
    const text = `${RULES}---\n${filter(`[two, ${name}]`)}---\n${second}---\n${broken}`;
    const { problems, rules } = load(text);
    expect(problems.filter(({ code }) => code === "NL-SIGMA-LINT-FILTER")).toMatchObject([
      { severity: "warning", message: expect.stringContaining(why) },
    ]);
    expect(rules.filter((rule) => matchesNaively(rule, { a: 1, user: "admin" }))).toHaveLength(2);
  });

  it.each([
    ["filter: 3", "NL-SIGMA-FILTER"],
    ["filter: {sel: {a: 1}, condition: sel}", "NL-SIGMA-FILTER"],
    ["filter: {rules: [{a: 1}], sel: {a: 1}, condition: sel}", "NL-SIGMA-FILTER"],
    ["filter: {rules: any, sel: {a: 1}}", "NL-SIGMA-CONDITION"],
    ["filter: {rules: any, sel: {a|foo: 1}, condition: sel}", "NL-SIGMA-MODIFIER"],
  ])("SG-73 %s is refused", (body, code) => {
    expect(load(`title: F\nlogsource: {product: okta}\n${body}`).problems).toMatchObject([{ code, severity: "error" }]);
  });

  it("SG-73 a filter needs a logsource", () => {
    expect(problemsOf("title: F\nfilter: {rules: any, sel: {a: 1}, condition: sel}")).toEqual([
      "NL-SIGMA-LOGSOURCE 1:1",
    ]);
    expect(messagesOf(filter("any").replace("logsource: {product: okta}\n", ""))).toContain('no "logsource"');
    expect(matching({ a: 1, user: "admin" }, filter("any").replace("logsource: {product: okta}\n", ""))).toHaveLength(
      3,
    );
  });
});
