import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import type { Finding } from "@nightlatch/core";
import fc from "fast-check";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ENGINES } from "./engines.fixture.ts";
import {
  findingById,
  findingsSince,
  firstBrokenLink,
  keepFinding,
  openStateStore,
  type StateStore,
  writeEntry,
} from "./index.ts";

const NOW = Date.UTC(2026, 0, 5);

function finding(over: Partial<Finding> = {}): Finding {
  return {
    id: "nl-1",
    tenant: "acme",
    rule: { id: "session.replay", title: "A stolen session", kind: "session", attack: ["T1539"] },
    severity: "medium",
    confidence: 0.6,
    first: "2026-01-04T10:00:00.000Z",
    last: "2026-01-04T10:05:00.000Z",
    entities: { user: [], session: ["idx1"], ip: [], app: [], token: [] },
    evidence: [],
    summary: "A session changed hands",
    next: [],
    unknown: [],
    ...over,
  };
}

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nightlatch-state-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(ENGINES)("state in %s", (_name, open) => {
  let state: StateStore;
  beforeEach(async () => {
    state = await open(folder);
  });
  afterEach(() => state.close());

  it("ST-30 a finding that changed becomes a new revision, and the earlier ones can still be read", async () => {
    const keep = (one: Finding, at: number): Promise<number | undefined> =>
      state.db.transaction().execute((t) => keepFinding(t, one, at));
    expect(await keep(finding(), NOW)).toBe(1);
    expect(await keep(finding(), NOW + 1)).toBeUndefined();
    expect(await keep(finding({ severity: "high" }), NOW + 2)).toBe(2);
    const now = await findingById(state.db, "nl-1");
    expect(now).toMatchObject({ revision: 2, created: NOW, updated: NOW + 2, finding: { severity: "high" } });
    expect((await findingById(state.db, "nl-1", 1))?.finding.severity).toBe("medium");
    expect(await findingsSince(state.db, { since: NOW + 2, tenant: "acme" })).toHaveLength(1);
    expect(await findingsSince(state.db, { since: NOW + 3 })).toHaveLength(0);
    expect(await findingsSince(state.db, { tenant: "other" })).toHaveLength(0);
  });

  it("ST-31 the journal is a chain in which no entry can be changed, left out or put in", async () => {
    const write = (n: number) =>
      state.db.transaction().execute((t) => writeEntry(t, { at: NOW + n, who: "jo", kind: "test", body: { n } }));
    for (let n = 0; n < 5; n++) await write(n);
    expect(await firstBrokenLink(state.db)).toBeUndefined();
    await state.db.updateTable("journal").set({ body: '{"n":9}' }).where("seq", "=", 3).execute();
    expect(await firstBrokenLink(state.db)).toBe(3);
    await state.db.updateTable("journal").set({ body: '{"n":2}' }).where("seq", "=", 3).execute();
    expect(await firstBrokenLink(state.db)).toBeUndefined();
    await state.db.deleteFrom("journal").where("seq", "=", 4).execute();
    expect(await firstBrokenLink(state.db)).toBe(4);
  });

  it("ST-32 a transaction that fails leaves nothing behind", async () => {
    const broken = state.db.transaction().execute(async (t) => {
      await keepFinding(t, finding(), NOW);
      throw new Error("in the middle");
    });
    await expect(broken).rejects.toThrow("in the middle");
    expect(await findingsSince(state.db, {})).toHaveLength(0);
  });

  it("ST-33 text and numbers come back as they were put in", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary" }).filter((text) => !text.includes("\0") && text.isWellFormed()),
        fc.integer({ min: -(2 ** 52), max: 2 ** 52 }),
        async (text, number) => {
          const row = { tenant: "t", source: "s", cursor: text, updated: number };
          await state.db.deleteFrom("cursor").execute();
          await state.db.insertInto("cursor").values(row).execute();
          expect(await state.db.selectFrom("cursor").selectAll().executeTakeFirst()).toEqual(row);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("state in SQLite, on its own", () => {
  it("ST-34 a second process is refused with the number of the first, and what was committed is there afterwards", async () => {
    const state = await openStateStore({ folder });
    await state.db.transaction().execute((t) => keepFinding(t, finding(), NOW));
    const other = spawnSync(
      process.execPath,
      [
        "--conditions=source",
        "--input-type=module",
        "-e",
        `const { openStateStore } = await import(${JSON.stringify(new URL("index.ts", import.meta.url).href)});
         await openStateStore({ folder: ${JSON.stringify(folder)} }).catch((e) => console.log(e.code, e.message));`,
      ],
      { encoding: "utf8" },
    );
    expect(other.stdout).toContain("NL-STORE-LOCKED");
    expect(other.stdout).toContain(String(process.pid));
    await state.close();
    const again = await openStateStore({ folder });
    expect(await findingsSince(again.db, {})).toHaveLength(1);
    await again.close();
  });

  it("ST-35 tables of a newer Nightlatch are refused and not touched", async () => {
    const state = await openStateStore({ folder });
    await sql`INSERT INTO schema_version (version) VALUES (999)`.execute(state.db);
    await state.close();
    await expect(openStateStore({ folder })).rejects.toMatchObject({ code: "NL-STORE-NEWER" });
  });

  it("ST-36 every commit is on the disk before it counts", async () => {
    const state = await openStateStore({ folder });
    const { rows } = await sql<{ synchronous: number }>`PRAGMA synchronous`.execute(state.db);
    expect(rows[0]?.synchronous).toBe(2);
    await state.close();
  });
});
