import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "./clickhouse-server.fixture.ts";
import { event, record } from "./event.fixture.ts";
import { type EventStore, type NewEvent, openEventStore, type StoredEvent, tables } from "./index.ts";

const T0 = Date.UTC(2026, 0, 5, 9);
const root = mkdtempSync(join(tmpdir(), "nightlatch-events-"));
let server: ChildProcess;
let url = "";

beforeAll(async () => {
  const program = new URL("clickhouse-server.fixture.ts", import.meta.url).pathname;
  server = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program, join(root, "server")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: server.stdout ?? process.stdin });
  for await (const line of lines) {
    url = `http://127.0.0.1:${line}`;
    break;
  }
});
afterAll(() => {
  server.kill();
  rmSync(root, { recursive: true, force: true });
});

async function all(store: EventStore, tenant: string): Promise<readonly StoredEvent[]> {
  const found: StoredEvent[] = [];
  for await (const page of store.read({ tenant })) found.push(...page);
  return found;
}

/** What an append did, in numbers. */
async function append(store: EventStore, events: readonly NewEvent[]): Promise<unknown> {
  const { fresh, ...rest } = await store.append(events);
  return { stored: fresh.length, ...rest };
}

async function fault(kind: Fault, times = 1): Promise<void> {
  await fetch(`${url}/fault?kind=${kind}&times=${times}`, { method: "POST" });
}

const doors: readonly (readonly [string, () => Promise<EventStore>])[] = [
  ["in process", () => openEventStore({ folder: join(root, "own") })],
  ["on a server", () => openEventStore({ url, timeoutMs: 30_000 })],
];

