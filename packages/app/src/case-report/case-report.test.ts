import { caseOf, type CaseReport, caseReportOf } from "@nightlatch/core";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { PLAIN } from "../report/index.ts";
import { textIn } from "../report/pdf/read-pdf.fixture.ts";
import { CASE_FORMATS, giveCase } from "./index.ts";

const HOSTILE = `=cmd|'/c calc'!A1 <script>alert(1)</script> [x](https://evil.example) \u001b[2J\u202e "q", @everyone`;

const one = caseOf("C-1", [
  {
    seq: 1,
    at: 1_700_000_000_000,
    who: HOSTILE,
    kind: "case.opened",
    body: { tenant: "acme", title: HOSTILE, seeds: [] },
  },
  {
    seq: 2,
    at: 1_700_000_060_000,
    who: "jo",
    kind: "case.fact",
    body: { happened: 1_699_999_000_000, text: HOSTILE, source: { events: ["uid-1", "uid-2"] } },
  },
  { seq: 3, at: 1_700_000_120_000, who: "jo", kind: "case.task", body: { id: "T-1", text: HOSTILE, owner: "" } },
]);
if (one === undefined) throw new Error("The case was opened");
const give = (format: (typeof CASE_FORMATS)[number]): string => {
  const given = giveCase(one, format, { paint: PLAIN, width: 100 });
  return typeof given === "string" ? given : textIn(given);
};

describe("giveCase()", () => {
  it("RP-10 no form lets a text of a log act", () => {
    for (const format of CASE_FORMATS) {
      const text = give(format);
      expect([text.includes("\u001b"), text.includes("\u202e")]).toEqual([false, false]);
      expect(text).toContain("cmd");
    }
    expect(give("html")).not.toContain("<script");
    expect(give("markdown")).not.toMatch(/(?<!\\)<script|\]\(https:\/\//);
    const rows = parse<Record<string, string>>(give("csv"), { columns: true });
    expect(rows.map(({ message }) => message)).toContainEqual(expect.stringMatching(/^'=cmd/));
    expect(rows.every(({ datetime }) => /^\d{4}-\d\d-\d\dT/.test(datetime ?? ""))).toBe(true);
  });

  it("RP-10 text, Markdown, HTML and PDF cite the same events by the same numbers", () => {
    for (const format of ["text", "markdown", "html", "pdf"] as const)
      expect(give(format).replaceAll("\\", "")).toMatch(/\[1, 2\][\s\S]*uid-1[\s\S]*uid-2/);
  });

  it("RP-11 the HTML is one file without scripts that fetches nothing", () => {
    expect(give("html")).toMatch(/Content-Security-Policy" content="default-src 'none'/);
    expect(give("html")).not.toMatch(/<(?:script|link|img|iframe)|(?:src|href)=/);
  });

  it("RP-2 the JSON says moments in RFC 3339", () => {
    const report = JSON.parse(give("json")) as CaseReport;
    expect(report.timeline[0]).toMatchObject({
      happened: "2023-11-14T21:56:40.000Z",
      known: "2023-11-14T22:14:20.000Z",
    });
    expect(report.events).toEqual(caseReportOf(one).events);
  });
});
