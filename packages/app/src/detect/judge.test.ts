import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "@nightlatch/core";
import { compileRules, valuesAt } from "@nightlatch/sigma";
import { describe, expect, it } from "vitest";
import { contentPath } from "../content.ts";
import { ChunkReader } from "../pipeline/chunk-reader.ts";
import { hitsOf, hitsOfRecord } from "../pipeline/index.ts";
import { bundledPlaceholders } from "./bundled-placeholders.ts";
import { readRuleBook } from "./rule-book.ts";
import { readRuleFiles } from "./rule-files.ts";
import { createJudge } from "./rule-judge.ts";
import { worstFirst } from "./worst-first.ts";

const LOG = join(import.meta.dirname, "..", "..", "..", "..", "corpus", "scenarios", "r3-1password", "events.ndjson");

function rule(title: string, more: string): string {
  return `title: ${title}\nname: ${title}\nlogsource: { product: okta }\nlevel: low\ndetection:\n  selection: { ${more} }\n  condition: selection\n`;
}

describe("the judge of records", () => {
  it("DT-7 finds by the cheap look at texts what it finds by the whole record, with every rule of ours", async () => {
    const texts = await readRuleFiles([contentPath("rules")], () => undefined);
    const book = readRuleBook(texts, (await bundledPlaceholders()).indicators);
    expect(book.rules.length).toBeGreaterThan(0);
    expect(book.problems).toEqual([]);
    const bytes = readFileSync(LOG);
    const reader = new ChunkReader(createJudge({ rules: book.rules, fields: book.fields }), { from: 0, to: Infinity });
    const { rows } = reader.read({ file: LOG, bytes, base: 0, line: 1, spans: undefined, origins: undefined });
    const matcher = compileRules(book.rules);
    const lines = bytes.toString("utf8").trimEnd().split("\n");
    expect(rows.count).toBe(lines.length);
    for (const [row, line] of lines.entries()) {
      const event: unknown = JSON.parse(line);
      const hits = hitsOf({ rows, row });
      expect(hits.map((hit) => hit.rule)).toEqual(matcher.match(event).map(({ key }) => key));
      for (const hit of hits)
        for (const [field, values] of Object.entries(hit.values))
          expect(values).toEqual(valuesAt(event, field).filter((value) => value !== ""));
    }
    expect(rows.judged.verdicts.length).toBeGreaterThan(0);
  });

  it("DT-3 lets a hit carry every value that its correlations ask for, by alias too", () => {
    const correlation = `title: Both\ncorrelation:\n  type: value_count\n  rules: [made, used]\n  group-by: [who]\n  timespan: 1h\n  condition: { gte: 2, field: client.ipAddress }\n  aliases:\n    who: { made: actor.id, used: target.id }\n`;
    const text = [rule("made", "eventType: a"), rule("used", "eventType: b"), correlation].join("---\n");
    const book = readRuleBook([{ file: "rules.yml", text }]);
    expect(book.problems).toEqual([]);
    const judge = createJudge({ rules: book.rules, fields: book.fields });
    const judged = (event: object): unknown => hitsOfRecord(judge, event)[0]?.values;
    expect(judged({ eventType: "a", actor: { id: "00u1" }, client: { ipAddress: "192.0.2.1" } })).toMatchObject({
      "actor.id": ["00u1"],
      "client.ipAddress": ["192.0.2.1"],
    });
    expect(judged({ eventType: "b", target: [{ id: "00u1" }, { id: "00u2" }] })).toMatchObject({
      "target.id": ["00u1", "00u2"],
      "client.ipAddress": [],
    });
  });

  it("CL-19 lets rules of ours wait for what only the user knows, and runs them when it is said", async () => {
    const texts = await readRuleFiles([contentPath("rules")], () => undefined);
    const { indicators, tests } = await bundledPlaceholders();
    const waiting = readRuleBook(texts, indicators);
    const running = readRuleBook(texts, { ...indicators, ...tests });
    expect(waiting.waiting.length).toBeGreaterThan(0);
    expect([waiting.problems, running.problems, running.waiting]).toEqual([[], [], []]);
    expect(running.rules.length).toBeGreaterThan(waiting.rules.length);
  });

  it("DT-5 keeps a rule that a correlation counts silent, unless the correlation says otherwise", () => {
    const counted = (more: string): string =>
      `title: Many\nname: many\ncorrelation:\n  type: event_count\n  rules: [made]\n  group-by: [actor.id]\n  timespan: 1h\n  condition: { gte: 2 }\n${more}`;
    const keys = (more: string): readonly string[] => {
      const { silent, byKey } = readRuleBook([
        { file: "a.yml", text: `${rule("made", "eventType: a")}---\n${counted(more)}` },
      ]);
      return [...silent].map((key) => byKey.get(key)?.title ?? "");
    };
    expect(keys("")).toEqual(["made"]);
    expect(keys("  generate: true\n")).toEqual([]);
  });

  it("CL-16 leaves out correlations of rules for another log, and counts them", () => {
    const other = rule("made", "eventType: a").replace("okta", "windows");
    const correlation =
      "title: Many\ncorrelation:\n  type: event_count\n  rules: [made]\n  timespan: 1h\n  condition: { gte: 2 }\n";
    const book = readRuleBook([{ file: "a.yml", text: `${other}---\n${correlation}` }]);
    expect([book.rules.length, book.correlations.length, book.elsewhere]).toEqual([0, 0, 2]);
  });

  it("CL-15 reads rules without the tests inside, and still names the right lines", () => {
    const tested = `${rule("one", "eventType: a")}tests:\n  positive:\n    - why: x\n      event: { a: b }\n\n# more\n  negative: []\n---\n`;
    const book = readRuleBook([
      {
        file: "a.yml",
        text: `${tested}${rule("two", "eventType: b").replace("condition: selection", "condition: selektion")}`,
      },
    ]);
    expect(book.rules.map(({ title, tests }) => [title, tests.length])).toEqual([["one", 0]]);
    expect(book.problems.map(({ code, line }) => [code, line])).toEqual([["NL-SIGMA-IDENTIFIER", 22]]);
  });
});

describe("the order of findings", () => {
  it("DT-6 is worst first, then surest, then earliest, then by id", () => {
    const one = (severity: Finding["severity"], confidence: number, first: string, id: string): Finding =>
      ({ severity, confidence, first, id }) as Finding;
    const sorted = [
      one("low", 0.9, "2023", "a"),
      one("high", 0.5, "2023", "b"),
      one("high", 0.9, "2023", "d"),
      one("high", 0.9, "2022", "e"),
      one("critical", 0.1, "2023", "f"),
      one("high", 0.9, "2023", "c"),
    ].sort(worstFirst);
    expect(sorted.map(({ id }) => id).join("")).toBe("fecdba");
  });
});
