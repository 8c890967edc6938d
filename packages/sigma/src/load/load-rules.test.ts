import { describe, expect, it } from "vitest";
import { load, messagesOf, problemsOf, rule, selecting } from "./load.fixture.ts";
import { loadRules } from "./load-rules.ts";

const good = selecting("{a: 1}");

describe("loading rules", () => {
  it("SG-2 a problem has a code, file, line, column, the rule's title, what is there and what is wanted", () => {
    expect(loadRules([{ file: "rules/x.yml", text: rule("{sel: {f|gt: abc}, condition: sel}") }]).problems).toEqual([
      {
        code: "NL-SIGMA-VALUE",
        severity: "error",
        file: "rules/x.yml",
        line: 3,
        column: 25,
        rule: "A",
        message: 'The value is "abc"; a number is wanted',
      },
    ]);
  });

  it("SG-3 a bad document keeps no other from loading, and problems come in the order of files and lines", () => {
    const { rules, problems } = loadRules([
      { file: "b.yml", text: `${good}---\ntitle: [\n` },
      { file: "a.yml", text: `title: x\n---\n${good}---\n${selecting("{f|foo: 1}")}` },
      { file: "c.yml", text: "\u0000" },
    ]);
    expect(rules.map(({ key }) => key)).toEqual(["b.yml#1", "a.yml#2"]);
    expect(problems.map(({ file, line }) => `${file}:${line}`)).toEqual(["b.yml:6", "a.yml:1", "a.yml:9", "c.yml:1"]);
  });

  it("SG-3 a file without any rule, or no file at all, is no problem", () => {
    expect(loadRules([])).toEqual({ rules: [], correlations: [], silent: new Set(), problems: [] });
  });

  it.each(["global", "reset", "repeat"])("SG-7 a collection with action: %s is refused as a whole", (action) => {
    const text = `action: ${action}\ntitle: A\n---\n${good}`;
    expect(load(text).rules).toEqual([]);
    expect(problemsOf(text)).toEqual(["NL-SIGMA-DOCUMENT 1:1"]);
    expect(messagesOf(text)).toContain("write each rule as a whole document");
  });

  it("SG-7 an attribute of that name with another value is the author's own", () => {
    expect(load(`action: block\n${good}`).rules[0]?.custom).toEqual({ action: "block" });
  });

  it("SG-8 a document has one of detection, correlation and filter", () => {
    expect(problemsOf("title: A")).toEqual(["NL-SIGMA-DOCUMENT 1:1"]);
    expect(messagesOf(`${good}filter: {}\n`)).toContain('this one has "detection" and "filter"');
  });

  it("SG-13 a rule is known by its id, else by its name, else by its file and position", () => {
    const id = "5d3a3f5e-7d6d-4a55-9b0f-3f2a9d1c0b7e";
    const text = `${selecting("{a: 1}", `id: ${id}\nname: n1\n`)}---\n${selecting("{a: 1}", "name: n2\n")}---\n${good}`;
    expect(load(text).rules.map(({ key }) => key)).toEqual([id, "n2", "a.yml#3"]);
  });

  it("SG-13 an id or name that another has already is refused, and the message says who has it", () => {
    const one = selecting("{a: 1}", "id: 5d3a3f5e-7d6d-4a55-9b0f-3f2a9d1c0b7e\nname: n1\n");
    const { rules, problems } = loadRules([
      { file: "a.yml", text: one },
      { file: "b.yml", text: one.replace("n1", "n2").replace("5d3a", "5D3A") },
      { file: "c.yml", text: selecting("{a: 1}", "name: n1\n") },
      { file: "a.yml", text: good },
      { file: "a.yml", text: good },
    ]);
    expect(rules.map(({ place }) => place.file)).toEqual(["a.yml", "a.yml"]);
    expect(problems.map(({ code, file, line }) => `${code} ${file}:${line}`)).toEqual([
      "NL-SIGMA-DUPLICATE b.yml:3",
      "NL-SIGMA-DUPLICATE c.yml:3",
      "NL-SIGMA-DUPLICATE a.yml:1",
    ]);
    expect(problems[1]?.message).toContain('The name "n1" is that of "A" already (a.yml:1)');
  });

  it("SG-13 a rule that cannot run keeps neither its id nor its name from one that can", () => {
    const { rules, problems } = loadRules([
      { file: "a.yml", text: selecting("{a|re: '('}", "name: n1\n") },
      { file: "b.yml", text: selecting("{a: 1}", "name: n1\n") },
    ]);
    expect(rules.map(({ name, place }) => `${name} ${place.file}`)).toEqual(["n1 b.yml"]);
    expect(problems.map(({ code, file }) => `${code} ${file}`)).toEqual(["NL-SIGMA-REGEX a.yml"]);
  });
});
