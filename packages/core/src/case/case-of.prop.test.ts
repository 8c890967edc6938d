import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseOf } from "./case-of.ts";
import { entries, OPENED, someDeed, someFinding } from "./case.fixture.ts";

describe("caseOf()", () => {
  it("CA-1 the fold of the entries until a moment is the case as it was known then, whatever came later", () => {
    fc.assert(
      fc.property(fc.array(someDeed, { maxLength: 20 }), fc.nat(20), (deeds, cut) => {
        const all = entries([OPENED, ...deeds]);
        const then = all.slice(0, cut + 1);
        const moment = then.at(-1)?.at ?? 0;
        const asOf = all.filter(({ at }) => at <= moment);
        expect(caseOf("C-1", asOf)).toEqual(caseOf("C-1", then));
        // Nothing that came later is in it.
        const later = all.slice(then.length);
        const folded = caseOf("C-1", then);
        expect(folded?.lastEntry).toBe(then.at(-1)?.seq);
        expect(folded?.notes.length).toBe(then.filter(({ kind }) => kind === "case.note").length);
        expect(later.every(({ at }) => at > moment)).toBe(true);
      }),
    );
  });

  it("CA-2 entries count in the order of the journal, in whatever order they are handed over", () => {
    fc.assert(
      fc.property(fc.array(someDeed, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (deeds, chance) => {
        const all = entries([OPENED, ...deeds]);
        const shuffled = all
          .map((entry) => ({ entry, key: chance.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ entry }) => entry);
        expect(caseOf("C-1", shuffled)).toEqual(caseOf("C-1", all));
      }),
    );
  });

  it("CA-3 the order in which findings join makes no other case", () => {
    fc.assert(
      fc.property(fc.uniqueArray(someFinding, { maxLength: 8, selector: ({ id }) => id }), (findings) => {
        const joined = (some: typeof findings) =>
          caseOf(
            "C-1",
            entries([
              OPENED,
              ...some.map((one) => ({
                kind: "case.finding-joined" as const,
                body: { finding: one, why: [], notBy: [] },
              })),
            ]),
          )?.findings.map(({ finding }) => finding);
        expect(joined(findings.toReversed())).toEqual(joined(findings));
      }),
    );
  });
});
