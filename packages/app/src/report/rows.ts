import { safeText } from "./safe-text.ts";
import { columns, pad } from "./wrap.ts";

/** Rows of texts with named columns, to be written as a table or as CSV. */
export interface TextRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of which nothing is cut, such as ids. */
  readonly whole?: readonly string[];
}

const GAP = "  ";
/** Narrowest a column gets when the table is too wide. */
const NARROW = 8;

/** A table for a terminal of so many columns: what does not fit is cut, the widest columns first. */
export function toTable({ columns: names, rows, whole = [] }: TextRows, width: number): string {
  const cells = [names.map((name) => name.toUpperCase()), ...rows.map((row) => row.map(safeText))];
  const widths = fitted(
    names.map((_, n) => Math.max(...cells.map((row) => columns(row[n] ?? "")))),
    { room: width - GAP.length * (names.length - 1), kept: names.map((name) => whole.includes(name)) },
  );
  return cells
    .map((row) =>
      widths
        .map((most, n) => pad(cut(row[n] ?? "", most), most))
        .join(GAP)
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/**
 * CSV as RFC 4180 writes it, with a header. A cell that a spreadsheet would take for a formula is put behind an
 * apostrophe: the log is written by whoever attacks.
 */
export function toCsv({ columns: names, rows }: TextRows): string {
  return [names, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function fitted(
  wanted: readonly number[],
  { room, kept }: { readonly room: number; readonly kept: readonly boolean[] },
): readonly number[] {
  const widths = [...wanted];
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const soft = widths.map((width, n) => (kept[n] === true ? 0 : width));
    const widest = soft.indexOf(Math.max(...soft));
    const most = soft[widest] ?? 0;
    if (most <= NARROW) break;
    widths[widest] = most - 1;
  }
  return widths;
}

function cut(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let kept = "";
  for (const character of text) {
    if (columns(kept) + columns(character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
