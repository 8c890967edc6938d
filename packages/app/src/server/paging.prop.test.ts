import { listFindings, type PageQuery } from "@nightlatch/client";
import type { Severity } from "@nightlatch/core";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { House, kept } from "./server.fixture.ts";

let house: House;
beforeAll(async () => {
  house = await House.open();
});
beforeEach(() => house.clear());
afterAll(() => house.close());

/** Something that happens to findings; the clock may stand still between two. */
const deed = fc.record({
  id: fc.integer({ min: 0, max: 12 }).map((n) => `nl-${n}`),
  tenant: fc.constantFrom("acme", "other"),
  severity: fc.constantFrom<Severity>("low", "high"),
  after: fc.constantFrom(0, 0, 1, 1000),
});
type Deed = typeof deed extends fc.Arbitrary<infer One> ? One : never;

async function happen({ id, tenant, severity, after }: Deed): Promise<void> {
  house.now += after;
  await house.keep({ id: `${id}-${tenant}`, tenant, severity });
}

describe("paging while findings change", () => {
  it("AP-21 each finding that was there at the beginning is shown once, and none twice, whatever changes meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { maxLength: 20 }),
        fc.array(fc.array(deed, { maxLength: 3 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        async (before, meanwhile, limit) => {
          await house.clear();
          for (const one of before) await happen(one);
          const there = new Set(before.map(({ id, tenant }) => `${id}-${tenant}`));
          const client = await house.client("read");
          const seen: string[] = [];
          for (let page = 0, cursor: string | undefined; ; page++) {
            const query: PageQuery = cursor === undefined ? { limit } : { limit, cursor };
            const { items, next } = await kept(client, listFindings, query);
            expect(items.length).toBeLessThanOrEqual(limit);
            seen.push(...items.map(({ finding }) => finding.id));
            for (const one of meanwhile[page] ?? []) await happen(one);
            if (next === null) break;
            cursor = next;
          }
          expect(new Set(seen).size).toBe(seen.length);
          expect([...there].filter((id) => !seen.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("AP-21 with a filter the pages hold just what fits, however little that is", async () => {
    const client = await house.client("read");
    for (let n = 0; n < 60; n++) {
      house.now += n % 3;
      const ip = n % 20 === 0 ? "198.51.100.7" : "192.0.2.1";
      await house.keep({ id: `nl-${n}`, entities: { user: [], session: [], ip: [ip], app: [], token: [] } });
    }
    for (const limit of [1, 2, 3, 50]) {
      const found: string[] = [];
      for await (const { finding } of client.each(listFindings, { entity: "198.51.100.7", limit }))
        found.push(finding.id);
      expect(found).toEqual(["nl-40", "nl-20", "nl-0"]);
    }
  });
});
