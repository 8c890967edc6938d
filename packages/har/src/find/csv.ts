import { binary } from "../encoding/binary.ts";
import { indexIn } from "../encoding/index-in.ts";
import { isSecretUnder, type NameVerdict } from "../secret/names.ts";
import { cachedVerdict } from "../secret/verdicts.ts";
import { canonical } from "./canonical.ts";
import type { Context, Judge, Span } from "./judge.ts";
import { foundNamed } from "./named.ts";
import type { View } from "./view.ts";

const NEWLINE = 0x0a;
const LONGEST_HEAD = 2000;
const NAMES = /^[\w "'.()/#-]+(?:([,;\t|])[\w "'.()/#-]*)(?:\1[\w "'.()/#-]*)*\r?$/;

/** What the columns of a table in text say by its first line; undefined when this is no such table. */
function columnsOf(
  bytes: Uint8Array,
  { start, end }: Span,
): { readonly mark: string; readonly columns: readonly Column[]; readonly rows: number } | undefined {
  const line = indexIn(bytes, NEWLINE, { start, end: Math.min(end, start + LONGEST_HEAD) });
  if (bytes[line] !== NEWLINE || line >= end) return undefined;
  const head = binary(bytes, start, line);
  const mark = NAMES.exec(head)?.[1];
  if (mark === undefined) return undefined;
  const columns = head.split(mark).map((name): Column => {
    const plain = name.trim().replaceAll(/^["']|["']$/g, "");
    return { name: plain, verdict: cachedVerdict(plain) };
  });
  return columns.some(({ verdict }) => verdict !== undefined) ? { mark, columns, rows: line + 1 } : undefined;
}

interface Column {
  readonly name: string;
  readonly verdict: NameVerdict | undefined;
}

/** Reads a table in text (RFC 4180) by the names of its columns, as exports of passwords and keys are written. */
export function readCsv(judge: Judge, view: View, { start, end }: Span, context: Context): void {
  const table = columnsOf(view.bytes, { start, end });
  if (table === undefined) return;
  const { bytes } = view;
  const { mark, columns, rows } = table;
  const separator = mark.charCodeAt(0);
  for (let at = rows, column = 0; at < end;) {
    let stop = at;
    let quoted = false;
    for (; stop < end; stop++) {
      const byte = bytes[stop];
      if (byte === 0x22) quoted = !quoted;
      else if (!quoted && (byte === separator || byte === NEWLINE)) break;
    }
    const verdict = columns[column]?.verdict;
    let to = stop;
    while (to > at && (bytes[to - 1] ?? 0) <= 0x20) to--;
    if (verdict !== undefined && to > at) {
      const isQuoted = bytes[at] === 0x22 && bytes[to - 1] === 0x22 && to - at > 1;
      const span = isQuoted ? { start: at + 1, end: to - 1 } : { start: at, end: to };
      if (isSecretUnder(verdict, canonical(binary(bytes, span.start, span.end))))
        foundNamed(judge, view, span, { ...context, name: columns[column]?.name ?? "" }, verdict.secret);
    }
    column = bytes[stop] === NEWLINE ? 0 : column + 1;
    at = stop + 1;
  }
}
