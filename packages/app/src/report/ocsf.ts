import { toDetectionFinding } from "@nightlatch/core";
import { safeJson } from "./safe-text.ts";
import type { ScanReport } from "./scan-report.ts";

/** The findings as OCSF 1.8.0 Detection Findings, one JSON object a line. */
export function toOcsf({ findings, tool }: Pick<ScanReport, "findings" | "tool">): string {
  return findings.map((finding) => `${safeJson(JSON.stringify(toDetectionFinding(finding, tool)))}\n`).join("");
}
