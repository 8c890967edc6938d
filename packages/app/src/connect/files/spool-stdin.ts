import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** The standard input, kept in a file so that it can be read more than once. */
export interface Spool {
  /** For `ReadOptions.stdin` and `readRange`. */
  readonly path: string;
  /** Deletes the file. */
  remove(): Promise<void>;
}

/**
 * Writes the standard input, as it comes, to a temporary file that only this user can read. Throws what the system
 * throws, for example when the disk is full.
 */
export async function spoolStdin(input: NodeJS.ReadableStream = process.stdin): Promise<Spool> {
  const folder = await mkdtemp(join(tmpdir(), "nightlatch-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const path = join(folder, "stdin");
  try {
    await pipeline(input, createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, remove };
}
