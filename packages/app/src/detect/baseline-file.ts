import { readFile } from "node:fs/promises";
import { Baseline, type SavedBaseline } from "@nightlatch/core";
import { writeAtomically } from "../disk/write-atomically.ts";

/** A baseline could not be read or written. */
export class BaselineError extends Error {
  /** `NL-BASELINE-…`. */
  readonly code: string;

  constructor(code: string, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = "BaselineError";
    this.code = code;
  }
}

/**
 * Reads what was learnt before; `undefined` when there is no file yet. Throws BaselineError NL-BASELINE-READ,
 * NL-BASELINE-FORM.
 */
export async function readBaseline(file: string): Promise<SavedBaseline | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new BaselineError("NL-BASELINE-READ", `The baseline "${file}" could not be read: ${said(error)}`, {
      cause: error,
    });
  }
  try {
    const saved = JSON.parse(text) as SavedBaseline;
    if (saved.schema !== "nightlatch.baseline/1")
      throw new TypeError(`its schema is ${JSON.stringify(saved.schema)}, "nightlatch.baseline/1" is wanted`);
    Baseline.restore(saved);
    return saved;
  } catch (error) {
    throw new BaselineError("NL-BASELINE-FORM", `The file "${file}" is no baseline: ${said(error)}`, { cause: error });
  }
}

/** Writes what is known by now, whole or not at all. Throws BaselineError NL-BASELINE-WRITE. */
export async function writeBaseline(file: string, baseline: Baseline): Promise<void> {
  try {
    // It names people and where they are: for this user only.
    await writeAtomically(file, `${JSON.stringify(baseline.save())}\n`, 0o600);
  } catch (error) {
    throw new BaselineError("NL-BASELINE-WRITE", `The baseline "${file}" could not be written: ${said(error)}`, {
      cause: error,
    });
  }
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
