import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { type Indicator, readIndicators } from "@nightlatch/core";
import type { Rejection } from "../connect/files/index.ts";

/** Longest list, bytes. */
const LONGEST = 64 * 1024 * 1024;

/** Lists of indicators as they were read. */
export interface IndicatorFiles {
  readonly indicators: readonly Indicator[];
  /** Indicators of kinds that Okta's log does not show. */
  readonly unused: number;
}

/**
 * Reads lists of indicators. What of a list cannot be used is rejected with its line, and the rest is used.
 *
 * Rejects with NL-INTEL-MISSING, NL-INTEL-UNREADABLE, NL-INTEL-FORM, NL-INTEL-EMPTY.
 */
export async function readIndicatorFiles(
  paths: readonly string[],
  reject: (rejection: Rejection) => void,
): Promise<IndicatorFiles> {
  const indicators: Indicator[] = [];
  let unused = 0;
  for (const file of paths) {
    const text = await readList(file, reject);
    if (text === undefined) continue;
    const read = readIndicators(text, basename(file));
    for (const { line, reason } of read.problems) reject({ file, line, code: "NL-INTEL-FORM", reason });
    if (read.indicators.length === 0 && read.problems.length === 0)
      reject({ file, line: 0, code: "NL-INTEL-EMPTY", reason: "The list has no indicator that Okta's log could show" });
    // A spread of a million arguments is more than a call takes.
    for (const indicator of read.indicators) indicators.push(indicator);
    unused += read.unused;
  }
  return { indicators, unused };
}

async function readList(file: string, reject: (rejection: Rejection) => void): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    if (size <= LONGEST) return await readFile(file, "utf8");
    const reason = `The file has ${size} bytes; a list of indicators has at most ${LONGEST}`;
    reject({ file, line: 0, code: "NL-INTEL-UNREADABLE", reason });
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const why = error instanceof Error ? error.message : String(error);
    const reason = missing ? "There is no such file" : `The file could not be read: ${why}`;
    reject({ file, line: 0, code: missing ? "NL-INTEL-MISSING" : "NL-INTEL-UNREADABLE", reason });
  }
  return undefined;
}
