/**
 * The benchmark: `npm run bench`. Reads one generated log in several ways, each in a process of its own, and prints
 * events a second, the ratio to a bare JSON.parse loop, and peak resident memory. Nothing is asserted about a time.
 *
 *   node --conditions=source bench/run.ts --events 1000000
 */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { generate } from "./generate.ts";
import type { Measured } from "./measure.ts";

const MEASURES: readonly string[] = ["parse", "read", "events-0", "events-2", "scan-0", "scan-2"];

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "1000000" },
    file: { type: "string" },
    only: { type: "string", default: MEASURES.join(",") },
  },
});
const events = Number(values.events);
const file = values.file ?? new URL(`.data/asc-${events}.ndjson`, import.meta.url).pathname;
if (!existsSync(file)) {
  console.error(`Writing ${events} events to ${file}`);
  generate(events, file, "asc");
}

const processor = cpus()[0]?.model ?? "unknown processor";
console.log(`${processor}, ${cpus().length} cores, Node ${process.version}, ${statSync(file).size} bytes`);
let bare = 0;
for (const measure of values.only.split(",")) {
  const measured = run(measure);
  if (measured === undefined) continue;
  const rate = measured.events / measured.seconds;
  if (measure === "parse") bare = rate;
  const ratio = bare === 0 ? "" : `${(rate / bare).toFixed(2)} x JSON.parse`;
  console.log(
    `${measure.padEnd(10)} ${Math.round(rate).toLocaleString("en-US").padStart(9)} events/s  ${((measured.seconds / measured.events) * 1e6).toFixed(2)} us/event  ${ratio.padEnd(18)} ${Math.round(measured.rss / 1e6)} MB  ${measured.note}`,
  );
}

function run(measure: string): Measured | undefined {
  const program = new URL("measure.ts", import.meta.url).pathname;
  const child = spawnSync(process.execPath, [...process.execArgv, program, measure, file], {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (child.status !== 0) {
    console.log(`${measure.padEnd(10)} failed`);
    return undefined;
  }
  return JSON.parse(child.stdout) as Measured;
}
