import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isProven, stretches } from "@nightlatch/core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LogReader, OktaClient, readOrigin, withApiToken } from "../connect/okta/index.ts";
import { createToken, createUser, type DrillTenant, grantRole, startDrillTenant, SYSTEM_BY } from "../drill/index.ts";
import { loadJudge } from "../pipeline/index.ts";
import { type EventStore, openEventStore } from "../store/events/index.ts";
import { coverageOf, cursorOf, minutesOf, moveCursor, openStateStore, type StateStore } from "../store/state/index.ts";
import { Ingest, OktaPoller, PageReader } from "./index.ts";

const T0 = Date.UTC(2026, 0, 20, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const root = mkdtempSync(join(tmpdir(), "nightlatch-ingest-"));
let events: EventStore;
let state: StateStore;
let tenant: DrillTenant;
let now = T0;
/** How far this machine's clock is off the organisation's. */
let off = 0;
let runs = 0;
let key = { tenant: "", source: "okta.system_log" };
let poller: OktaPoller;

beforeAll(async () => {
  events = await openEventStore({ folder: root });
  state = await openStateStore({ folder: root });
});
afterAll(async () => {
  await events.close();
  await state.close();
  rmSync(root, { recursive: true, force: true });
});

beforeEach(async () => {
  now = T0;
  off = 0;
  key = { ...key, tenant: `t${runs++}` };
  tenant = await startDrillTenant({ seed: runs, now: () => now });
  const reader = createUser(tenant.org, SYSTEM_BY, {
    login: "reader@example.com",
    firstName: "R",
    lastName: "R",
    at: T0 - 80 * 24 * HOUR,
  });
  grantRole(tenant.org, reader, "READ_ONLY_ADMIN", SYSTEM_BY, T0 - 80 * 24 * HOUR);
  const { secret } = createToken(tenant.org, reader, "reader", SYSTEM_BY, T0 - 80 * 24 * HOUR);
  const client = new OktaClient({
    origin: readOrigin(tenant.origin),
    signIn: withApiToken(secret),
    share: 1,
    wait: () => Promise.resolve(),
  });
  poller = new OktaPoller({
    key,
    log: new LogReader(client),
    pages: new PageReader(key.tenant, await loadJudge(undefined)),
    ingest: new Ingest(events, state),
    state,
    now: () => now + off,
    backfillDays: 1,
  });
});
afterEach(() => tenant.stop());

function write(message: string, when: { readonly at?: number; readonly late?: number } = {}): void {
  tenant.org.log.write({ type: "user.session.end", message, actor: SYSTEM_BY.actor }, when);
}

async function stored(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const page of events.read({ tenant: key.tenant }))
    for (const { raw } of page)
      found.push((JSON.parse(Buffer.from(raw).toString()) as { displayMessage: string }).displayMessage);
  return found;
}

describe("taking in", () => {
  it("IG-1 an event that comes again, by the log or by a hook, is taken in once", async () => {
    write("one", { at: T0 - MINUTE });
    await poller.step();
    const [first] = tenant.org.log.from(0, now).slice(-1);
    const delivery = { data: { events: [first?.record] } };
    expect((await poller.look("hook", Buffer.from(JSON.stringify(delivery)))).fresh).toHaveLength(0);
    if (first !== undefined) tenant.org.log.repeat(first);
    expect((await poller.step()).fresh).toHaveLength(0);
    expect(await stored()).toEqual(["one"]);
  });

  it("IG-2 a hook's events are taken in before the log shows them, four hundred at once too", async () => {
    const records = Array.from({ length: 400 }, (_, n) => ({
      uuid: `hook-${n}`,
      published: new Date(T0 - n).toISOString(),
      eventType: "user.session.end",
      displayMessage: `h${n}`,
      actor: SYSTEM_BY.actor,
    }));
    const brought = await poller.look("hook", Buffer.from(JSON.stringify({ data: { events: records } })));
    expect(brought.fresh).toHaveLength(400);
    expect(await stored()).toHaveLength(400);
  });

  it("IG-3 a record that is no event is kept, and the others are taken in", async () => {
    const good = {
      uuid: "g",
      published: new Date(T0).toISOString(),
      eventType: "user.session.end",
      displayMessage: "good",
      actor: SYSTEM_BY.actor,
    };
    const bad = { ...good, uuid: undefined, displayMessage: "bad" };
    const brought = await poller.look("hook", Buffer.from(JSON.stringify([bad, good])));
    expect(brought.refused).toBe(1);
    const kept = await state.db.selectFrom("refused_record").selectAll().where("tenant", "=", key.tenant).execute();
    expect(kept).toMatchObject([{ code: "NL-EVENT-NO-UID" }]);
    expect(JSON.parse(Buffer.from(kept[0]?.raw ?? "", "base64").toString())).toMatchObject({ displayMessage: "bad" });
    expect(await stored()).toEqual(["good"]);
  });

  it("IG-4 a page that cannot be read leaves the place where it was", async () => {
    await poller.step();
    const before = await cursorOf(state.db, key);
    write("later", { at: now });
    for (const kind of ["html", "half"] as const) {
      tenant.faults.push({ path: "/logs", kind, times: 1 });
      await expect(poller.step()).rejects.toMatchObject({ code: "NL-OKTA-ANSWER" });
      expect(await cursorOf(state.db, key)).toEqual(before);
    }
    await poller.step();
    expect(await stored()).toEqual(["later"]);
  });
});

