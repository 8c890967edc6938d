import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NeedleIndex } from "./needle-index.ts";

describe("an index of needles", () => {
  it("SG-155 finds the needles that a text holds, each once", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "\\", "é"), maxLength: 30 });
    const needles = fc.uniqueArray(
      text.filter((needle) => needle !== ""),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(needles, text, (all, hay) => {
        const index = new NeedleIndex();
        for (const [n, needle] of all.entries()) index.rulesOf(needle).push(n);
        const wanted = all.flatMap((needle, n) => (hay.includes(needle) ? [n] : []));
        expect(
          index
            .find(hay)
            .flat()
            .sort((a, b) => a - b),
        ).toEqual(wanted);
      }),
      { numRuns: 2000 },
    );
  });

  it("SG-155 does bounded work on hostile texts and many needles", () => {
    const index = new NeedleIndex();
    for (let n = 0; n < 300; n++) index.rulesOf(`${"a".repeat(100 + n)}b`).push(n);
    expect(index.find("a".repeat(50_000))).toEqual([]);
    expect(index.find(`${"a".repeat(50_000)}b`)).toHaveLength(300);
  });
});
