import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { confidenceOf, LEVEL, WEIGHT } from "./weights.ts";

const page = new URL("../../../../docs/evidence.md", import.meta.url);

describe("weights", () => {
  it("SS-20 are each explained in docs/evidence.md", () => {
    expect(existsSync(page)).toBe(true);
    const text = readFileSync(page, "utf8");
    expect(Object.keys(WEIGHT).filter((kind) => !text.includes(`\`${kind}\``))).toEqual([]);
  });
  it("SS-20 let no one observation reach high alone", () => {
    expect(Math.max(...Object.values(WEIGHT))).toBeLessThan(LEVEL.high);
  });
  it("SS-50 give more confidence for more evidence", () => {
    const levels = [0, LEVEL.low, LEVEL.medium, LEVEL.high, LEVEL.critical].map((score) => confidenceOf(score));
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(levels).toEqual([0.095, 0.433, 0.611, 0.794, 0.973]);
  });
});
