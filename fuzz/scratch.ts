import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRecords } from "../packages/app/src/connect/files/index.ts";

const folder = mkdtempSync(join(tmpdir(), "nightlatch-fuzz-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, "input");

/** Longest record in the fuzzed readers: short, so that the limit is met too. */
const LONGEST = 2000;

/** The records of an input as text, in any order, and how many rejections came with them. */
export async function recordsOf(bytes: Uint8Array, chunk: number): Promise<{ records: string[]; rejected: number }> {
  writeFileSync(path, bytes);
  const records: string[] = [];
  let rejected = 0;
  const options = { chunk, maxRecord: LONGEST, reject: () => void rejected++ };
  for await (const batch of readRecords([path], options)) {
    const text = Buffer.from(batch.bytes);
    if (batch.spans === undefined) {
      const lines = text.toString("latin1").split("\n");
      if (lines.at(-1) === "") lines.pop();
      records.push(...lines.map((line) => line.trim()));
    } else {
      for (let n = 0; n < batch.spans.length; n += 3) {
        const [start = -1, end = -1, line = 0] = batch.spans.subarray(n, n + 3);
        if (start < 0 || end <= start || end > text.length || line < 1)
          throw new Error(`Span ${start}–${end} is wrong`);
        records.push(text.toString("latin1", start, end).trim());
      }
    }
  }
  return { records: records.sort(), rejected };
}
