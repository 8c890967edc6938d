import { type Finding, SEVERITIES } from "@nightlatch/core";

/** The order of findings: worst first, surest first, earliest first; the id decides what is left. */
export function worstFirst(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    b.confidence - a.confidence ||
    compare(a.first, b.first) ||
    compare(a.id, b.id)
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
