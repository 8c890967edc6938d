/**
 * The service: `node --conditions=source bench/service.ts --events 60000 --rounds 3 --only ingest,latency,restart`.
 *
 * ingest: a log over HTTP to stored, judged and told, beside bare inserts of the same rows into the same engine, in
 * turn; and each part by itself. latency: from an event's appearance in a tenant's log to the finding at a webhook.
 * restart: from the start of the process to a service that is ready, over so many stored events.
 * Nothing is asserted about a time.
 */
import { existsSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { generate } from "./generate.ts";
import { measureIngest } from "./service/ingest.ts";
import { measureLatency } from "./service/latency.ts";
import { measureRestart } from "./service/restart.ts";

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "60000" },
    rounds: { type: "string", default: "3" },
    samples: { type: "string", default: "200" },
    poll: { type: "string", default: "1" },
    only: { type: "string", default: "ingest,latency,restart" },
  },
});
const events = Number(values.events);
const rounds = Number(values.rounds);
const only = values.only.split(",");
const file = new URL(`.data/asc-${events}.ndjson`, import.meta.url).pathname;
if (!existsSync(file)) generate(events, file, "asc");
const [cpu] = cpus();
console.log(`${cpu?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.version}, ${events} events`);
for (const [name, measure] of Object.entries({
  ingest: () => measureIngest(file, { events, rounds }),
  latency: () => measureLatency({ samples: Number(values.samples), poll: Number(values.poll) }),
  restart: () => measureRestart(file, { events, rounds }),
})) {
  if (!only.includes(name)) continue;
  const before = loadavg()[0] ?? 0;
  for await (const line of measure()) console.log(`${name}: ${line}`);
  console.log(`${name}: load ${before.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`);
}
