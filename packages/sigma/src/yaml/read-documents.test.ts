import { describe, expect, it } from "vitest";
import { load, messagesOf, problemsOf, rule, selecting } from "../load/load.fixture.ts";

describe("YAML of rule files", () => {
  it("SG-1 a file holds several documents; empty ones are passed over", () => {
    const text = `---\n${selecting("{a: 1}")}---\n# nothing\n---\n${selecting("{b: 1}")}---\n`;
    expect(load(text).rules.map(({ key }) => key)).toEqual(["a.yml#1", "a.yml#3"]);
    expect(load("").problems).toEqual([]);
    expect(load("# nothing\n").problems).toEqual([]);
  });

  it("SG-1 a mark at the beginning and other line breaks make no difference", () => {
    expect(load(`\uFEFF${selecting("{a: 1}").replaceAll("\n", "\r\n")}`).rules).toHaveLength(1);
  });

  it.each([
    ["title: [", "NL-SIGMA-YAML 1:9", "This is no YAML"],
    ["a: 1\na: 2", "NL-SIGMA-YAML 2:1", '"a" stands twice'],
    ["a: {b: 1, c: {d: 1, 'd': 2}}", "NL-SIGMA-YAML 1:21", '"d" stands twice'],
    ["a: &x {b: 1}\nc:\n  <<: *x", "NL-SIGMA-YAML 3:3", "Merge keys"],
    ["a: *x", "NL-SIGMA-YAML 1:4", "*x has no anchor"],
    ["a: !!binary aGk=", "NL-SIGMA-YAML 1:13", "leave it out"],
    ["? [a]\n: 1", "NL-SIGMA-YAML 1:3", "A key is a list"],
    ["- 1", "NL-SIGMA-DOCUMENT 1:1", "a map of attributes is wanted"],
    ["text", "NL-SIGMA-DOCUMENT 1:1", '"text"'],
  ])("SG-4 %j is refused", (text, problem, message) => {
    expect(problemsOf(text)).toContain(problem);
    expect(messagesOf(text)).toContain(message);
  });

  it("SG-4 an alias stands for what its anchor holds", () => {
    const text = rule("\n  _x: &x [a, b]\n  sel: {f: *x}\n  condition: sel");
    expect(load(text).rules[0]?.expression).toMatchObject({ kind: "or", of: [{ field: "f" }, { field: "f" }] });
  });

  it("SG-5 a file beyond its length, depth or number of nodes is refused, aliases counted as often as used", () => {
    const bomb = Array.from({ length: 9 }, (_, n) => `a${n}: &a${n} [${`*a${n - 1}, `.repeat(9)}x]`).join("\n");
    expect(problemsOf(bomb.replace(/\[(?:\*a-1, )+/, "["))).toEqual([expect.stringMatching(/^NL-SIGMA-LIMIT /)]);
    expect(messagesOf("a: &a [*a]")).toContain("nested more than 64 deep");
    expect(problemsOf("title: abc", { limits: { maxFileLength: 5 } })).toEqual(["NL-SIGMA-LIMIT 1:1"]);
    expect(problemsOf(`a: ${"[".repeat(70)}${"]".repeat(70)}`)).toEqual(["NL-SIGMA-LIMIT 1:68"]);
    const stairs = Array.from({ length: 2000 }, (_, n) => `${" ".repeat(n)}a:`).join("\n");
    expect(problemsOf(stairs, { limits: { maxFileLength: 1e7 } })).toEqual([expect.stringMatching(/^NL-SIGMA-LIMIT /)]);
  });

  it("SG-5 so are a file with too many documents, and one with a document that is too long", () => {
    expect(problemsOf("---\n".repeat(20), { limits: { maxDocuments: 10 } })).toEqual(["NL-SIGMA-LIMIT 11:1"]);
    expect(problemsOf(`--- a\n--- ${"a".repeat(90)}`, { limits: { maxDocumentLength: 90 } })).toEqual([
      "NL-SIGMA-LIMIT 2:1",
    ]);
  });

  it("SG-5 a text full of errors is not read to its end, and reported up to a hundred times", () => {
    expect(load("]".repeat(200_000)).problems.length).toBeLessThanOrEqual(5);
    expect(load(`a:\n${"  - x: 1\n    x: 2\n".repeat(500)}`).problems).toHaveLength(100);
  });

  it("SG-27 plain scalars are those of YAML 1.2: yes and no are text, numbers keep how they were written", () => {
    const { rules } = load(
      selecting("{a: yes, b: 0x1F, c: '5', d: 1.50, e: True, f: ~, g: -0, h: 1e3, i: .5, j: 12:30}"),
    );
    const { of: tests } = rules[0]!.expression as unknown as { of: { field: string; test: object }[] };
    expect(Object.fromEntries(tests.map(({ field, test }) => [field, test]))).toEqual({
      a: { kind: "text", parts: ["yes"], cased: false },
      b: { kind: "number", op: "eq", value: "31" },
      c: { kind: "text", parts: ["5"], cased: false },
      d: { kind: "number", op: "eq", value: "1.5" },
      e: { kind: "boolean", value: true },
      f: { kind: "null" },
      g: { kind: "number", op: "eq", value: "0" },
      h: { kind: "number", op: "eq", value: "1000" },
      i: { kind: "number", op: "eq", value: "0.5" },
      j: { kind: "text", parts: ["12:30"], cased: false },
    });
  });
});
