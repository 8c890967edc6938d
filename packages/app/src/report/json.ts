import { safeJson } from "./safe-text.ts";
import type { ScanReport } from "./scan-report.ts";

/** The report as one JSON document (docs/contracts.md). */
export function toJson(report: ScanReport): string {
  return jsonDocument(report);
}

/** A value as one JSON document that is harmless on a terminal. */
export function jsonDocument(value: object): string {
  return `${safeJson(JSON.stringify(value, null, 2))}\n`;
}
