import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claimId, type Finding, isProven, stretches } from "@nightlatch/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CaseBook } from "../cases/index.ts";
import { parseConfig } from "../config/config.ts";
import { event, record } from "../store/events/event.fixture.ts";
import { type EventStore, openEventStore } from "../store/events/index.ts";
import {
  coverageOf,
  entriesAbout,
  findingById,
  firstBrokenLink,
  keepFinding,
  learnCoverage,
  openStateStore,
  type StateStore,
} from "../store/state/index.ts";
import { applyRetention, RetentionKeeper, type RetentionNews } from "./index.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 1, 12);
const KEY = { tenant: "acme", source: "okta.system_log" };
const folder = mkdtempSync(join(tmpdir(), "nightlatch-retention-"));
let events: EventStore;
let state: StateStore;
let now = NOW;

beforeAll(async () => {
  events = await openEventStore({ folder });
  state = await openStateStore({ folder });
  // An event every six hours for a hundred days, of two tenants.
  for (const tenant of ["acme", "other"])
    await events.append(
      Array.from({ length: 400 }, (_, n) => event(record(`${tenant}-${n}`, NOW - n * (DAY / 4)), { tenant })),
    );
  await state.db
    .transaction()
    .execute((db) =>
      learnCoverage(db, KEY, { from: NOW - 100 * DAY, until: NOW, state: "complete", reason: "read", knownAt: NOW }),
    );
});
afterAll(async () => {
  await events.close();
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

async function uids(tenant: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const page of events.read({ tenant })) found.push(...page.map(({ uid }) => uid));
  return found;
}

const resting: Finding = {
  id: claimId(["acme", "x"]),
  tenant: "acme",
  rule: { id: "x", title: "X", kind: "sigma", attack: [] },
  severity: "high",
  confidence: 0.9,
  first: new Date(NOW - 90 * DAY).toISOString(),
  last: new Date(NOW - 90 * DAY).toISOString(),
  entities: { user: [], session: [], ip: [], app: [], token: [] },
  evidence: [
    {
      kind: "sigma",
      uid: "acme-360",
      source: KEY.source,
      time: new Date(NOW - 90 * DAY).toISOString(),
      why: "it was",
      weight: 1,
    },
  ],
  summary: "It was",
  next: [],
  unknown: [],
};

describe("retention", () => {
  it("IG-20 is configured for each source, in days, and at least a month", () => {
    const text = (keep: string): string =>
      `sources:\n  - { tenant: acme, origin: "https://acme.okta.com", read: { token: { env: A } }, keep: ${keep} }\n`;
    const read = (keep: string): number | undefined =>
      parseConfig({ file: "n.yaml", text: text(keep) }).service.sources[0]?.keep;
    expect(read("365")).toBe(365);
    expect(() => read("7")).toThrow(/n\.yaml:2: `sources\.0\.keep` is 7; a number from 30 to/);
    expect(parseConfig({ file: "n.yaml", text: text("60").replace(", keep: 60", "") }).service.sources[0]?.keep).toBe(
      undefined,
    );
  });

  it("IG-21 takes out what is older, of that source alone, and leaves what findings and cases rest on", async () => {
    await state.db.transaction().execute((db) => keepFinding(db, resting, NOW));
    const book = new CaseBook({ state, events, now: () => now });
    const opened = await book.open({ tenant: "acme", title: "T", seeds: [] }, "kim");
    await book.write(opened.id, [{ kind: "case.pin", body: { uid: "acme-300", happened: null, why: "odd" } }], "kim");
    const removed = await applyRetention(KEY, 60, { events, state, now: () => now });
    const before = Math.floor((NOW - 60 * DAY) / DAY) * DAY;
    expect(removed).toMatchObject({ before, held: 2 });
    const left = await uids("acme");
    expect(left.slice(0, 2)).toEqual(["acme-360", "acme-300"]);
    expect(left).toHaveLength(400 - (removed?.events ?? 0));
    expect(left.slice(2).every((uid) => Number(uid.slice(5)) <= 242)).toBe(true);
    expect(await uids("other")).toHaveLength(400);
    expect(await applyRetention(KEY, 60, { events, state, now: () => now })).toBeUndefined();
  });

  it("IG-22 the ledger and the journal say what was removed; findings, cases and the chain are as they were", async () => {
    const known = await coverageOf(state.db, KEY);
    const before = Math.floor((NOW - 60 * DAY) / DAY) * DAY;
    expect(stretches(known, { since: NOW - 100 * DAY, until: NOW })).toMatchObject([
      { until: before, state: "gap", reason: "removed by retention, which keeps 60 days" },
      { from: before, state: "complete" },
    ]);
    expect(isProven(known, { since: before - 1, until: NOW })).toBe(false);
    expect(await entriesAbout(state.db, "acme")).toMatchObject([{ kind: "retention.remove", body: { held: 2 } }]);
    expect(await firstBrokenLink(state.db)).toBeUndefined();
    expect(await findingById(state.db, resting.id)).toMatchObject({ finding: resting });
  });

  it("IG-23 goes on by itself, as days pass", async () => {
    now = NOW + 10 * DAY;
    const stop = new AbortController();
    const told: RetentionNews[] = [];
    const keeper = new RetentionKeeper({ ...KEY, keep: 60 }, { events, state, now: () => now }, (news) => {
      told.push(news);
      stop.abort();
    });
    await keeper.run(stop.signal);
    expect(told).toMatchObject([{ kind: "removed", tenant: "acme", events: 40, held: 2 }]);
    const [first] = stretches(await coverageOf(state.db, KEY), { since: NOW - 100 * DAY, until: NOW });
    expect(first).toMatchObject({ state: "gap", until: Math.floor((now - 60 * DAY) / DAY) * DAY });
  });
});
