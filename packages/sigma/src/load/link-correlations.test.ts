import { describe, expect, it } from "vitest";
import { correlating, ID, load, messagesOf, problemsOf, RULES } from "./load.fixture.ts";
import { loadRules } from "./load-rules.ts";

describe("correlations among other documents", () => {
  it("SG-79 references go by id or name, across files in any order", () => {
    const correlation =
      "title: C\ncorrelation: {type: temporal, rules: [two, 5D3A3F5E-7D6D-4A55-9B0F-3F2A9D1C0B7E], group-by: [], timespan: 1h}\n";
    const { correlations } = loadRules([
      { file: "c.yml", text: correlation },
      { file: "r.yml", text: RULES },
    ]);
    expect(correlations).toMatchObject([{ rules: ["two", ID] }]);
  });

  it("SG-79 a reference to what is not there, or is a filter, is refused where it stands", () => {
    const text = correlating("{type: temporal, rules: [one, nope], group-by: [], timespan: 5m}");
    expect(problemsOf(text)).toEqual(["NL-SIGMA-REFERENCE 13:44"]);
    expect(messagesOf(text)).toContain('"nope" is neither the id nor the name of a rule that was loaded');
    const filter =
      "---\ntitle: F\nname: f\nlogsource: {product: okta}\nfilter: {rules: any, s: {a: 1}, condition: s}\n";
    expect(messagesOf(text.replace("nope", "f") + filter)).toContain('"f" is a filter');
  });

  it("SG-80 a correlation on what did not load is refused, and so are those on top of it; the rule fires on its own", () => {
    const chain = (name: string, on: string): string =>
      `---\ntitle: C\nname: ${name}\ncorrelation: {type: temporal, rules: [one, ${on}], group-by: [], timespan: 5m}\n`;
    const text = `${RULES.replace("b: 1", "b|foo: 1")}${chain("c2", "c1")}${chain("c1", "two")}`;
    const { correlations, silent, problems } = load(text);
    expect(correlations).toEqual([]);
    expect(silent).toEqual(new Set());
    expect(problems.map(({ code }) => code)).toEqual(["NL-SIGMA-MODIFIER", "NL-SIGMA-REFERENCE", "NL-SIGMA-REFERENCE"]);
    expect(problems[1]?.message).toContain('"c1" did not load');
  });

  it("SG-81 correlations that refer to each other in a circle are refused, and what hangs on them too", () => {
    const chain = (name: string, on: string): string =>
      `---\ntitle: C\nname: ${name}\ncorrelation: {type: temporal, rules: [one, ${on}], group-by: [], timespan: 5m}\n`;
    const { correlations, problems } = load(
      `${RULES}${chain("x", "a")}${chain("a", "b")}${chain("b", "a")}${chain("self", "self")}${chain("fine", "two")}`,
    );
    expect(correlations.map(({ key }) => key)).toEqual(["fine"]);
    expect(problems.map(({ code, message }) => `${code} ${/\(.*\)/.exec(message)?.[0] ?? ""}`)).toEqual([
      "NL-SIGMA-REFERENCE ",
      "NL-SIGMA-CYCLE (a → b → a)",
      "NL-SIGMA-CYCLE (a → b → a)",
      "NL-SIGMA-CYCLE (self → self)",
    ]);
  });

  it("SG-82 a correlation stands behind those that it refers to", () => {
    const chain = (name: string, on: string): string =>
      `---\ntitle: C\nname: ${name}\ncorrelation: {type: event_count, rules: [${on}], group-by: [u], timespan: 5m, condition: {gte: 2}}\n`;
    const { correlations } = load(`${RULES}${chain("c3", "c2")}${chain("c2", "c1")}${chain("c1", "one")}`);
    expect(correlations.map(({ key }) => key)).toEqual(["c1", "c2", "c3"]);
  });

  it("SG-85 rules that only feed correlations are silent, unless one of these says generate", () => {
    const count = (rules: string, generate: string): string =>
      `---\ntitle: C\ncorrelation: {type: temporal, rules: ${rules}, group-by: [], timespan: 5m${generate}}\n`;
    expect(load(`${RULES}${count("[one]", "")}`).silent).toEqual(new Set([ID]));
    expect(load(`${RULES}${count("[one, two]", "")}${count("[one]", ", generate: true")}`).silent).toEqual(
      new Set(["two"]),
    );
  });

  it("SG-85 generate may stand at the top of the document too", () => {
    const text = correlating("{type: temporal, rules: [one], group-by: [], timespan: 5m}", "generate: true\n");
    expect(load(text).correlations).toMatchObject([{ generate: true, custom: {} }]);
    expect(load(text).silent).toEqual(new Set());
    expect(messagesOf(text.replace("true", "maybe"))).toContain('"generate" is "maybe"');
  });
});