describe("the ledger", () => {
  it("IG-10 a time is complete when the log was read to its end, two minutes after it", async () => {
    await poller.step();
    const known = await coverageOf(state.db, key);
    expect(isProven(known, { since: T0 - 20 * HOUR, until: T0 - 2 * MINUTE })).toBe(true);
    expect(isProven(known, { since: T0 - 20 * HOUR, until: T0 })).toBe(false);
    now += HOUR;
    await poller.step();
    expect(isProven(await coverageOf(state.db, key), { since: T0 - 20 * HOUR, until: T0 + 58 * MINUTE })).toBe(true);
  });

  it("IG-11 an event that comes after its minute was complete is counted as late", async () => {
    write("late", { at: T0, late: 30 * MINUTE });
    now += 10 * MINUTE;
    await poller.step();
    now += HOUR;
    expect((await poller.step()).late).toBe(1);
    const minutes = await minutesOf(state.db, key, { since: T0, until: T0 + MINUTE });
    expect(minutes).toMatchObject([{ events: 1, late: 1 }]);
  });

  it("IG-12 when Okta forgot the place, reading begins a little before it, and nothing is missed", async () => {
    await poller.step();
    await state.db
      .transaction()
      .execute((db) => moveCursor(db, key, { cursor: "/api/v1/logs?after=forgotten", updated: now }));
    write("after the break", { at: now + MINUTE });
    now += 2 * MINUTE;
    const step = await poller.step();
    expect(step.gap).toBeUndefined();
    expect(await stored()).toEqual(["after the break"]);
  });

  it("IG-13 a break that is older than Okta keeps its log is a gap, and is shown as one", async () => {
    const away = T0 - 100 * 24 * HOUR;
    await state.db
      .transaction()
      .execute((db) => moveCursor(db, key, { cursor: "/api/v1/logs?after=forgotten", updated: away }));
    const step = await poller.step();
    expect(step.gap?.from).toBe(away);
    const known = await coverageOf(state.db, key);
    expect(stretches(known, { since: away, until: away + HOUR })).toMatchObject([{ state: "gap" }]);
  });

  it("IG-14 a clock that is two hours off changes nothing: Okta's own counts", async () => {
    for (const hours of [2, -2]) {
      off = hours * HOUR;
      write(`at ${hours}`, { at: now });
      now += 10 * MINUTE;
      await poller.step();
      const known = await coverageOf(state.db, key);
      expect(isProven(known, { since: now - 9 * MINUTE, until: now - 2 * MINUTE })).toBe(true);
      expect(isProven(known, { since: now - 9 * MINUTE, until: now + 5 * MINUTE })).toBe(false);
    }
    expect(await stored()).toEqual(["at 2", "at -2"]);
  });

  it("IG-15 the second look finds what polling never showed, and says that the time is complete", async () => {
    await poller.step();
    // An event that was stored before the place where polling is by now.
    tenant.org.log.write({ type: "user.session.end", message: "hidden", actor: SYSTEM_BY.actor }, { at: T0 - HOUR });
    const after = await cursorOf(state.db, key);
    const ahead = `/api/v1/logs?after=${Buffer.from(`at:${tenant.org.log.length}`).toString("base64url")}&limit=1000`;
    await state.db.transaction().execute((db) => moveCursor(db, key, { cursor: ahead, updated: after?.updated ?? 0 }));
    expect((await poller.step()).fresh).toHaveLength(0);
    let told = 0;
    const found = await poller.reconcile({ since: T0 - 2 * HOUR, until: T0 }, (brought) => {
      told += brought.fresh.length;
      return Promise.resolve();
    });
    expect([found, told]).toEqual([1, 1]);
    expect(await stored()).toEqual(["hidden"]);
    expect(isProven(await coverageOf(state.db, key), { since: T0 - 2 * HOUR, until: T0 })).toBe(true);
  });
});
