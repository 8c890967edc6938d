import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The files of a checkout, without what is installed, built or measured there. */
export interface Tree {
  readonly root: string;
  /** Paths from the root, with forward slashes, sorted. */
  readonly files: readonly string[];
  /** @returns the text of one of `files`. */
  readonly read: (file: string) => string;
}

const NOT_OURS = new Set(["node_modules", "dist", ".git", ".node", ".data"]);

/** Lists the checkout at `root`; texts are read when asked for, once. */
export function readTree(root: string): Tree {
  const files = walk(root, "").sort();
  const texts = new Map<string, string>();
  const read = (file: string): string => {
    const text = texts.get(file) ?? readFileSync(join(root, file), "utf8");
    texts.set(file, text);
    return text;
  };
  return { root, files, read };
}

/** A tree that exists in memory only, for tests of the checks. */
export function treeOf(texts: Readonly<Record<string, string>>): Tree {
  const held = new Map(Object.entries(texts));
  const read = (file: string): string => {
    const text = held.get(file);
    if (text === undefined) throw new RangeError(`Read "${file}", which is not in this tree`);
    return text;
  };
  return { root: ".", files: [...held.keys()].sort(), read };
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : walk(root, path);
    return entry.isFile() && !entry.name.endsWith(".tsbuildinfo") ? [path] : [];
  });
}

/** TypeScript source, tests included. */
export function isSource(file: string): boolean {
  return /\.(ts|tsx|mts)$/.test(file) && !file.endsWith(".d.ts");
}

/** Tests and what only tests use. */
export function isTest(file: string): boolean {
  return /\.(test|fixture)\.tsx?$/.test(file);
}
