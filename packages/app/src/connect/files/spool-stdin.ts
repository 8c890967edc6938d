import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { TemporaryFolder } from "../../disk/temporary-folder.ts";

/** The standard input, kept in a file so that it can be read more than once. */
export interface Spool {
  /** For `ReadOptions.stdin` and `readRange`. */
  readonly path: string;
  /** Deletes the file. */
  remove(): void;
}

/**
 * Writes the standard input, as it comes, to a temporary file that only this user can read. Throws what the system
 * throws, for example when the disk is full.
 */
export async function spoolStdin(input: NodeJS.ReadableStream = process.stdin): Promise<Spool> {
  const folder = new TemporaryFolder("nightlatch-");
  const path = join(folder.path, "stdin");
  try {
    await pipeline(input, createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    folder.remove();
    throw error;
  }
  return { path, remove: () => folder.remove() };
}
