import { safeJson } from "./safe-text.ts";
import type { ScanReport } from "./scan-report.ts";

/** The report as one JSON document (docs/contracts.md). */
export function toJson(report: ScanReport): string {
  return `${safeJson(JSON.stringify(report, null, 2))}\n`;
}
