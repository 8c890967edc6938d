import type { Finding, Severity } from "@nightlatch/core";

/** Everything a scan has to say. Its JSON form is a contract (docs/contracts.md): extend, never rename. */
export interface ScanReport {
  readonly schema: "nightlatch.scan/1";
  readonly tool: { readonly name: "nightlatch"; readonly version: string };
  readonly tenant: string;
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly summary: ScanSummary;
}

/** What was looked at, and how far an answer can be trusted. Times are RFC 3339, UTC. */
export interface ScanSummary {
  /** Findings by severity. */
  readonly findings: Readonly<Record<Severity, number>>;
  readonly files: number;
  /** Bytes of decoded input. */
  readonly bytes: number;
  readonly records: number;
  readonly events: number;
  /** The same event again: passed over. */
  readonly repeats: number;
  readonly rejected: number;
  readonly rejectedByCode: Readonly<Record<string, number>>;
  /** First and last event; `null` when there was none. */
  readonly first: string | null;
  readonly last: string | null;
  /** The longest stretches of more than a day without any event. */
  readonly silences: readonly { readonly from: string; readonly to: string }[];
  readonly window: {
    readonly since: string | null;
    readonly until: string | null;
    /** Events before `since`: they taught what is usual and opened sessions, but make no finding. */
    readonly before: number;
    /** Events at or after `until`: left aside. */
    readonly after: number;
  };
  readonly users: number;
  readonly sessions: number;
  /** Changes of context that have an ordinary explanation, by reason. */
  readonly explained: readonly { readonly why: string; readonly count: number }[];
  readonly rules: {
    readonly rules: number;
    readonly correlations: number;
    /** Rules for logs that this scan does not read. */
    readonly elsewhere: number;
    /** Rules of ours that want a value which only the user knows (`placeholders` in the configuration). */
    readonly waiting: number;
    /** Titles of rules of ours in whose place the user's own ran. */
    readonly replaced: readonly string[];
    /** Rules on indicators that meant nothing any more when the log ends. */
    readonly expired: number;
    /** Rules that could not be run. */
    readonly refused: number;
  };
  /** What `disable:` and `tuning:` of the configuration decided, and what that kept away. */
  readonly decisions: readonly DecisionReport[];
  /** Lists of indicators that were looked for; absent when none was. */
  readonly indicators?: {
    readonly read: number;
    /** Those that meant nothing any more when the log ends. */
    readonly expired: number;
    /** Those of kinds that Okta's log does not show. */
    readonly unused: number;
    readonly findings: number;
  };
  /** What had to be given up for want of room; nothing of it is silent. */
  readonly limits: readonly string[];
}

/** A decision about a rule, as it stands at the last event. */
export interface DecisionReport {
  readonly kind: "disable" | "tune";
  /** Title of the rule. */
  readonly rule: string;
  /** `""` when nobody said. */
  readonly who: string;
  readonly why: string;
  /** RFC 3339: the first moment at which it does not hold; `null` when it holds without end. */
  readonly until: string | null;
  /** `ends-soon`: within two weeks of the last event. */
  readonly state: "holds" | "ends-soon" | "ended";
  /** Findings that it kept from the report, and events that it kept from counting. */
  readonly findings: number;
  readonly events: number;
}
