/**
 * The benchmark: `npm run bench`. Reads one generated log in several ways, each in a process of its own, in turn, for
 * some rounds; prints the median of each as events a second, the ratio to a bare JSON.parse loop over the same file,
 * and peak resident memory. Nothing is asserted about a time.
 *
 *   node --conditions=source bench/run.ts --events 1000000 --rounds 3 --only parse,scan-0
 *
 * parse: read, split, decode, JSON.parse. read: the fast reader alone. events-N: events in order, each once, with N
 * workers. sessions-N: the session engine over them. scan-N: that, and every rule. foreign-N: 3,800 rules for other
 * logs beside ours. The rate is by the clock; `cpu` is processor time, of all threads, which other programs on the
 * machine disturb less.
 */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { writeForeignRules } from "./foreign-rules.ts";
import { generate } from "./generate.ts";
import type { Measured } from "./measure.ts";

const MEASURES = "parse,read,events-0,events-2,sessions-0,sessions-2,scan-0,scan-2,foreign-0";
const FOREIGN = 3800;

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "1000000" },
    file: { type: "string" },
    rounds: { type: "string", default: "3" },
    only: { type: "string", default: MEASURES },
  },
});
const events = Number(values.events);
const file = values.file ?? pathOf(`.data/asc-${events}.ndjson`);
if (!existsSync(file)) {
  console.error(`Writing ${events} events to ${file}`);
  generate(events, file, "asc");
}
const foreign = pathOf(".data/foreign-rules");
const names = values.only.split(",");
if (names.some((name) => name.startsWith("foreign")) && !existsSync(foreign)) writeForeignRules(FOREIGN, foreign);

const processor = cpus()[0]?.model ?? "unknown processor";
console.log(
  `${processor}, ${cpus().length} cores, Node ${process.version}, ${events} events, ${statSync(file).size} bytes, ${values.rounds} rounds`,
);
const measured = new Map<string, Measured[]>(names.map((name) => [name, []]));
for (let round = 0; round < Number(values.rounds); round++)
  for (const name of names) {
    const one = measure(name);
    if (one !== undefined) measured.get(name)?.push(one);
  }
const bare = measured.get("parse") ?? [];
for (const [name, all] of measured) console.log(all.length === 0 ? `${name.padEnd(10)} failed` : line(name, all));

function line(name: string, all: readonly Measured[]): string {
  const seconds = median(all.map((one) => one.seconds / one.events));
  const cpu = median(all.map((one) => one.processor / one.events));
  const ratio = bare.length === 0 ? "" : (median(bare.map((one) => one.seconds / one.events)) / seconds).toFixed(2);
  const byCpu = bare.length === 0 ? "" : (median(bare.map((one) => one.processor / one.events)) / cpu).toFixed(2);
  const rate = Math.round(1 / seconds).toLocaleString("en-US");
  const rss = Math.round(Math.max(...all.map((one) => one.rss)) / 1e6);
  const notes = [...new Set(all.map(({ note }) => note))].join(" | ");
  return `${name.padEnd(10)} ${rate.padStart(9)} events/s  ${ratio.padStart(5)} x parse   cpu ${(cpu * 1e6).toFixed(2).padStart(6)} us/event ${byCpu.padStart(5)} x parse   ${String(rss).padStart(4)} MB  ${notes}`;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

function measure(name: string): Measured | undefined {
  const rules = name.startsWith("foreign") ? [foreign] : [];
  const child = spawnSync(process.execPath, [...process.execArgv, pathOf("measure.ts"), name, file, ...rules], {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  return child.status === 0 ? (JSON.parse(child.stdout) as Measured) : undefined;
}

function pathOf(name: string): string {
  return new URL(name, import.meta.url).pathname;
}