describe.each(doors)("events %s", (name, open) => {
  let store: EventStore;
  let tenant = "";
  let n = 0;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  // Each test has a tenant of its own: the engine allows one folder a process.
  beforeEach(() => {
    tenant = `${name}-${n++}`;
  });

  it("ST-1 an event is stored once, however often and in whatever company it is given", async () => {
    const events = [0, 1, 2].map((i) => event(record(`u${i}`, T0 + i), { tenant }));
    expect(await append(store, events)).toEqual({ stored: 3, repeats: 0, contradictions: [] });
    expect(await append(store, events)).toEqual({ stored: 0, repeats: 3, contradictions: [] });
    const more = [...events.slice(1), event(record("u3", T0 + 3), { tenant }), event(record("u3", T0 + 3), { tenant })];
    expect(await append(store, more)).toEqual({ stored: 1, repeats: 3, contradictions: [] });
    expect((await all(store, tenant)).map(({ uid }) => uid)).toEqual(["u0", "u1", "u2", "u3"]);
  });

  it("ST-2 the same uid with other bytes is told, and what was there first stays", async () => {
    const first = record("u1", T0);
    await store.append([event(first, { tenant })]);
    const second = event(record("u1", T0 + 86_400_000 * 40, { displayMessage: "changed" }), { tenant });
    expect(await append(store, [second])).toEqual({ stored: 0, repeats: 1, contradictions: ["u1"] });
    expect(Buffer.from((await all(store, tenant))[0]?.raw ?? []).toString()).toBe(first);
  });

  it("ST-3 the bytes of a record come back exactly, whatever is in them", async () => {
    let i = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "binary" }), { maxLength: 5 }), fc.json(), async (texts, json) => {
        const uid = `x${i++}`;
        const raw = record(uid, T0 + i, {
          displayMessage: texts.join("\\\t\n'"),
          debugContext: { debugData: { texts, json } },
        });
        const spaced = raw.replace(/^\{/, "{ \t");
        await store.append([event(spaced, { tenant })]);
        const [found] = await store.byUid(tenant, [uid]);
        expect(Buffer.from(found?.raw ?? []).toString()).toBe(spaced);
      }),
      { numRuns: 25 },
    );
  });

  it("ST-4 bytes that are no UTF-8, and JSON that the engine's own reader refuses, are kept as bytes", async () => {
    const broken = Buffer.from(record("b1", T0).replace("Jo", "J\u00e9"), "latin1");
    const deep = record("b2", T0 + 1, { x: JSON.parse(`${"[".repeat(500)}${"]".repeat(500)}`) as unknown });
    const odd = record("b3", T0 + 2).replace("{", '{"a.b":1,"a":{"b":2},"a":3,');
    await store.append([event(broken, { tenant }), event(deep, { tenant }), event(odd, { tenant })]);
    const found = await all(store, tenant);
    expect(found.map(({ raw }) => Buffer.from(raw))).toEqual([broken, Buffer.from(deep), Buffer.from(odd)]);
  });

  it("ST-13 what has no form in a typed column is stored all the same, and text that looks like a time stays text", async () => {
    const numbers = [1e21, 5.5, -1, 4_294_967_296];
    const events = numbers.map((asNumber, i) =>
      event(record(`n${i}`, T0, { securityContext: { asNumber } }), { tenant }),
    );
    await store.append([...events, event(record("n9", T0, { displayMessage: "2026-01-05T09:00:00Z" }), { tenant })]);
    const rows = await store.query(
      "SELECT asn, toString(record.displayMessage) AS said FROM events WHERE tenant = {t:String} ORDER BY uid",
      { t: tenant },
    );
    expect(rows.map(({ asn }) => asn)).toEqual([0, 0, 0, 0, 0]);
    expect(rows.at(-1)?.["said"]).toBe("2026-01-05T09:00:00Z");
  });

  it("ST-5 events come out in order of time, then uid, from any place on", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 200_000_000 }), fc.integer({ min: 0, max: 999 })), {
          minLength: 1,
          maxLength: 30,
          selector: ([, uid]) => uid,
        }),
        fc.nat(),
        async (pairs, pick) => {
          const mine = `${tenant}-${pairs.length}-${pick}`;
          const events = pairs.map(([ms, uid]) =>
            event(record(`u${String(uid).padStart(3, "0")}`, T0 + ms), { tenant: mine }),
          );
          await store.append(events);
          const expected = events
            .map(({ envelope }) => ({ time: envelope.time, uid: envelope.uid }))
            .sort((a, b) => a.time - b.time || (a.uid < b.uid ? -1 : 1));
          expect((await all(store, mine)).map(({ time, uid }) => ({ time, uid }))).toEqual(expected);
          const at = pick % expected.length;
          const rest: StoredEvent[] = [];
          const after = expected[at] ?? { time: 0, uid: "" };
          for await (const page of store.read({ tenant: mine, after })) rest.push(...page);
          expect(rest.map(({ uid }) => uid)).toEqual(expected.slice(at + 1).map(({ uid }) => uid));
        },
      ),
      { numRuns: 8 },
    );
  });

  it("ST-6 a question over any field of the record is answered, with parameters that are never SQL", async () => {
    await store.append([event(record("q1", T0, { debugContext: { debugData: { odd: "x' OR 1=1 --" } } }), { tenant })]);
    const ask = (odd: string) =>
      store.query(
        "SELECT uid FROM events WHERE tenant = {tenant:String} AND record.debugContext.debugData.odd::String = {odd:String}",
        { tenant, odd },
      );
    expect(await ask("x' OR 1=1 --")).toEqual([{ uid: "q1" }]);
    expect(await ask("' OR 1=1 --")).toEqual([]);
  });

  it("ST-7 a question can neither write, nor reach files or addresses, nor be two", async () => {
    for (const sql of [
      "INSERT INTO events (uid) VALUES ('x')",
      "DROP TABLE events",
      "SELECT 1; DROP TABLE events",
      "SELECT 1) AS a; DROP TABLE events --",
      "SELECT 1 INTO OUTFILE '/tmp/nightlatch-never'",
      "SELECT * FROM file('/etc/hostname', 'LineAsString')",
      "SELECT * FROM url('http://127.0.0.1:9/', 'LineAsString')",
      "SELECT * FROM file('/etc/hostname', 'LineAsString') SETTINGS readonly = 0",
      "SELECT * FROM file('/etc/hostname', 'LineAsString') /**/SeTTings/**/readonly = 0",
      "SELECT ';' AS a; SELECT 2 --",
      "SELECT '",
    ]) {
      const refusal = await store.query(sql).catch((error: unknown) => error);
      expect([sql, refusal]).toMatchObject([sql, { code: "NL-STORE-QUERY" }]);
    }
    expect(await store.query("SELECT ';(' AS odd /* ) */")).toEqual([{ odd: ";(" }]);
    expect(await store.query("SELECT 1 AS one -- with a comment")).toEqual([{ one: 1 }]);
  });

  it("ST-15 a question that somebody wrote calls nothing that reaches beyond the tables, however it is spelt", async () => {
    const file = "'/etc/hostname'";
    for (const sql of [
      `SELECT file(${file})`,
      `SELECT FILE(${file})`,
      `SELECT \`file\`(${file})`,
      `SELECT "f\\x69le"(${file})`,
      `SELECT arrayMap(file, [${file}])`,
      `SELECT arrayMap(x -> file(x), [${file}])`,
      `WITH (x) -> file(x) AS f SELECT f(${file})`,
      `SELECT * APPLY(file) FROM (SELECT ${file} AS a)`,
      `SELECT COLUMNS('a') APPLY \`file\` FROM (SELECT ${file} AS a)`,
      `SELECT * REPLACE(file(a) AS a) FROM (SELECT ${file} AS a)`,
      `SELECT $$'$$) AS a, (SELECT file(${file})) AS b, ($$'$$`,
      `SELECT $$'$$; SELECT file(${file}) AS a, ($$'$$`,
      `SELECT ‘'’; SELECT file(${file}) AS a, (‘'’`,
      "SELECT 1 IN url('http://127.0.0.1:9/')",
      "SELECT 1 WHERE 'a' IN (SELECT * FROM s3('http://127.0.0.1:9/b/a'))",
      "SELECT * FROM `iceberg`('http://127.0.0.1:9/b/a')",
      "SELECT * FROM deltaLake('http://127.0.0.1:9/b/a')",
      "SELECT * FROM events, remote('127.0.0.1:9', system.one)",
      "SELECT hasColumnInTable('127.0.0.1:9', 'a', 'b', 'c')",
      "SELECT reverseDNSQuery('192.0.2.1')",
      "SELECT aiGenerate('x')",
      "SELECT dictGet('a', 'b', 1)",
      "SELECT sleep(3)",
      "SELECT 1 SETTINGS max_result_rows = 0",
      "INSERT INTO events (uid) VALUES ('x')",
      "DESCRIBE events",
      "SELECT 1; SELECT 2",
      "SELECT nothing FROM nowhere",
      "SELECT",
      "",
    ]) {
      const refusal = await store.ask(sql, 10).catch((error: unknown) => error);
      expect([sql, refusal]).toMatchObject([sql, { code: "NL-STORE-QUERY" }]);
    }
    await store.append([event(record("p1", T0), { tenant })]);
    const own = "WITH x AS (SELECT uid, record.actor.displayName::String AS name FROM events WHERE tenant = '";
    expect(await store.ask(`${own}${tenant}') SELECT uid, format('{}!', name) AS said FROM x -- file(`, 10)).toEqual([
      { uid: "p1", said: "Jo!" },
    ]);
    expect(await store.ask("SELECT number AS n FROM numbers(5) ORDER BY n DESC", 2)).toEqual([{ n: 4 }, { n: 3 }]);
  });

  it("ST-8 a source's events before a day can be forgotten, and nothing else is", async () => {
    const day = 86_400_000;
    await store.append([0, 1, 2].map((i) => event(record(`f${i}`, T0 + i * day), { tenant })));
    await store.forget({ tenant, source: "okta.system_log", before: T0 + day });
    expect((await all(store, tenant)).map(({ uid }) => uid)).toEqual(["f1", "f2"]);
    expect((await store.holdings()).find((one) => one.tenant === tenant)).toMatchObject({ events: 2, first: T0 + day });
    // What was forgotten may come again, also as the very same insert.
    const again = [0].map((i) => event(record(`f${i}`, T0 + i * day), { tenant }));
    await store.append(again);
    await store.forget({ tenant, source: "okta.system_log", before: T0 + day });
    await store.append(again);
    expect((await all(store, tenant)).map(({ uid }) => uid)).toEqual(["f0", "f1", "f2"]);
  });
});

