import { randomBytes } from "node:crypto";
import { type Inspection, Inspector, type Problem } from "@nightlatch/har";
import { openCapture } from "./open-capture.ts";
import { unpack } from "./unpack.ts";

/** What was found in files, and which of them could not be read as the capture they begin as. */
export interface Inspected {
  readonly inspection: Inspection;
  readonly problems: readonly { readonly file: string; readonly problem: Problem }[];
}

/** A text is looked at in stretches of about this many bytes, cut at the ends of lines. */
const STRETCH = 8 * 1024 * 1024;
const NEWLINE = 0x0a;
/** How much of a file is looked at to see what it is. */
const HEAD = 4096;

/** Finds credentials in files. `any`: what is no capture is read as text. Throws what the system throws. */
export async function inspectFiles(files: readonly string[], any: boolean): Promise<Inspected> {
  const inspector = new Inspector({ key: randomBytes(32), unpack });
  const problems: { readonly file: string; readonly problem: Problem }[] = [];
  for (const file of files) {
    if (any && !looksLikeCapture(file)) {
      for (const stretch of stretchesOf(file)) inspector.text(stretch, file);
      continue;
    }
    const problem = await inspector.capture(openCapture(file));
    if (problem === undefined) continue;
    problems.push({ file, problem });
    // What cannot be read as a capture may still be full of tokens.
    if (any) for (const stretch of stretchesOf(file)) inspector.text(stretch, file);
  }
  return { inspection: inspector.inspection(), problems };
}

function looksLikeCapture(file: string): boolean {
  for (const chunk of openCapture(file)() as Iterable<Uint8Array>)
    return /^\uFEFF?\s*\{\s*"log"\s*:/.test(Buffer.from(chunk.subarray(0, HEAD)).toString());
  return false;
}

/** Pieces of a text that end with a line, so that no token is cut; a line longer than a stretch is cut after all. */
function* stretchesOf(file: string): Generator<Uint8Array> {
  let held = Buffer.alloc(0);
  for (const chunk of openCapture(file)() as Iterable<Uint8Array>) {
    held = Buffer.concat([held, chunk]);
    if (held.length < STRETCH) continue;
    const end = held.lastIndexOf(NEWLINE) + 1 || held.length;
    yield held.subarray(0, end);
    held = held.subarray(end);
  }
  if (held.length > 0) yield held;
}
