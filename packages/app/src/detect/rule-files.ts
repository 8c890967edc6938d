import { readFile, stat } from "node:fs/promises";
import { findFiles, type Rejection } from "../connect/files/index.ts";

/** A file of rules. */
export interface RuleText {
  readonly file: string;
  readonly text: string;
}

/** Longest file of rules, bytes. */
const LONGEST = 4 * 1024 * 1024;

/**
 * Reads every `.yml` and `.yaml` file below the paths, sorted by name. A file that was named is read whatever it is
 * called.
 *
 * Rejects with NL-RULES-MISSING, NL-RULES-UNREADABLE.
 */
export async function readRuleFiles(
  paths: readonly string[],
  reject: (rejection: Rejection) => void,
): Promise<readonly RuleText[]> {
  const texts: RuleText[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const files = await findFiles([path], ({ file, line, code, reason }) => {
      if (code === "NL-INPUT-EMPTY-FOLDER") return;
      reject({ file, line, code: code === "NL-INPUT-MISSING" ? "NL-RULES-MISSING" : "NL-RULES-UNREADABLE", reason });
    });
    for (const { file } of files) {
      if (seen.has(file) || (file !== path && !/\.ya?ml$/i.test(file))) continue;
      seen.add(file);
      const text = await readRuleFile(file, reject);
      if (text !== undefined) texts.push({ file, text });
    }
  }
  return texts;
}

async function readRuleFile(file: string, reject: (rejection: Rejection) => void): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    if (size <= LONGEST) return await readFile(file, "utf8");
    reject({
      file,
      line: 0,
      code: "NL-RULES-UNREADABLE",
      reason: `The file has ${size} bytes; a file of rules has at most ${LONGEST}`,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    reject({ file, line: 0, code: "NL-RULES-UNREADABLE", reason: `The file could not be read: ${why}` });
  }
  return undefined;
}
