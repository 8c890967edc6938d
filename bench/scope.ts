/**
 * How long the scope of one stolen session takes over many stored events: `node --conditions=source bench/scope.ts
 * --events 10000000`. Fills a store (kept in `.data/`, taken up again when it is there): some days of a town through the
 * store's own door, then the same days again and again within the engine, each copy with sessions, uids and days of its
 * own. Puts a reconstructed theft among them, and asks for its scope some rounds: the first after opening the store, the
 * others with it warm. Prints each. Nothing is asserted about a time.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { createNetworkOf, type EventPort, isProblem, readOkta, scopeOf, SessionEngine } from "@nightlatch/core";
import { storedEvents } from "../packages/app/src/cases/index.ts";
import { readNetworks } from "../packages/app/src/config/networks.ts";
import { type NewEvent, openEventStore } from "../packages/app/src/store/events/index.ts";
import { openDoors } from "../packages/app/src/store/events/connect.ts";
import { Town } from "./town.ts";

const { values } = parseArgs({
  options: { events: { type: "string", default: "1000000" }, rounds: { type: "string", default: "7" } },
});
const wanted = Number(values.events);
const BATCH = 20_000;
const TENANT = "acme";
const BASE = 200_000;
const base = pathOf(`.data/scope-base`);
const folder = pathOf(`.data/scope-${wanted}`);

if (!existsSync(`${folder}/complete`)) {
  const started = performance.now();
  await fillBase();
  if (!existsSync(folder)) cpSync(base, folder, { recursive: true });
  await multiply(Math.ceil(wanted / BASE));
  const filled = await openEventStore({ folder });
  await filled.append(theft());
  await filled.close();
  writeFileSync(`${folder}/complete`, "");
  console.error(`Filled in ${Math.round((performance.now() - started) / 1000)} s`);
}
const store = await openEventStore({ folder });
const [holding] = await store.holdings();
console.log(
  `${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.version}, ${holding?.events ?? 0} events, ${await store.size()} bytes`,
);
const findings = judged(theft()).filter(({ severity }) => severity === "critical");
const [first] = findings;
const times: number[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  const asked: string[] = [];
  const query = {
    tenant: TENANT,
    seeds: [{ kind: "finding" as const, value: first?.id ?? "" }],
    since: 0,
    until: Date.now(),
  };
  const started = performance.now();
  const scope = await scopeOf(query, { events: timed(storedEvents(store, { tenant: TENANT }), asked), findings });
  const ms = performance.now() - started;
  times.push(ms);
  console.log(
    `${ms.toFixed(0)} ms: ${scope.events} events, ${scope.objects.length} objects, ${scope.holds.length} holds${round === 0 ? ` (${asked.join(", ")})` : ""}`,
  );
}
console.log(
  `median ${times.toSorted((a, b) => a - b)[times.length >> 1]?.toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms`,
);
await store.close();

/** The port, with what each question took. */
function timed(port: EventPort, asked: string[]): EventPort {
  return {
    ask: async function* (question) {
      const started = performance.now();
      yield* port.ask(question);
      asked.push(`${Object.keys(question).slice(0, -2).join("+")} ${(performance.now() - started).toFixed(0)} ms`);
    },
    people: async (place) => {
      const started = performance.now();
      const people = await port.people(place);
      asked.push(`people ${(performance.now() - started).toFixed(0)} ms`);
      return people;
    },
  };
}

/** Some days of a town, through the store's own door; kept for the next time. */
async function fillBase(): Promise<void> {
  if (existsSync(`${base}/filled`)) return;
  rmSync(base, { recursive: true, force: true });
  mkdirSync(base, { recursive: true });
  const into = await openEventStore({ folder: base });
  const town = new Town(7);
  for (let written = 0; written < BASE; written += BATCH)
    await into.append(Array.from({ length: BATCH }, () => event(town.next().trimEnd())));
  await into.close();
  writeFileSync(`${base}/filled`, "");
}

/** Copies what is there, so that there is `times` as much: each copy a week before the last, as other sessions. */
async function multiply(times: number): Promise<void> {
  const { write, read } = await openDoors({ folder });
  const from = "2023-10-02 00:00:00.000";
  const counted = await read.query({ query: "SELECT count() AS n FROM events", format: "JSONEachRow" });
  const [{ n: there } = { n: BASE }] = await counted.json<{ readonly n: number | string }>();
  // A fill that was stopped goes on: whole copies stay, the one in which it stopped is written anew.
  const whole = Math.max(1, Math.floor(Number(there) / BASE));
  await write.command({
    query: `DELETE FROM events WHERE time < {from:DateTime64(3, 'UTC')} - toIntervalDay(${(whole - 1) * 7})`,
    query_params: { from },
  });
  for (let n = whole; n < times; n++) {
    const shifted = (column: string): string => `${column} - toIntervalDay(${n * 7}) AS ${column}`;
    const renamed = (column: string): string => `if(${column} = '', '', concat(${column}, '-${n}')) AS ${column}`;
    const columns = [shifted("time"), shifted("received"), renamed("uid"), renamed("session"), renamed("root")].join(
      ", ",
    );
    await write.command({
      query: `INSERT INTO events SELECT * REPLACE (${columns}) FROM (SELECT * FROM events WHERE time >= {from:DateTime64(3, 'UTC')})`,
      query_params: { from },
    });
    if (n % 10 === 9) console.error(`${(n + 1) * BASE} events`);
  }
  await read.close();
  await write.close();
}

/** Two administrators robbed, in the middle of October 2023 like the rest of the store. */
function theft(): readonly NewEvent[] {
  return readFileSync(pathOf("../corpus/scenarios/r1-cloudflare/events.ndjson"), "utf8")
    .trimEnd()
    .split("\n")
    .map(event);
}

function event(line: string): NewEvent {
  const raw = Buffer.from(line);
  const envelope = readOkta(JSON.parse(line), {
    tenant: TENANT,
    at: { file: "bench", line: 1, offset: 0, length: raw.length },
  });
  if (isProblem(envelope)) throw new RangeError(envelope.reason);
  return { envelope, raw, received: envelope.time };
}

function judged(events: readonly NewEvent[]): ReturnType<SessionEngine["findings"]> {
  const table = pathOf("../content/fields/networks.yml");
  const engine = new SessionEngine({
    networkOf: createNetworkOf(readNetworks({ file: table, text: readFileSync(table, "utf8") })),
  });
  for (const { envelope } of events.toSorted((a, b) => a.envelope.time - b.envelope.time)) engine.observe(envelope);
  return engine.findings();
}

function pathOf(name: string): string {
  return new URL(name, import.meta.url).pathname;
}
