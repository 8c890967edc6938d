import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { confidenceOf, LEVEL, WEIGHT } from "./weights.ts";

const page = new URL("../../../../docs/evidence.md", import.meta.url);

/** A row of the page: kinds in the first cell, in the second their weights in the same order. */
function weightsOf(line: string): readonly (readonly [kind: string, weight: number])[] {
  const [, kinds, weights] = line.split("|");
  if (kinds === undefined || weights === undefined || !line.startsWith("| `")) return [];
  const numbers = weights.split(", ").map((one) => Number.parseFloat(one));
  return [...kinds.matchAll(/`([^`]+)`/g)].map(
    (match, index) => [match[1] ?? "", numbers[index] ?? Number.NaN] as const,
  );
}

describe("weights", () => {
  it("SS-20 are each explained in docs/evidence.md, with the weight that they have", () => {
    const said = new Map(readFileSync(page, "utf8").split("\n").flatMap(weightsOf));
    expect(Object.fromEntries(said)).toEqual(WEIGHT);
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
