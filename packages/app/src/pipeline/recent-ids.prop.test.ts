import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RecentIds } from "./recent-ids.ts";

describe("ids that are remembered", () => {
  it("PL-12 are known with their place while no more than so many others came, also when their hashes collide", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(30).map(String), fc.string({ maxLength: 2 })), { maxLength: 200 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(1, 2, 16),
        (ids, atLeast, probes) => {
          const recent = new RecentIds(atLeast, probes);
          const added: { id: string; line: number }[] = [];
          for (const [line, id] of ids.entries()) {
            const seen = recent.findOrAdd(id, "log", line);
            const first = added.findLast((one) => one.id === id);
            const after = first === undefined ? 0 : added.length - added.indexOf(first);
            if (seen === undefined) added.push({ id, line });
            // Found is only what was added, and then with the place of that.
            expect(seen ?? { file: "log", line: first?.line }).toEqual({ file: "log", line: first?.line });
            expect(seen === undefined && first !== undefined && after <= atLeast).toBe(false);
            expect(after <= 2 * atLeast || seen === undefined).toBe(true);
          }
        },
      ),
    );
  });
});
