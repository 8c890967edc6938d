import type { Story } from "@nightlatch/core";
import { describe, expect, it } from "vitest";
import { timelineOf } from "./page.ts";
import { findingSaying } from "./report.fixture.ts";

describe("timelineOf", () => {
  const story = findingSaying("x").story as Story;

  it("CL-30 puts the victim's contexts, the takeover and the intruder's steps into the order of time, by day", () => {
    const [step] = story.steps;
    const days = timelineOf({ ...story, steps: [...story.steps, { ...step!, time: "2023-10-19T01:00:00.000Z" }] });
    expect(
      days.map(({ day, rows }) => [
        day,
        rows.map((row) =>
          row.kind === "takeover" ? "takeover" : `${row.time.slice(11, 16)} ${row.context} ${row.role}`,
        ),
      ]),
    ).toEqual([
      ["2023-10-18", ["08:00 A victim", "13:00 A victim", "takeover", "14:03 B intruder", "14:30 token intruder"]],
      ["2023-10-19", ["01:00 B intruder"]],
    ]);
  });

  it("CL-30 tells the same step again and again once, with its count", () => {
    const [step] = story.steps;
    const days = timelineOf({
      ...story,
      steps: Array.from({ length: 5 }, () => step!),
    });
    expect(days[0]?.rows.at(-1)).toMatchObject({ kind: "step", times: 5 });
  });
});
