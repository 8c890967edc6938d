import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CoverageSpan, isProven, learn, stretches } from "./index.ts";

const END = 60;
const span: fc.Arbitrary<CoverageSpan> = fc
  .record({
    from: fc.integer({ min: 0, max: END }),
    length: fc.integer({ min: 0, max: 20 }),
    state: fc.constantFrom("complete" as const, "gap" as const),
    reason: fc.constantFrom("polled", "reconciled"),
    knownAt: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ length, ...rest }) => ({ ...rest, until: rest.from + length }));

/** A minute at a time: the slow and obvious ledger. */
function naive(spans: readonly CoverageSpan[]): string[] {
  const minutes = Array.from({ length: END + 20 }, () => "unknown");
  for (const { from, until, state } of spans) minutes.fill(state, from, until);
  return minutes;
}

describe("coverage ledger", () => {
  it("CV-1 what is learnt later counts, a minute at a time", () => {
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 12 }),
        fc.nat({ max: END }),
        fc.nat({ max: 20 }),
        (spans, since, length) => {
          let known: readonly CoverageSpan[] = [];
          for (const one of spans) known = learn(known, one);
          const minutes = naive(spans);
          const until = since + length;
          const seen = stretches(known, { since, until }).flatMap(({ from, until: to, state }) =>
            Array.from({ length: to - from }, () => state),
          );
          expect(seen).toEqual(minutes.slice(since, until));
          expect(isProven(known, { since, until })).toBe(
            minutes.slice(since, until).every((state) => state === "complete"),
          );
        },
      ),
    );
  });

  it("CV-2 spans stay in order, do not overlap, and neighbours that say the same are one", () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
        let known: readonly CoverageSpan[] = [];
        for (const one of spans) known = learn(known, one);
        for (let n = 1; n < known.length; n++) {
          const [before, here] = [known[n - 1], known[n]];
          expect(before?.until).toBeLessThanOrEqual(here?.from ?? -1);
          const same = before?.until === here?.from && before?.state === here?.state && before?.reason === here?.reason;
          expect(same).toBe(false);
        }
      }),
    );
  });

  it("CV-3 a time of which nothing is known is unknown, and proves nothing", () => {
    expect(stretches([], { since: 0, until: 5 })).toEqual([
      { from: 0, until: 5, state: "unknown", reason: "never read" },
    ]);
    expect(isProven([], { since: 0, until: 5 })).toBe(false);
  });
});
