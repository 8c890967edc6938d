import { open, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file whole or not at all: beside it first, brought to the disk, then renamed over it. What is there and is
 * no file (a pipe, `/dev/null`) is written to as it is. Throws what the system throws.
 */
export async function writeAtomically(path: string, text: string | Uint8Array, mode = 0o644): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there !== undefined && !there.isFile()) {
    await writeFile(path, text);
    return;
  }
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const file = await open(beside, "wx", there === undefined ? mode : there.mode & 0o777);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
