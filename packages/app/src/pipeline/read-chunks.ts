import { Worker } from "node:worker_threads";
import type { TimeBounds } from "@nightlatch/core";
import { type Chunk, ChunkReader, type ReadChunk } from "./chunk-reader.ts";
import { type JudgeSource, loadJudge } from "./judge.ts";
import type { WorkerAnswer, WorkerStart, WorkerTask } from "./worker-message.ts";

/** How chunks are read. */
export interface ReadChunksOptions {
  readonly judge: JudgeSource | undefined;
  readonly bounds: TimeBounds;
  /** Threads beside the main one; 0 reads in the main thread. */
  readonly workers: number;
}

/** Chunks given to a worker before its first answer is taken: enough that it never waits, and memory stays flat. */
const AHEAD = 2;

/** What was read of a chunk. */
export interface ReadAnswer {
  readonly file: string;
  /** Bytes of the chunk. */
  readonly bytes: number;
  readonly read: ReadChunk;
}

/** Reads chunks, in any number of threads; answers come in the order of the chunks. */
export async function* readChunks(
  chunks: AsyncIterable<Chunk>,
  options: ReadChunksOptions,
): AsyncGenerator<ReadAnswer> {
  if (options.workers === 0) {
    const reader = new ChunkReader(await loadJudge(options.judge), options.bounds);
    for await (const chunk of chunks) yield { file: chunk.file, bytes: chunk.bytes.length, read: reader.read(chunk) };
    return;
  }
  const threads = Array.from({ length: options.workers }, () => new ReaderThread(options));
  try {
    const waiting: { readonly file: string; readonly bytes: number; readonly answer: Promise<ReadChunk> }[] = [];
    let turn = 0;
    for await (const chunk of chunks) {
      const answer = (threads[turn++ % threads.length] as ReaderThread).read(chunk);
      // Told again to whoever awaits it; until then it is nobody's unhandled rejection.
      answer.catch(() => undefined);
      waiting.push({ file: chunk.file, bytes: chunk.bytes.length, answer });
      if (waiting.length < threads.length * AHEAD) continue;
      const first = waiting.shift();
      if (first !== undefined) yield { file: first.file, bytes: first.bytes, read: await first.answer };
    }
    for (const { file, bytes, answer } of waiting) yield { file, bytes, read: await answer };
  } finally {
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

interface Pending {
  readonly resolve: (read: ReadChunk) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Megabytes of young objects a reader thread may hold before it clears up: it makes few, and all of them live long or
 * die at once.
 */
const YOUNG = 12;

/** One worker, and the strings it has sent. */
class ReaderThread {
  readonly #worker: Worker;
  readonly #pending: Pending[] = [];
  #strings: string[] = [];
  /** Memory of chunks that were read. */
  readonly #spent: ArrayBuffer[] = [];

  constructor({ judge, bounds }: ReadChunksOptions) {
    const source = import.meta.url.endsWith(".ts");
    const workerData: WorkerStart = { judge, bounds };
    this.#worker = new Worker(new URL(source ? "./worker.ts" : "./worker.js", import.meta.url), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
      // From source, the other rooms are taken from source too.
      ...(source ? { execArgv: ["--conditions=source"] } : {}),
    });
    this.#worker.on("message", (answer: WorkerAnswer) => this.#answer(answer));
    this.#worker.on("error", (error: Error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("A reader thread ended early")));
  }

  read(chunk: Chunk): Promise<ReadChunk> {
    // Neighbouring batches share their memory, so the thread gets a copy of its own; it gives the memory back.
    const { length } = chunk.bytes;
    const spent = this.#spent.pop();
    const bytes = new Uint8Array(
      spent !== undefined && spent.byteLength >= length ? spent : new ArrayBuffer(length),
      0,
      length,
    );
    bytes.set(chunk.bytes);
    const { file, base, line, spans, origins } = chunk;
    const task: WorkerTask = { bytes, file, base, line, spans, origins };
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve, reject });
      this.#worker.postMessage(task, [bytes.buffer]);
    });
  }

  async close(): Promise<void> {
    this.#worker.removeAllListeners("exit");
    await this.#worker.terminate();
  }

  #answer({ rows, problems, renewed, fresh, spent }: WorkerAnswer): void {
    this.#spent.push(spent);
    if (renewed) this.#strings = [];
    const strings = this.#strings;
    for (const text of fresh) strings.push(text);
    this.#pending.shift()?.resolve({ rows: { ...rows, strings }, problems });
  }

  #fail(error: Error): void {
    for (const pending of this.#pending.splice(0)) pending.reject(error);
  }
}
