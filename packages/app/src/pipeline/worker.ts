/** A thread that reads chunks of records: what `readInline` does, elsewhere. */
import { parentPort, workerData } from "node:worker_threads";
import { ChunkReader } from "./chunk-reader.ts";
import { loadJudge } from "./judge.ts";
import type { WorkerAnswer, WorkerStart, WorkerTask } from "./worker-message.ts";

const port = parentPort;
if (port === null) throw new Error("This module is the start of a worker thread");
const start = workerData as WorkerStart;
const reader = new ChunkReader(await loadJudge(start.judge), start.bounds);
let strings: readonly string[] = [];
let sent = 0;

port.on("message", (task: WorkerTask) => {
  const { rows, problems } = reader.read(task);
  const renewed = rows.strings !== strings;
  if (renewed) sent = 0;
  strings = rows.strings;
  const { strings: _, ...moved } = rows;
  const spent = task.bytes.buffer as ArrayBuffer;
  const answer: WorkerAnswer = { rows: moved, problems, renewed, fresh: strings.slice(sent), spent };
  sent = strings.length;
  const { texts, numbers, bounds, items, places, offsets, judged } = rows;
  port.postMessage(answer, [
    ...[texts, numbers, bounds, items, places, offsets, judged.found].map(({ buffer }) => buffer as ArrayBuffer),
    spent,
  ]);
});
