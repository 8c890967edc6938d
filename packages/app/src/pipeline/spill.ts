import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { TemporaryFolder } from "../disk/temporary-folder.ts";
import type { EventRows, RowRef } from "./event-rows.ts";
import { gather } from "./gather.ts";

/** Rows that are read back at a time, of each run: what merging holds in memory. */
const BLOCK = 256;

/** Sorted runs of rows on the disk, in a temporary folder that goes away with `remove` or with the process. */
export class SpillFolder {
  readonly #folder = new TemporaryFolder("nightlatch-sort-");
  #files = 0;

  /** Writes a run, and gives what reads it back. */
  write(run: Iterable<RowRef>): SpilledRun {
    const path = join(this.#folder.path, `run-${this.#files++}`);
    const file = openSync(path, "wx", 0o600);
    try {
      let block: RowRef[] = [];
      for (const ref of run) {
        block.push(ref);
        if (block.length < BLOCK) continue;
        writeBlock(file, block);
        block = [];
      }
      if (block.length > 0) writeBlock(file, block);
    } finally {
      closeSync(file);
    }
    return new SpilledRun(path);
  }

  remove(): void {
    this.#folder.remove();
  }
}

/** A run on the disk. */
export class SpilledRun {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Its rows in order; once only, for the file is removed at the end. */
  *rows(): Generator<RowRef> {
    const file = openSync(this.#path, "r");
    try {
      for (;;) {
        const rows = readBlock(file);
        if (rows === undefined) return;
        for (let row = 0; row < rows.count; row++) yield { rows, row };
      }
    } finally {
      closeSync(file);
      rmSync(this.#path, { force: true });
    }
  }
}

function writeBlock(file: number, block: readonly RowRef[]): void {
  const bytes = serialize(gather(block));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(bytes.length);
  writeAll(file, Buffer.concat([head, bytes]));
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

function readBlock(file: number): EventRows | undefined {
  const head = readAll(file, 4);
  return head === undefined
    ? undefined
    : (deserialize(readAll(file, head.readUInt32LE()) ?? Buffer.alloc(0)) as EventRows);
}

function readAll(file: number, length: number): Buffer | undefined {
  const bytes = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const read = readSync(file, bytes, at, length - at, null);
    if (read === 0) return undefined;
    at += read;
  }
  return bytes;
}
