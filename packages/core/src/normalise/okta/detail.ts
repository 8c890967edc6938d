import {
  member,
  readBehaviors,
  readRisk,
  readSecurityData,
  readTunnels,
  type Risk,
  type SecurityData,
  textOf,
  type Tunnel,
} from "./embedded.ts";

/** What a record says beyond its envelope, read from the raw record when it is told to a person. */
export interface OktaDetail {
  readonly risk: Risk;
  /** Name of a behaviour → POSITIVE, NEGATIVE, UNKNOWN, BAD_REQUEST (open set). */
  readonly behaviors: ReadonlyMap<string, string>;
  readonly logOnly: SecurityData;
  readonly tunnels: readonly Tunnel[];
  readonly changes: readonly Change[];
  /** When Okta stored the event, as written; event hooks carry it. `""` when absent. */
  readonly insertionTimestamp: string;
  /** Addresses the request passed, the client's first. */
  readonly ipChain: readonly string[];
}

/** One value of a target that the event changed; values are JSON text unless they are strings. */
export interface Change {
  /** Type and display name of the target. */
  readonly type: string;
  readonly display: string;
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** More changes than these are not told. */
const CHANGES_AT_MOST = 256;

/** Reads what narration needs of a parsed record; tolerant of anything (spec EV-20 to EV-24). */
export function oktaDetail(value: unknown): OktaDetail {
  const debug = member(member(value, "debugContext"), "debugData");
  const request = member(member(value, "request"), "ipChain") ?? member(member(value, "client"), "ipChain");
  return {
    risk: readRisk(textOf(member(debug, "risk"))),
    behaviors: readBehaviors(textOf(member(debug, "behaviors"))),
    logOnly: readSecurityData(textOf(member(debug, "logOnlySecurityData"))),
    tunnels: readTunnels(textOf(member(debug, "tunnels"))),
    changes: list(member(value, "target")).flatMap(changesOf).slice(0, CHANGES_AT_MOST),
    insertionTimestamp: textOf(member(value, "insertionTimestamp")),
    ipChain: list(request)
      .map((hop) => textOf(member(hop, "ip")))
      .filter((ip) => ip !== ""),
  };
}

function changesOf(target: unknown): readonly Change[] {
  const details = member(target, "changeDetails");
  const [from, to] = [member(details, "from"), member(details, "to")];
  const fields = new Set([...keys(from), ...keys(to)]);
  return [...fields].map((field) => ({
    type: textOf(member(target, "type")),
    display: textOf(member(target, "displayName")),
    field,
    from: written(member(from, field)),
    to: written(member(to, field)),
  }));
}

function written(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : textOf(value);
}

function keys(value: unknown): readonly string[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}
