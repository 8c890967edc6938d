import { describe, expect, it } from "vitest";
import { PLAIN, toText } from "./index.ts";
import { findingSaying, reportWith } from "./report.fixture.ts";
import { columns, wrap } from "./wrap.ts";

describe("the report for a terminal", () => {
  it("CL-30 opens with the worst session, tells victim and intruder apart without colour, and says what to do", () => {
    expect(toText(reportWith([findingSaying("calm")]), { paint: PLAIN, width: 80 })).toMatchInlineSnapshot(`
      "CALM  high

        calm.

        Who       calm (00u1)
        Session   calm
        Since     2023-10-18 14:03:22 UTC
        Until     2023-10-18 15:00:00 UTC (last event seen)
        How sure  high, confidence 0.97; evidence +2.5 / −0.5
        Finding   nl-0123456789abcdef, rule session.replay, ATT&CK T1539, T1550.004

      Who is who
        A  victim    calm · calm · calm
                     calm · calm
                     1 event, 2023-10-18 08:00:00 to 13:00:00
        B  INTRUDER  calm · calm · calm
                     calm · calm
                     1 event, 2023-10-18 14:03:22

      What happened (UTC)
        2023-10-18
        08:00:00  A │ first seen here: calm, calm
        13:00:00  A │ last seen here, after 1 event
        ── 14:03:22  the session changes hands ─────────────
        14:03:22        B ▌ calm  ! calm
        14:30:00        T ▌ calm  ! calm

      Done after the takeover
        - calm [calm], 2 times

      Why: for (+) and against (−)
        +2.50  calm
               2023-10-18 14:03:22  u1 and 1 more
        −0.50  against calm
               2023-10-18 14:03:22  u3
               calm
               2023-10-18 14:03:22  u4

      What to do now
        1. calm
        2. then calm

      What is not known
        - calm

      Explained, not reported: 3 changes of context
             3  the same address

      What was looked at
        Tenant    acme
        Covers    2023-10-18 08:00:00 UTC to 2023-10-18 15:00:00 UTC
        Read      2 events of 1 user in 1 session, from 1 file
        Rules     0 Sigma rules and 0 correlations beside the session engine
        Findings  1, 1 of them worth waking somebody (high, critical)
        By        nightlatch 0.0.0
      "
    `);
  });

  it("CL-30 says that nothing was found, and of what", () => {
    expect(toText(reportWith([]), { paint: PLAIN, width: 80 })).toMatchInlineSnapshot(`
      "NO STOLEN SESSION FOUND

        Nothing in this log speaks for a stolen session. That says something only of
        the time and the events it covers; see below.

      Explained, not reported: 3 changes of context
             3  the same address

      What was looked at
        Tenant    acme
        Covers    2023-10-18 08:00:00 UTC to 2023-10-18 15:00:00 UTC
        Read      2 events of 1 user in 1 session, from 1 file
        Rules     0 Sigma rules and 0 correlations beside the session engine
        Findings  0, 0 of them worth waking somebody (high, critical)
        By        nightlatch 0.0.0
      "
    `);
  });

  it("CL-30 does not take an empty input for a good sign", () => {
    const report = reportWith([]);
    const empty = { ...report, summary: { ...report.summary, events: 0, first: null, last: null } };
    expect(toText(empty, { paint: PLAIN, width: 80 })).toMatch(
      /^NOTHING WAS READ\n\n {2}No event came out of the input/,
    );
  });

  it("CL-30 lists the other findings, worst first, and counts those that it does not list", () => {
    const worst = findingSaying("calm");
    const { story: _, ...plain } = worst;
    const others = Array.from({ length: 45 }, (__, n) => ({ ...plain, id: `nl-${n}`, severity: "low" as const }));
    const text = toText(reportWith([worst, ...others]), { paint: PLAIN, width: 80 });
    expect(text).toContain("Other findings (45)");
    expect(text.match(/^ {2}low {11}calm$/gm)).toHaveLength(40);
    expect(text).toContain("and 5 more (5 low): --format json lists all.");
  });

  it("CL-30 keeps within the width of the terminal", () => {
    const long = `a${" word".repeat(60)} ${"x".repeat(300)} 山${"田".repeat(120)}`;
    const text = toText(reportWith([findingSaying(long)]), { paint: PLAIN, width: 72 });
    expect(
      text
        .split("\n")
        .slice(2)
        .filter((line) => columns(line) > 72),
    ).toEqual([]);
  });
});

describe("wrap", () => {
  it("CL-30 breaks at spaces, and a word only where it must", () => {
    expect(wrap("one two three", 8)).toEqual(["one two", "three"]);
    expect(wrap("abcdefghij k", 4)).toEqual(["abcd", "efgh", "ij k"]);
    expect(wrap("", 4)).toEqual([""]);
  });
});
