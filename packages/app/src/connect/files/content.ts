import { csvDelimiter } from "./csv-reader.ts";

/** What decoded text is, told by its beginning. */
export type Content =
  | { readonly kind: "json" }
  | { readonly kind: "csv"; readonly delimiter: string }
  | { readonly kind: "binary"; readonly what: string };

/** Bytes looked at. */
export const HEAD = 4096;

const MAGICS: readonly (readonly [string, string])[] = [
  ["PK\u0003\u0004", "a zip archive; unpack it first"],
  ["BZh", "bzip2; decompress it first"],
  ["\u00fd7zXZ", "xz; decompress it first"],
  ["%PDF", "a PDF"],
  ["SQLite format 3", "an SQLite database"],
  ["PAR1", "a Parquet file"],
  ["\u007fELF", "a program"],
  ["\u0089PNG", "an image"],
];

/**
 * Tells what an input holds by its content, never by its name. Whatever is neither a CSV of events nor binary is read
 * as JSON, and its lines are rejected one by one when they are none.
 */
export function contentOf(head: Buffer): Content {
  const text = head.toString("latin1", 0, Math.min(head.length, HEAD));
  const magic = MAGICS.find(([bytes]) => text.startsWith(bytes));
  if (magic !== undefined) return { kind: "binary", what: magic[1] };
  const start = text.replace(/^[\0\s]+/, "");
  if (/^[[{]/.test(start)) return { kind: "json" };
  if (strangeBytes(start) * 50 > start.length) return { kind: "binary", what: "binary data" };
  // The header may be longer than what is looked at for the rest.
  const delimiter = csvDelimiter(head.toString("utf8", 0, Math.min(head.length, 16 * HEAD)).trimStart());
  return delimiter === undefined ? { kind: "json" } : { kind: "csv", delimiter };
}

// Control characters other than those that stand in text: tab, line ends, form feed, escape, record separator.
function strangeBytes(text: string): number {
  let count = 0;
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (code < 0x20 ? !"\t\n\f\r\u001b\u001e".includes(character) : code === 0x7f) count++;
  }
  return count;
}
