/**
 * Writes a System Log as a large tenant has it on ordinary days: a few thousand users, each with their own devices,
 * networks, applications and habits, in order of time. About 2 KB an event, members in the order Okta writes them.
 * The same seed writes the same bytes.
 *
 *   node bench/generate.ts --events 1000000 --out bench/.data/month.ndjson --order asc
 */
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { Town } from "./town.ts";

export type Order = "asc" | "desc" | "shuffled";

/** Writes `events` records to `out`; returns the bytes written. */
export function generate(events: number, out: string, order: Order): number {
  mkdirSync(dirname(out), { recursive: true });
  const file = openSync(out, "w");
  const town = new Town(20231018);
  let bytes = 0;
  let lines: string[] = [];
  const flush = (): void => {
    bytes += writeSync(file, Buffer.from(lines.join("")));
    lines = [];
  };
  if (order === "asc") {
    for (let n = 0; n < events; n++) {
      lines.push(town.next());
      if (lines.length === 1000) flush();
    }
  } else {
    // As bytes outside the heap: a million strings would not fit beside each other.
    const records: Buffer[] = [];
    for (let n = 0; n < events; n++) records.push(Buffer.from(town.next()));
    if (order === "desc") records.reverse();
    else shuffle(records, town);
    for (const record of records) bytes += writeSync(file, record);
  }
  flush();
  closeSync(file);
  return bytes;
}

function shuffle(records: Buffer[], town: Town): void {
  for (let n = records.length - 1; n > 0; n--) {
    const other = town.below(n + 1);
    const [a, b] = [records[n], records[other]];
    if (a !== undefined && b !== undefined) [records[n], records[other]] = [b, a];
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      events: { type: "string", default: "1000000" },
      out: { type: "string", default: new URL(".data/month.ndjson", import.meta.url).pathname },
      order: { type: "string", default: "asc" },
    },
  });
  const order = values.order === "desc" || values.order === "shuffled" ? values.order : "asc";
  const bytes = generate(Number(values.events), values.out, order);
  console.error(`Wrote ${values.events} events, ${bytes} bytes, to ${values.out}`);
}
