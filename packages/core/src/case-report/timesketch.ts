import type { CaseReport, TimelineLine } from "./report.ts";

/** A row as Timesketch imports it: message, datetime and timestamp_desc are demanded, further columns are kept. */
export interface TimesketchRow {
  readonly message: string;
  /** RFC 3339, UTC. */
  readonly datetime: string;
  /** What the time means. */
  readonly timestamp_desc: string;
  /** Microseconds since 1970. */
  readonly timestamp: number;
  readonly known: string;
  readonly kind: TimelineLine["kind"];
  readonly event_uids: string;
  readonly source: string;
  readonly case: string;
  readonly tag: string;
}

const MEANING: Readonly<Record<TimelineLine["kind"], string>> = {
  "malicious-act": "Event Time",
  finding: "First Malicious Act",
  fact: "Time of Fact",
  pinned: "Event Time",
  supplier: "Time of Message",
  case: "Time of Entry",
  action: "Time of Action",
};

/** The timeline with Timesketch's columns. What nobody knows the time of stands at the time when it was known. */
export function timesketchRows(report: CaseReport): readonly TimesketchRow[] {
  return report.timeline.map(({ happened, known, kind, text, events, source }) => {
    const at = happened ?? known;
    return {
      message: text,
      datetime: new Date(at).toISOString(),
      timestamp_desc: happened === null ? "Time of Knowledge" : MEANING[kind],
      timestamp: at * 1000,
      known: new Date(known).toISOString(),
      kind,
      event_uids: events.join(" "),
      source,
      case: report.case,
      tag: kind === "malicious-act" ? "intruder" : kind,
    };
  });
}
