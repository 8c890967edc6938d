import { createHash } from "node:crypto";
import type { ColumnPath } from "./csv-columns.ts";

/** A tree without a prototype, so that a column named `__proto__` is a name like any other. */
type Tree = Record<string, unknown>;

const NUMBERS: ReadonlySet<string> = new Set(["asNumber", "lat", "lon", "authenticationStep"]);
const FLAGS: ReadonlySet<string> = new Set(["isProxy", "managed", "registered", "isAnonymous"]);
const OBJECTS: ReadonlySet<string> = new Set(["target", "ipChain", "debugData", "detailEntry", "detail", "ipDetails"]);

/**
 * The record that a row of a CSV says: each cell at its column's path, empty cells left out. A row without `uuid`
 * is named by the SHA-256 of its cells, so that the same row read twice is one event (spec IN-53).
 */
export function recordOfRow(paths: readonly (ColumnPath | undefined)[], cells: readonly string[]): string {
  const record = branch();
  for (const [n, cell] of cells.entries()) {
    const path = paths[n];
    if (path === undefined || cell === "" || cell === "null") continue;
    put(record, path, cell);
  }
  if (!Object.hasOwn(record, "uuid")) record["uuid"] = `csv-${digest(cells)}`;
  return JSON.stringify(record);
}

function put(record: Tree, path: ColumnPath, cell: string): void {
  let at: unknown = record;
  for (const [n, step] of path.entries()) {
    if (typeof at !== "object" || at === null) return;
    const last = n === path.length - 1;
    const name = String(step);
    const found: unknown = Object.hasOwn(at, name) ? (at as Tree)[name] : undefined;
    const next = last ? valueOf(path, cell) : (found ?? (typeof path[n + 1] === "number" ? [] : branch()));
    if (last && typeof found === "object") return;
    if (Array.isArray(at)) {
      if (typeof step !== "number") return;
      // The entries before it are not there yet; a hole would be written as null.
      while (at.length < step) at.push(branch());
      at[step] = next;
    } else (at as Tree)[name] = next;
    at = next;
  }
}

function valueOf(path: ColumnPath, cell: string): unknown {
  const name = String(path.at(-1));
  const text = cell.trim();
  if (NUMBERS.has(name) && text !== "" && Number.isFinite(Number(text))) return Number(text);
  if (FLAGS.has(name) && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  if (OBJECTS.has(name) && (text.startsWith("{") || text.startsWith("["))) return parsed(text) ?? cell;
  return cell;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function branch(): Tree {
  return Object.create(null) as Tree;
}

function digest(cells: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(cells)).digest("hex").slice(0, 32);
}
