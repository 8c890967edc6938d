import { closeSync, openSync, readSync } from "node:fs";
import type { OpenCapture } from "@nightlatch/har";

const CHUNK = 1024 * 1024;

/** The bytes of a file, from the beginning each time. A chunk is good until the next one is asked for. */
export function openCapture(path: string): OpenCapture {
  return function* () {
    const file = openSync(path, "r");
    try {
      const chunk = Buffer.allocUnsafeSlow(CHUNK);
      for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) yield chunk.subarray(0, read);
    } finally {
      closeSync(file);
    }
  };
}
