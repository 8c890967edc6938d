import { createHash, randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type Digest, type OpenCapture, type Profile, scrub, type Scrubbed } from "@nightlatch/har";
import { openCapture } from "./open-capture.ts";
import { unpack } from "./unpack.ts";

/** Only its owner may read it, as long as nobody has said that it is good. */
const MODE = 0o600;

function sha256(): Digest {
  const hash = createHash("sha256");
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}

/** After these the file is gone before the process is. */
const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Scrubs a capture into another file. It is written beside its place and moved there when it has been scanned and is on
 * the disk; otherwise nothing is left, also when a signal ends the process. What a process left that was killed outright
 * goes at the next run. The key of the pseudonyms is made for this
 * run and forgotten. Throws what the system throws.
 */
export async function scrubFile(from: string, to: string, profile: Profile): Promise<Scrubbed> {
  await sweep(to);
  const there = await stat(to).catch(() => undefined);
  const beside = join(dirname(to), `.${basename(to)}.${process.pid}.tmp`);
  const stop = (signal: NodeJS.Signals): void => {
    rmSync(beside, { force: true });
    for (const one of SIGNALS) process.off(one, stop);
    // With its own listener gone, the signal does what it would have done.
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    const file = await open(beside, "wx", there?.isFile() === true ? there.mode & 0o777 : MODE);
    let scrubbed: Scrubbed;
    try {
      const write = (bytes: Uint8Array): Promise<void> => file.appendFile(bytes);
      scrubbed = await scrub(breathing(from), write, { key: randomBytes(32), profile, sha256, unpack });
      if (scrubbed.ok) await file.sync();
    } finally {
      await file.close();
    }
    if (scrubbed.ok) await rename(beside, to);
    return scrubbed;
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    await rm(beside, { force: true });
  }
}

/** The bytes of a capture, with a pause after each chunk in which a signal is heard. */
function breathing(from: string): OpenCapture {
  return async function* () {
    for (const chunk of openCapture(from)() as Iterable<Uint8Array>) {
      yield chunk;
      await setImmediate();
    }
  };
}

/** Removes what runs for the same file left beside it when they were killed. */
async function sweep(to: string): Promise<void> {
  const [before, after] = [`.${basename(to)}.`, ".tmp"];
  for (const name of await readdir(dirname(to)).catch(() => [])) {
    const id = name.startsWith(before) && name.endsWith(after) ? name.slice(before.length, -after.length) : "";
    if (/^\d+$/.test(id) && !isRunning(Number(id))) await rm(join(dirname(to), name), { force: true });
  }
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
