import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Rejection } from "./record.ts";

/** One file to read. */
export interface InputFile {
  /** What the user named: the file, its folder, or `-`. */
  readonly source: string;
  readonly file: string;
  /** Bytes on the disk; 0 for a pipe. */
  readonly size: number;
}

/** The standard input, as a path. */
const STDIN = "-";

/**
 * The files behind paths: a folder gives every file below it, sorted by name, without hidden ones; a file that was
 * reached twice (by a link, or by naming it twice) is read once (spec IN-1 to IN-6).
 *
 * Rejects with NL-INPUT-MISSING, NL-INPUT-UNREADABLE, NL-INPUT-EMPTY-FOLDER.
 */
export async function findFiles(
  paths: readonly string[],
  reject: (rejection: Rejection) => void,
): Promise<readonly InputFile[]> {
  const found: InputFile[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const before = found.length;
    const kind = await visit({ path, source: path, named: true }, { found, seen, reject });
    if (kind === "folder" && found.length === before) {
      reject({
        file: path,
        line: 0,
        code: "NL-INPUT-EMPTY-FOLDER",
        reason: `The folder "${path}" has no file to read; hidden files are not read`,
      });
    }
  }
  return found;
}

interface Walk {
  readonly found: InputFile[];
  readonly seen: Set<string>;
  readonly reject: (rejection: Rejection) => void;
}

interface Place {
  readonly path: string;
  readonly source: string;
  /** The user named it, so a repeat of it is no surprise and a pipe is welcome. */
  readonly named: boolean;
}

async function visit(place: Place, walk: Walk): Promise<"file" | "folder" | "none"> {
  const { path, source, named } = place;
  if (named && path === STDIN) {
    if (!walk.seen.has(STDIN)) walk.found.push({ source, file: path, size: 0 });
    walk.seen.add(STDIN);
    return "file";
  }
  try {
    const status = await stat(path);
    const real = await realpath(path);
    if (walk.seen.has(real)) return "none";
    walk.seen.add(real);
    if (status.isDirectory()) {
      for (const name of (await readdir(path)).sort()) {
        if (!name.startsWith(".")) await visit({ path: join(path, name), source, named: false }, walk);
      }
      return "folder";
    }
    if (status.isFile() || (named && (status.isFIFO() || status.isCharacterDevice())))
      walk.found.push({ source, file: path, size: status.isFile() ? status.size : 0 });
    return "file";
  } catch (error) {
    walk.reject(unreadable(path, error));
    return "none";
  }
}

/** The rejection of a file that the system would not read. */
export function unreadable(file: string, error: unknown): Rejection {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT")
    return { file, line: 0, code: "NL-INPUT-MISSING", reason: `There is no file or folder "${file}"` };
  const why = code === "EACCES" ? "permission was denied" : error instanceof Error ? error.message : String(error);
  return { file, line: 0, code: "NL-INPUT-UNREADABLE", reason: `The file "${file}" could not be read: ${why}` };
}
