import { bytesOf } from "../encoding/binary.ts";
import type { Wrap } from "../find/view.ts";

/** Bytes of a text that become other bytes. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  /** A binary string. */
  readonly text: string;
}

/**
 * One edit where several overlap: of those that begin together the longest, and it stands for what lies in it. Where
 * two overlap in part, both are written, so that nothing between their ends remains.
 */
export function settled(edits: readonly Edit[]): readonly Edit[] {
  const sorted = [...edits].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Edit[] = [];
  for (const edit of sorted) {
    const before = kept.at(-1);
    if (before === undefined || edit.start >= before.end) kept.push(edit);
    else if (edit.end > before.end)
      kept[kept.length - 1] = { start: before.start, end: edit.end, text: before.text + edit.text };
  }
  return kept;
}

/** The bytes from `start` to `end` with settled edits made. */
export function edited(bytes: Uint8Array, start: number, end: number, edits: readonly Edit[]): Uint8Array {
  let length = end - start;
  for (const edit of edits) length += edit.text.length - (edit.end - edit.start);
  const out = new Uint8Array(length);
  let from = start;
  let to = 0;
  for (const edit of edits) {
    out.set(bytes.subarray(from, edit.start), to);
    to += edit.start - from;
    out.set(bytesOf(edit.text), to);
    to += edit.text.length;
    from = edit.end;
  }
  out.set(bytes.subarray(from, end), to);
  return out;
}

/** Text as it is written inside encodings, from the inside out. */
export function wrapped(text: string, wraps: readonly Wrap[]): string {
  let out = text;
  for (const wrap of wraps) out = wrap === "percent" ? percent(out) : JSON.stringify(out).slice(1, -1);
  return out;
}

function percent(text: string): string {
  return text.replaceAll(
    /[^\w.~!*'()-]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
