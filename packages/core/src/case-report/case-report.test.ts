import { describe, expect, it } from "vitest";
import { caseReportOf, durationText, momentText, type Sentence, timesketchRows } from "./index.ts";
import { toldCase } from "./told-case.fixture.ts";

describe("caseReportOf()", () => {
  it("RP-1 every sentence of fact cites events, or names the entry, the file or the person that it rests on", async () => {
    const report = caseReportOf(await toldCase());
    const said: readonly Sentence[] = [
      ...report.summary,
      ...report.timeline,
      ...report.held,
      ...report.reached,
      ...report.reachable,
      ...report.questions,
      ...report.actions,
      ...report.ledger,
      ...report.tasks,
    ];
    expect(said.length).toBeGreaterThan(30);
    expect(said.filter(({ events, source }) => events.length === 0 && source === "")).toEqual([]);
    expect(new Set(report.events)).toEqual(new Set(said.flatMap(({ events }) => events)));
    expect(new Set(report.events)).toEqual(new Set(["first", "made", "user", "group"]));
  });

  it("RP-2 the timeline has two clocks: when it happened, and when we knew", async () => {
    const { timeline, measures } = caseReportOf(await toldCase());
    const times = timeline.map(({ happened, known }) => happened ?? known);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const act = timeline.find(({ kind, events }) => kind === "malicious-act" && events.includes("made"));
    expect(act?.known).toBeGreaterThan(act?.happened ?? Infinity);
    const rumour = timeline.find(({ text }) => text === "Jo told a friend");
    expect(rumour).toMatchObject({ happened: null, source: expect.stringContaining("jo@example.com") as string });
    expect(measures.lead).toBe(89 * 60_000);
  });

  it("RP-3 what is not known is listed: answers without proof, what nobody read back, credentials nothing shows dead", async () => {
    const { unknowns } = caseReportOf(
      await toldCase([{ kind: "action.before", body: { action: "A-2", attempt: 1, request: "" } }]),
    );
    expect(unknowns).toContainEqual("Whether end-sessions on user:00ux came to pass");
    expect(unknowns).toContainEqual("When it happened: Jo told a friend");
    expect(unknowns.some((text) => text.startsWith("Whether api-token:00Tx still opens something"))).toBe(true);
    expect(unknowns).toContainEqual("The case is not contained, or nothing shows that it is");
    expect(unknowns.filter((text, at) => unknowns.indexOf(text) !== at)).toEqual([]);
  });

  it("RP-3 an action counts as holding only when it was read back", async () => {
    const { actions } = caseReportOf(await toldCase());
    expect(actions.map(({ state }) => state)).toEqual(["holds", "planned"]);
    const begun = await toldCase([
      { kind: "action.before", body: { action: "A-2", attempt: 1, request: "" } },
      { kind: "action.after", body: { action: "A-2", attempt: 1, outcome: "refused", code: "403", text: "403" } },
    ]);
    expect(caseReportOf(begun).actions[1]?.state).toBe("refused");
  });

  it("RP-4 notes stay in the case", async () => {
    expect(JSON.stringify(caseReportOf(await toldCase()))).not.toContain("only for us");
  });

  it("RP-5 the timeline is given out with Timesketch's columns", async () => {
    const report = caseReportOf(await toldCase());
    const rows = timesketchRows(report);
    expect(rows).toHaveLength(report.timeline.length);
    for (const row of rows) {
      expect(row.message).not.toBe("");
      expect(row.timestamp).toBe(Date.parse(row.datetime) * 1000);
    }
    expect(rows.find(({ message }) => message === "Jo told a friend")?.timestamp_desc).toBe("Time of Knowledge");
  });
});

describe("words for time", () => {
  it("RP-6 moments are UTC and say so; lengths are said in their two largest units", () => {
    expect(momentText(Date.UTC(2026, 0, 5, 12, 1, 2, 900))).toBe("2026-01-05 12:01:02 UTC");
    expect([0, 59_000, 61_000, 3_600_000, 90_061_000, -7_260_000].map(durationText)).toEqual([
      "0 s",
      "59 s",
      "1 min 1 s",
      "1 h",
      "1 d 1 h",
      "2 h 1 min",
    ]);
  });
});
