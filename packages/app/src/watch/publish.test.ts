import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "@nightlatch/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Outbox } from "../notify/index.ts";
import { createSuppression, findingById, openStateStore, type StateStore } from "../store/state/index.ts";
import { Publisher } from "./publish.ts";

const NOW = Date.UTC(2026, 0, 5);
let folder = "";
let state: StateStore;
let publisher: Publisher;
const told: string[] = [];

function finding(over: Partial<Finding> = {}): Finding {
  return {
    id: "nl-1",
    tenant: "acme",
    rule: { id: "session.replay", title: "Stolen session", kind: "session", attack: [] },
    severity: "medium",
    confidence: 0.5,
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

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "nightlatch-publish-"));
  state = await openStateStore({ folder });
  told.length = 0;
  const output = {
    name: "test",
    send: ({ finding: { id }, revision }: { readonly finding: Finding; readonly revision: number }) => {
      told.push(`${id} r${revision}`);
      return Promise.resolve();
    },
  };
  const outbox = new Outbox(state, [{ output, atLeast: "low" }], { now: () => NOW });
  publisher = new Publisher(state, outbox, () => NOW);
  deliver = () => outbox.deliver(new AbortController().signal);
});
let deliver: () => Promise<number>;
afterEach(async () => {
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("publishing", () => {
  it("WT-5 tells of a finding when it is new and when it becomes graver, and keeps every change", async () => {
    await publisher.publish([finding()]);
    await publisher.publish([finding({ summary: "More is known" })]);
    await publisher.publish([finding({ severity: "critical" })]);
    await publisher.publish([finding({ severity: "high" })]);
    await deliver();
    expect(told).toEqual(["nl-1 r1", "nl-1 r3"]);
    expect((await findingById(state.db, "nl-1"))?.revision).toBe(4);
  });

  it("WT-6 keeps a finding that somebody decided about, and tells nobody", async () => {
    const decision = {
      tenant: "acme",
      rule: "session.replay",
      entity: "idx1",
      who: "jo",
      why: "a test",
      until: NOW + 1000,
    };
    await state.db.transaction().execute((db) => createSuppression(db, decision, NOW));
    await publisher.publish([
      finding(),
      finding({ id: "nl-2", entities: { ...finding().entities, session: ["idx2"] } }),
    ]);
    await deliver();
    expect(told).toEqual(["nl-2 r1"]);
    expect(await findingById(state.db, "nl-1")).toBeDefined();
  });
});
