import { describe, expect, it } from "vitest";
import { Coverage } from "./coverage.ts";

const DAY = 86_400_000;

describe("Coverage", () => {
  it("CL-22 tells the first and last event, and the longest stretches of more than a day without any", () => {
    const coverage = new Coverage();
    let at = 0;
    const gaps = [1, 3, 0.5, 2, 9, 4, 1.5, 5];
    coverage.note(at);
    for (const gap of gaps) coverage.note((at += gap * DAY));
    expect([coverage.first, coverage.last]).toEqual([0, 26 * DAY]);
    expect(coverage.silences().map(({ from, to }) => (to - from) / DAY)).toEqual([3, 2, 9, 4, 5]);
  });

  it("CL-22 tells nothing of nothing", () => {
    const coverage = new Coverage();
    expect([coverage.first, coverage.last, coverage.silences()]).toEqual([undefined, undefined, []]);
  });
});
