import type { TimeBounds } from "@nightlatch/core";
import type { Chunk, ReadChunk } from "./chunk-reader.ts";
import type { EventRows } from "./event-rows.ts";
import type { JudgeSource } from "./judge.ts";

/** What a worker is started with. */
export interface WorkerStart {
  readonly judge: JudgeSource | undefined;
  readonly bounds: TimeBounds;
}

/** To a worker: a chunk whose bytes are its own until it answers. */
export type WorkerTask = Chunk;

/** From a worker: what it read, with only the strings that it has not sent before. */
export interface WorkerAnswer {
  readonly rows: Omit<EventRows, "strings">;
  readonly problems: ReadChunk["problems"];
  /** The strings start anew; those sent before belong to earlier answers only. */
  readonly renewed: boolean;
  readonly fresh: readonly string[];
  /** The memory of the task's bytes. */
  readonly spent: ArrayBuffer;
}
