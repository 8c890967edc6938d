import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseFind } from "@nightlatch/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { event, record } from "../store/events/event.fixture.ts";
import { type EventStore, openEventStore } from "../store/events/index.ts";
import { countFound, find, type FoundPlace, type Wanted } from "./find.ts";
import { readFoundCursor, writeFoundCursor } from "./found-cursor.ts";

const T0 = Date.UTC(2026, 0, 5, 9);
const root = mkdtempSync(join(tmpdir(), "nightlatch-find-pages-"));
const TENANTS = ["a", "b"] as const;
/** Ids whose order is not that of their writing. */
const UIDS = ["u", "U", "ü", "u\u0000", "10", "9", "'", "\\", "-"] as const;

describe("find, page by page", () => {
  let store: EventStore;
  beforeAll(async () => {
    store = await openEventStore({ folder: root });
    const all = TENANTS.flatMap((tenant) =>
      // Three moments, so that many share one.
      UIDS.map((uid, n) => event(record(uid, T0 + (n % 3) * 86_400_000), { tenant })),
    );
    await store.append(all);
  });
  afterAll(async () => {
    await store.close();
    rmSync(root, { recursive: true, force: true });
  });

  async function pages(wanted: Wanted, limit: number): Promise<readonly string[]> {
    const found: string[] = [];
    let after: FoundPlace | undefined;
    do {
      const { events, next } = await find(store, wanted, { limit, after });
      found.push(...events.map(({ tenant, uid, time }) => `${time - T0} ${uid} ${tenant}`));
      // The place survives being carried.
      after = next === undefined ? undefined : readFoundCursor(writeFoundCursor({ now: T0, place: next }))?.place;
    } while (after !== undefined);
    return found;
  }

  it("HT-30 the newest come first, or the oldest, each once, page by page, whatever shares a moment", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        fc.constantFrom(undefined, ...TENANTS),
        fc.constantFrom("", "uid~u", "since=25h", "until=24h not uid=9"),
        async (limit, oldest, tenant, text) => {
          const parsed = parseFind(text);
          if (!("query" in parsed)) throw new Error(parsed.problem.message);
          const wanted: Wanted = { tenant, query: parsed.query, now: T0 + 3 * 86_400_000, oldest };
          const found = await pages(wanted, limit);
          const whole = await pages(wanted, 1000);
          expect(found).toEqual(whole);
          expect(new Set(found).size).toBe(await countFound(store, wanted));
          const times = found.map((one) => Number.parseInt(one, 10));
          expect(times).toEqual(times.toSorted((a, b) => (oldest ? a - b : b - a)));
          if (!oldest) expect(found).toEqual((await pages({ ...wanted, oldest: true }, limit)).toReversed());
        },
      ),
      { numRuns: Number(process.env["NIGHTLATCH_RUNS"] ?? 30) },
    );
  }, 120_000);

  it("HT-30 a place that is none is refused", () => {
    for (const place of [[], [T0], [T0, T0, "u", "a", 1], [T0, -1, "u", "a", "s"], [T0, 1e300, "u", "a", "s"], null])
      expect(readFoundCursor(Buffer.from(JSON.stringify(place)).toString("base64url"))).toBeUndefined();
    expect(readFoundCursor("%")).toBeUndefined();
  });
});
