import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDoors } from "./connect.ts";
import { event, record } from "./event.fixture.ts";
import { openEventStore } from "./index.ts";

describe("events of a newer Nightlatch", () => {
  it("ST-35 are refused and not touched", async () => {
    const folder = mkdtempSync(join(tmpdir(), "nightlatch-newer-"));
    const store = await openEventStore({ folder });
    await store.append([event(record("a", Date.UTC(2026, 0, 5)))]);
    await store.close();
    const { read, write, ask } = await openDoors({ folder });
    await write.command({ query: "INSERT INTO nightlatch_schema SELECT 999, now64(3)" });
    await expect(openEventStore({ folder })).rejects.toMatchObject({
      code: "NL-STORE-NEWER",
      message: expect.stringContaining("version 999"),
    });
    const answer = await read.query({ query: "SELECT count() AS n FROM events", format: "JSONEachRow" });
    expect(await answer.json()).toMatchObject([{ n: expect.anything() }]);
    for (const door of [read, ask, write]) await door.close();
    rmSync(folder, { recursive: true, force: true });
  });
});
