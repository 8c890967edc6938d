import { connect } from "node:net";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { event, record } from "../events/event.fixture.ts";
import { type EventPosition, type EventStore, openEventStore, type StoredEvent } from "../events/index.ts";
import {
  createSuppression,
  firstBrokenLink,
  listSuppressions,
  openStateStore,
  type StateStore,
  writeEntry,
} from "../state/index.ts";
import { type Door, openDoor, type ReachedStores, reachStores } from "./index.ts";

const T0 = Date.UTC(2026, 0, 5);
const tenant = "acme";
const folder = mkdtempSync(join(tmpdir(), "nl-door-"));
let events: EventStore;
let state: StateStore;
let door: Door | undefined;
let reached: ReachedStores;
let told: (readonly [string, EventPosition])[] = [];

beforeAll(async () => {
  events = await openEventStore({ folder });
  state = await openStateStore({ folder });
  const stored = (of: string, first: EventPosition): unknown => told.push([of, first]);
  door = await openDoor({ folder, events, state, version: "1.2.3", stored });
  reached = await reach();
});
afterAll(async () => {
  await reached.close();
  await door?.close();
  await events.close();
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

async function reach(): Promise<ReachedStores> {
  const one = await reachStores(folder, "1.2.3");
  if (one === undefined) throw new Error("Nobody opens");
  return one;
}

async function all(store: EventStore): Promise<readonly StoredEvent[]> {
  const found: StoredEvent[] = [];
  for await (const page of store.read({ tenant })) found.push(...page);
  return found;
}

describe("the door to the stores of a service", () => {
  it("ST-50 can be opened by this user alone", () => {
    expect(statSync(join(folder, "door.sock")).mode & 0o777).toBe(0o600);
  });

  it("ST-51 shows the events as they are there, and stores others once; the service is told from where on", async () => {
    const odd = Buffer.from(record("odd", T0 + 1, { displayMessage: "é\u0000\t\\" }));
    const given = [event(record("b", T0 + 5)), event(odd), event(record("b", T0 + 5))];
    const first = await reached.events.append(given);
    expect([first.fresh.map(({ envelope }) => envelope.uid), first.repeats]).toEqual([["b", "odd"], 1]);
    expect(told).toEqual([[tenant, { time: T0 + 1, uid: "odd" }]]);
    expect((await reached.events.append(given)).fresh).toEqual([]);
    expect(told).toHaveLength(1);
    await reached.events.append(Array.from({ length: 2500 }, (_, n) => event(record(`m${n}`, T0 + 1000 + n))));
    const there = await all(reached.events);
    expect(there).toEqual(await all(events));
    expect(Buffer.from(there[0]?.raw ?? []).equals(odd)).toBe(true);
    expect(await reached.events.holdings()).toEqual(await events.holdings());
    expect((await reached.events.byUid(tenant, ["b", "none"])).map(({ uid }) => uid)).toEqual(["b"]);
    const sql = "SELECT count() AS n FROM events WHERE uid IN {uids:Array(String)}";
    expect(await reached.events.query(sql, { uids: ["b", "odd"] })).toEqual([{ n: 2 }]);
    expect(await reached.events.ask("SELECT uid FROM events ORDER BY uid", 1)).toEqual([{ uid: "b" }]);
    await expect(reached.events.ask("SELECT file('/etc/hostname')", 1)).rejects.toMatchObject({
      code: "NL-STORE-QUERY",
    });
    await expect(reached.events.query("DROP TABLE events")).rejects.toMatchObject({ code: "NL-STORE-QUERY" });
  });

  it("ST-52 state is read and written through it like in the process itself, in whole transactions", async () => {
    const { db } = reached.state;
    const decided = { tenant, rule: "r", entity: "", who: "kim", why: "é\n", until: 0 };
    await db.transaction().execute(async (work) => {
      await createSuppression(work, decided, T0);
      await writeEntry(work, { at: T0, who: "kim", kind: "k", body: { n: 1 } });
    });
    expect(await listSuppressions(state.db, {}, { limit: 9 })).toMatchObject([decided]);
    expect(await listSuppressions(db, {}, { limit: 9 })).toEqual(await listSuppressions(state.db, {}, { limit: 9 }));
    const failing = db.transaction().execute(async (work) => {
      await createSuppression(work, { ...decided, why: "no" }, T0);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await listSuppressions(state.db, {}, { limit: 9 })).toHaveLength(1);
    // Both sides write the journal at the same time; the chain stays one.
    const entry = (who: string) => (work: Parameters<typeof writeEntry>[0]) =>
      writeEntry(work, { at: T0, who, kind: "k", body: {} });
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? db : state.db).transaction().execute(entry(`${n}`))),
    );
    expect(await firstBrokenLink(db)).toBeUndefined();
    await expect(
      db
        .selectFrom("nowhere" as "lease")
        .selectAll()
        .execute(),
    ).rejects.toThrow(/no such table/);
  });

  it("ST-53 whoever goes away within a transaction has done nothing, and holds nobody up", async () => {
    const other = await reach();
    const left = other.state.db.transaction().execute(async (work) => {
      await createSuppression(work, { tenant, rule: "x", entity: "", who: "w", why: "y", until: 0 }, T0);
      await other.close();
      await work.selectFrom("suppression").selectAll().execute();
    });
    await expect(left).rejects.toMatchObject({ code: "NL-STORE-AWAY" });
    expect(await listSuppressions(state.db, {}, { limit: 9 })).toHaveLength(1);
  });

  it("ST-54 another version, and what is no question, are refused; where nobody opens there is no door", async () => {
    await expect(reachStores(folder, "1.2.4")).rejects.toMatchObject({ code: "NL-STORE-NEWER" });
    expect(await reachStores(join(folder, "elsewhere"), "1.2.3")).toBeUndefined();
    const ended = new Promise((resolve) => {
      const socket = connect(join(folder, "door.sock"));
      socket.once("close", resolve).resume();
      socket.write("GET / HTTP/1.1\r\n\r\n");
    });
    await ended;
    expect((await reached.events.holdings()).length).toBe(1);
  });
});
