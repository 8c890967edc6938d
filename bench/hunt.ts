/**
 * Hunts with the full pack over a stored history, and asks DuckDB the same conditions on the raw JSON file. Prints the
 * seconds of each, their ratio, and the bytes on disk that an event takes. Nothing is asserted about a time.
 *
 *   node --conditions=source bench/hunt.ts --events 200000 [--rounds 3] [--level low] [--no-peer]
 *   node --conditions=source bench/hunt.ts --store bench/.data/scope-10000000 --tenant acme
 *
 * There are two hunts: with the rules alone, whose conditions are those that DuckDB is asked, and with all of the pack,
 * which judges the correlations as well; both read what they found and make the findings. The log and the store are
 * kept in bench/.data and used again; `--fresh` writes the store anew. Ten million events want 25 GB for the log and 2 GB
 * for the store. DuckDB is fetched into a temporary folder, and left out, with a line that says so, where that cannot be
 * done.
 */
import { existsSync, rmSync, statSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { SEVERITIES } from "@nightlatch/core";
import { readRecords } from "../packages/app/src/connect/files/index.ts";
import { contentPath } from "../packages/app/src/content.ts";
import { bundledPlaceholders } from "../packages/app/src/detect/bundled-placeholders.ts";
import { readRuleBook, type RuleBook } from "../packages/app/src/detect/rule-book.ts";
import { readRuleFiles } from "../packages/app/src/detect/rule-files.ts";
import { fromLevel } from "../packages/app/src/hunt/from-level.ts";
import { hunt } from "../packages/app/src/hunt/hunt.ts";
import { only } from "../packages/app/src/hunt/only.ts";
import { PageReader } from "../packages/app/src/ingest/index.ts";
import { NO_JUDGE } from "../packages/app/src/pipeline/judge.ts";
import { type EventStore, openEventStore } from "../packages/app/src/store/events/index.ts";
import { duckDbHunt } from "./duckdb.ts";
import { generate } from "./generate.ts";

/** What there is to be found. */
const ATTACK = pathOf("../corpus/scenarios/r3-1password/events.ndjson");

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "200000" },
    rounds: { type: "string", default: "3" },
    level: { type: "string", default: "low" },
    fresh: { type: "boolean", default: false },
    "no-peer": { type: "boolean", default: false },
    /** A store that is there already, such as that of the scope's benchmark, and whose events in it. */
    store: { type: "string" },
    tenant: { type: "string", default: "bench" },
  },
});
const events = Number(values.events);
const { tenant, store: other } = values;
const log = pathOf(`.data/asc-${events}.ndjson`);
if (other === undefined && !existsSync(log)) {
  console.error(`Writing ${events} events to ${log}`);
  generate(events, log, "asc");
}
const book = await pack();
const store = other === undefined ? await stored() : await openEventStore({ folder: other });
const bytes = await settledSize(store);
const held = (await store.holdings()).reduce((sum, one) => sum + one.events, 0);
console.log(`${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, ${held} events`);
console.log(`disk    ${(bytes / held).toFixed(1)} bytes an event`);
if (other === undefined) console.log(`log     ${(statSync(log).size / events).toFixed(1)} bytes an event`);

const told = only(book, ({ key }) => book.byKey.has(key) && !book.silent.has(key));
const rules = await measured("rules", told);
const whole = await measured("hunt", book);
await store.close();

if (!values["no-peer"] && other === undefined) {
  const peer = await duckDbHunt([log, ATTACK], told.rules);
  if (typeof peer === "string") console.log(`DuckDB  left out: ${peer}`);
  else {
    console.log(
      `DuckDB  ${peer.seconds.toFixed(2)} s, ${peer.processor.toFixed(2)} s of processor time  ${peer.found} events, ${peer.version}`,
    );
    for (const [name, ours] of [
      ["rules", rules],
      ["hunt", whole],
    ] as const)
      console.log(
        `ratio   ${name}: ${(peer.seconds / ours.seconds).toFixed(1)}, by processor time ${(peer.processor / ours.processor).toFixed(1)}`,
      );
  }
}

/** Hunts as often as was said; prints the first time and the median. */
async function measured(
  name: string,
  what: RuleBook,
): Promise<{ readonly seconds: number; readonly processor: number }> {
  const times: number[] = [];
  const cpu: number[] = [];
  let said = "";
  for (let round = 0; round < Number(values.rounds); round++) {
    const before = process.cpuUsage();
    const started = performance.now();
    const outcome = await hunt({ tenant, book: what, events: store });
    times.push((performance.now() - started) / 1000);
    const used = process.cpuUsage(before);
    cpu.push((used.user + used.system) / 1e6);
    said = `${what.rules.length} rules, ${what.correlations.length} correlations, ${outcome.candidates} candidates, ${outcome.matches} matches, ${outcome.findings.length} findings, open: ${outcome.open.join(", ") || "none"}`;
  }
  // The engine remembers where a condition met nothing: what is compared is the first time.
  const [seconds = 0, processor = 0] = [times[0], cpu[0]];
  const again = `median of ${times.length}: ${median(times).toFixed(2)} s, ${median(cpu).toFixed(2)} s`;
  console.log(
    `${name.padEnd(7)} ${seconds.toFixed(2)} s, ${processor.toFixed(2)} s of processor time (${again})  ${said}; load ${loadavg()[0]?.toFixed(1) ?? "?"}`,
  );
  return { seconds, processor };
}

async function pack(): Promise<RuleBook> {
  const texts = await readRuleFiles([contentPath("rules")], () => undefined);
  const all = readRuleBook(texts, (await bundledPlaceholders()).indicators);
  return fromLevel(all, SEVERITIES.find((one) => one === values.level) ?? "low");
}

async function stored(): Promise<EventStore> {
  const folder = pathOf(`.data/store-${events}`);
  if (values.fresh) rmSync(folder, { recursive: true, force: true });
  const opened = await openEventStore({ folder });
  const held = (await opened.holdings()).reduce((sum, one) => sum + one.events, 0);
  if (held > events) return opened;
  console.error(`Storing them in ${folder}`);
  const reader = new PageReader(tenant, NO_JUDGE);
  for await (const batch of readRecords([log, ATTACK], { reject: () => undefined })) {
    const page = reader.readBatch(batch, () => undefined);
    await opened.append(page.events.map((one) => ({ ...one, received: one.envelope.time + 5000 })));
  }
  return opened;
}

/** Bytes on disk when the engine has merged what it will merge by itself. */
async function settledSize(of: EventStore): Promise<number> {
  let last = await of.size();
  for (let looks = 0; looks < 60; looks++) {
    await wait(2000);
    const now = await of.size();
    if (now === last) break;
    last = now;
  }
  return last;
}

function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[all.length >> 1] ?? 0;
}

function pathOf(name: string): string {
  return new URL(name, import.meta.url).pathname;
}
