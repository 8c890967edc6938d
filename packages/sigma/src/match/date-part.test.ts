import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { datePart } from "./date-part.ts";

const PARTS = ["minute", "hour", "day", "week", "month", "year"] as const;

function parts(text: string): readonly (number | undefined)[] {
  return PARTS.map((part) => datePart(text, part));
}

describe("a part of a date", () => {
  it("SG-137 is that of the moment in UTC; without a zone the text is taken as UTC", () => {
    expect(parts("2026-01-05T09:30:15.123Z")).toEqual([30, 9, 5, 2, 1, 2026]);
    expect(parts("2026-01-05 09:30:15")).toEqual([30, 9, 5, 2, 1, 2026]);
    expect(parts("2026-01-01T00:30:00+02:00")).toEqual([30, 22, 31, 1, 12, 2025]);
    expect(parts("2025-12-31T20:00-0530")).toEqual([30, 1, 1, 1, 1, 2026]);
    expect(parts("2024-02-29")).toEqual([0, 0, 29, 9, 2, 2024]);
    expect(parts("0001-01-01")).toEqual([0, 0, 1, 1, 1, 1]);
  });

  it("SG-137 counts weeks as ISO 8601 does", () => {
    for (const [day, week] of [
      ["2021-01-03", 53],
      ["2021-01-04", 1],
      ["2024-12-30", 1],
      ["2026-12-31", 53],
      ["1969-12-29", 1],
    ] as const)
      expect(datePart(day, "week")).toBe(week);
    // Weeks follow each other by one, or begin anew on a Monday.
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (day) => {
        const week = (n: number): number => datePart(new Date(n * 86_400_000).toISOString().slice(-24), "week")!;
        const monday = (((day + 3) % 7) + 7) % 7 === 0;
        return week(day) === week(day - 1) + (monday ? 1 : 0) || (monday && week(day) === 1);
      }),
    );
  });

  it("SG-137 is not in what is no date", () => {
    for (const text of [
      "",
      "now",
      "2026-13-01",
      "2026-02-30",
      "2026-01-05T24:00:00Z",
      "2026-01-05T09:60Z",
      "1767605415",
      "2026-01-05T09:30:15Z junk",
      "2026-01-05T09",
    ])
      expect(parts(text)).toEqual(PARTS.map(() => undefined));
  });
});
