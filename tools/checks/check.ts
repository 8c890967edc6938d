import type { Tree } from "../source/tree.ts";

/** Something that must be mended before the gate opens. */
export interface Problem {
  readonly file: string;
  readonly line?: number;
  /** What is there and what is wanted, in one sentence. */
  readonly what: string;
}

/** What a check saw: problems close the gate, notes are only shown. */
export interface Findings {
  readonly problems: readonly Problem[];
  readonly notes?: readonly Problem[];
}

/** A structural rule of the house, one file each. */
export interface Check {
  readonly name: string;
  readonly run: (tree: Tree) => Findings;
}

/** `file:line: what`, the form that editors can jump to. */
export function problemLine({ file, line, what }: Problem): string {
  return `${file}${line === undefined ? "" : `:${line}`}: ${what}`;
}

/** The 1-based line of a place in a text. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
