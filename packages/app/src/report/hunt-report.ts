import type { Finding, Severity } from "@nightlatch/core";
import type { TextRows } from "./rows.ts";

/** Everything a hunt has to say. Its JSON form is a contract (docs/contracts.md): extend, never rename. */
export interface HuntReport {
  readonly schema: "nightlatch.hunt/1";
  readonly tool: { readonly name: "nightlatch"; readonly version: string };
  readonly tenant: string;
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly summary: {
    /** Findings by severity. */
    readonly findings: Readonly<Record<Severity, number>>;
    /** Events in the store in the time hunted. */
    readonly events: number;
    /** Events that the rules were asked about, and those that one of them matched. */
    readonly candidates: number;
    readonly matches: number;
    /** RFC 3339; `null` for no bound. */
    readonly window: { readonly since: string | null; readonly until: string | null };
    readonly rules: {
      /** Rules that make findings, and those that only count for correlations. */
      readonly rules: number;
      readonly counted: number;
      readonly correlations: number;
      /** Titles of rules that every event had to be read for. */
      readonly open: readonly string[];
    };
    /** What had to be given up for want of room; nothing of it is silent. */
    readonly limits: readonly string[];
  };
}

/** The findings as rows; `brief` leaves out what a terminal has no room for. */
export function findingRows(findings: readonly Finding[], { brief }: { readonly brief: boolean }): TextRows {
  const columns: readonly (readonly [name: string, of: (finding: Finding) => string])[] = [
    ["severity", ({ severity }) => severity],
    ...(brief ? [] : [["first", ({ first }: Finding) => first] as const]),
    ["last", ({ last }) => (brief ? last.slice(0, 16) : last)],
    ["user", ({ entities }) => entities.user.map(({ name, id }) => name || id).join(" ")],
    ["ip", ({ entities }) => entities.ip.join(" ")],
    ["events", ({ evidence }) => String(evidence.reduce((sum, { also = [] }) => sum + 1 + also.length, 0))],
    ["id", ({ id }) => id],
    ["rule", ({ rule }) => rule.title],
    ...(brief ? [] : [["summary", ({ summary }: Finding) => summary] as const]),
  ];
  return {
    columns: columns.map(([name]) => name),
    rows: findings.map((finding) => columns.map(([, of]) => of(finding))),
    whole: ["severity", "last", "id"],
  };
}
