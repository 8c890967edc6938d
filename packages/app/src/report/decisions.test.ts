import { describe, expect, it } from "vitest";
import { PLAIN } from "./paint.ts";
import { reportWith } from "./report.fixture.ts";
import type { DecisionReport } from "./scan-report.ts";
import { toText } from "./text.ts";

const DECISION: DecisionReport = {
  kind: "disable",
  rule: "A token",
  who: "Ana",
  why: "a job",
  until: "2026-06-01T00:00:00.000Z",
  state: "holds",
  findings: 0,
  events: 0,
};

describe("decisions in the report", () => {
  it("DT-38 are told with who, why and until when; what ended and what ends soon comes first", () => {
    const report = reportWith([]);
    const decisions: readonly DecisionReport[] = [
      { ...DECISION, findings: 2 },
      { ...DECISION, rule: "Many", kind: "tune", state: "ends-soon", events: 1 },
      { ...DECISION, rule: "Old", state: "ended" },
      { ...DECISION, rule: "Bare", who: "", why: "", until: null },
    ];
    const rules = { ...report.summary.rules, replaced: ["Ours"] };
    const text = toText({ ...report, summary: { ...report.summary, decisions, rules } }, { paint: PLAIN, width: 120 });
    const said = text.slice(text.indexOf("What the configuration decides"), text.indexOf("What was looked at"));
    expect(said.trim().split("\n")).toEqual([
      "What the configuration decides about rules",
      "  - «Old» switched off, ENDED 2026-06-01 00:00:00 UTC; the rule speaks again (Ana: a job)",
      "  - «Many» tuned, until 2026-06-01 00:00:00 UTC, which is SOON (Ana: a job): 1 event not counted",
      "  - «A token» switched off, until 2026-06-01 00:00:00 UTC (Ana: a job): 2 findings not told",
      "  - «Bare» switched off, without end (nobody said who or why)",
      "  - «Ours» of ours gives way to yours of the same id or name",
    ]);
  });
});
