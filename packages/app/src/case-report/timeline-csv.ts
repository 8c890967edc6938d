import { type CaseReport, type TimesketchRow, timesketchRows } from "@nightlatch/core";
import { safeText } from "../report/index.ts";

const COLUMNS: readonly (keyof TimesketchRow)[] = [
  "message",
  "datetime",
  "timestamp_desc",
  "timestamp",
  "known",
  "kind",
  "event_uids",
  "source",
  "case",
  "tag",
];

/**
 * The timeline as CSV (RFC 4180) with Timesketch's columns. A text that a spreadsheet would take for a formula is made
 * harmless with an apostrophe before it.
 */
export function timelineCsv(report: CaseReport): string {
  const rows = timesketchRows(report).map((row) => COLUMNS.map((column) => cell(row[column])).join(","));
  return [COLUMNS.join(","), ...rows, ""].join("\r\n");
}

function cell(value: string | number): string {
  const text = safeText(String(value));
  const plain = typeof value === "string" && /^\s*[=+\-@|]/.test(text) ? `'${text}` : text;
  return /[",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
