import { jsonDocument } from "../../report/index.ts";
import { type TextRows, toCsv, toTable } from "../../report/rows.ts";
import { formatAmong, type GlobalOptions } from "../global-options.ts";

/** The form that is wanted of what is found in the store: a table where none is named. Throws a Failure NL-CLI-FORMAT. */
export function answerFormat<Own extends "table" | "json" | "csv" | "ocsf">(
  flags: GlobalOptions,
  own: readonly Own[],
): Own | "table" {
  return flags.format === "text" ? "table" : formatAmong(flags, own);
}

/** What an answer says in each form. */
export interface Answer {
  readonly rows: TextRows;
  /** Said below the table. */
  readonly below: string;
  readonly document: object;
}

/** An answer as a table, one JSON document or CSV. */
export function written(
  { rows, below, document }: Answer,
  format: "table" | "json" | "csv",
  out: string | undefined,
): string {
  if (format === "json") return jsonDocument(document);
  if (format === "csv") return toCsv(rows);
  // Only a terminal has an edge; whoever reads on wants all of it.
  const width = out === undefined && process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  return `${rows.rows.length === 0 ? "" : `${toTable(rows, width)}\n`}${below}\n`;
}