describe("questions in process", () => {
  let store: EventStore;
  beforeAll(async () => {
    store = await openEventStore({ folder: join(root, "own") });
  });
  afterAll(() => store.close());

  it("ST-16 a question beyond its bounds is refused as such, and its rows are in no other answer", async () => {
    const refusal = await store.query("SELECT number FROM numbers(6000000)").catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "NL-STORE-LIMIT" });
    const half = store.query("SELECT throwIf(number = 300000) AS a FROM numbers(600000)").catch(() => "failed");
    const next = store.query("SELECT 'next' AS a");
    expect([await half, await next, await store.query("SELECT 'last' AS a")]).toEqual([
      "failed",
      [{ a: "next" }],
      [{ a: "last" }],
    ]);
  });
});

describe("events on a server that fails", () => {
  const kinds: readonly Fault[] = ["reset-before", "reset-middle", "reset-after", "error-500", "hang"];
  it.each(kinds)("ST-10 an insert that meets %s is tried again and stored once", async (kind) => {
    const store = await openEventStore({ url, timeoutMs: 1_000 });
    const tenant = `fault-${kind}`;
    await fault(kind);
    const events = Array.from({ length: 50 }, (_, i) => event(record(`u${i}`, T0 + i), { tenant }));
    expect(await append(store, events)).toMatchObject({ stored: 50 });
    const [count] = await store.query(
      "SELECT count() AS n, uniqExact(uid) AS u FROM events WHERE tenant = {t:String}",
      { t: tenant },
    );
    expect(Number(count?.["n"])).toBe(50);
    expect(Number(count?.["u"])).toBe(50);
    await store.close();
  });

  it("ST-11 a server that stays away is said to be away, and nothing is said to be stored", async () => {
    const store = await openEventStore({ url, timeoutMs: 1_000 });
    await fault("any-reset-before", 50);
    await expect(store.append([event(record("z", T0), { tenant: "away" })])).rejects.toMatchObject({
      code: "NL-STORE-AWAY",
    });
    await fault("any-reset-before", 0);
    await store.close();
  });
});

describe("the tables of a cluster", () => {
  it("ST-12 the statements for replicas and shards are ones that the engine understands", async () => {
    const store = await openEventStore({ url });
    for (const sql of tables({ kind: "cluster", cluster: "main" })) {
      expect(sql).toMatch(/ON CLUSTER `main`/);
      const [row] = await store.query("SELECT formatQuery({sql:String}) AS formatted", { sql });
      expect(String(row?.["formatted"])).toMatch(/CREATE TABLE/);
    }
    await store.close();
  });
});
