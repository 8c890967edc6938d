import { describe, expect, it } from "vitest";
import { loadRules } from "../load/load-rules.ts";
import { runRuleTests, type RuleTestOptions } from "./run-rule-tests.ts";

const RULE = `
title: Failed sign-in
name: failed
logsource: {product: okta}
detection:
  selection: {eventType: user.session.start, outcome.result: FAILURE}
  condition: selection
`;

function run(text: string, options?: RuleTestOptions): readonly (readonly [string, boolean, string])[] {
  const set = loadRules([{ file: "rule.yml", text }]);
  expect(set.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return runRuleTests(set, options).map(({ test, passed, reason }) => [test.why, passed, reason]);
}

describe("tests inside rules", () => {
  it("SG-160 pass when a positive one matches and a negative one does not, and say why they fail", () => {
    const failed = "{eventType: user.session.start, outcome: {result: FAILURE}}";
    const worked = "{eventType: user.session.start, outcome: {result: SUCCESS}}";
    const tests = `
tests:
  positive:
    - {why: It failed, event: ${failed}}
    - {why: It worked, event: ${worked}}
    - {why: One of them failed, events: [${worked}, ${failed}]}
  negative:
    - {why: It worked after all, event: ${worked}}
    - {why: It failed after all, event: ${failed}}
`;
    expect(run(RULE + tests)).toEqual([
      ["It failed", true, ""],
      ["It worked", false, "It does not match, and must"],
      ["One of them failed", true, ""],
      ["It worked after all", true, ""],
      ["It failed after all", false, "It matches, and must not"],
    ]);
  });

  const CORRELATION = `${RULE}
---
title: Guessing
name: guessing
correlation:
  type: event_count
  rules: [failed]
  group-by: [actor.id]
  timespan: 10m
  condition: {gte: 2}
level: medium
---
title: Guessing, twice
correlation:
  type: event_count
  rules: [guessing]
  group-by: [actor.id]
  timespan: 1d
  condition: {gte: 2}
`;
  const at = (minute: number, actor: string, time = "published"): string =>
    `{eventType: user.session.start, outcome: {result: FAILURE}, actor: {id: ${actor}}, ${time}: "2026-01-05T10:${String(minute).padStart(2, "0")}:00Z"}`;

  it("SG-161 of a correlation are sequences, put in order by their times", () => {
    const tests = `
tests:
  positive:
    - {why: Two within ten minutes, events: [${at(9, "a")}, ${at(1, "a")}]}
    - {why: At the edge, events: [${at(11, "a", "time")}, ${at(1, "a", "time")}]}
  negative:
    - {why: Too far apart, events: [${at(12, "a")}, ${at(1, "a")}]}
    - {why: Two people, events: [${at(1, "a")}, ${at(1, "b")}]}
    - {why: No time, events: [${at(1, "a", "moment")}]}
`;
    expect(run(CORRELATION.replace("level: medium\n", `level: medium${tests}`))).toEqual([
      ["Two within ten minutes", true, ""],
      ["At the edge", true, ""],
      ["Too far apart", true, ""],
      ["Two people", true, ""],
      ["No time", false, expect.stringContaining("Event 1 has no time")],
    ]);
  });

  it("SG-161 take time and identity from the caller where that is wanted, and chain correlations", () => {
    const minutes = [1, 2, 31, 32].map((minute) => at(minute, "a", "moment"));
    const tests = `tests: {positive: [{why: Twice two, events: [${minutes.join(", ")}]}, {why: Once two, events: [${minutes.slice(0, 2).join(", ")}]}]}\n`;
    const timeOf = (event: unknown): number => Date.parse((event as { moment: string }).moment);
    const uidOf = (_event: unknown, position: number): string => `n${position}`;
    expect(run(CORRELATION + tests, { timeOf, uidOf })).toEqual([
      ["Twice two", true, ""],
      ["Once two", false, "It does not match, and must"],
    ]);
  });
});
