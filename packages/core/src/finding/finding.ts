/** A claim worth a person's time. The JSON form of this type is a contract (see docs/contracts.md): extend, never rename. */
export interface Finding {
  /** Stable for the same claim over the same events: a hash of tenant, rule and what the claim is about. */
  readonly id: string;
  readonly tenant: string;
  readonly rule: FindingRule;
  readonly severity: Severity;
  /** 0 to 1: how sure the claim is. */
  readonly confidence: number;
  /** RFC 3339, UTC, milliseconds. */
  readonly first: string;
  readonly last: string;
  readonly entities: Entities;
  /** For (weight above 0) and against (below 0), strongest first. Each names the event it rests on. */
  readonly evidence: readonly Evidence[];
  /** One sentence a person can act on. */
  readonly summary: string;
  /** What to do now, in order. */
  readonly next: readonly string[];
  /** What the claim could not see: gaps, missing fields, limits. */
  readonly unknown: readonly string[];
  /** Who did what from where, told apart. Absent where a claim is about one event. */
  readonly story?: Story;
}

export type Severity = "informational" | "low" | "medium" | "high" | "critical";

export interface FindingRule {
  readonly id: string;
  readonly title: string;
  readonly kind: "session" | "sigma" | "correlation" | "baseline" | "intel";
  /** ATT&CK technique ids. */
  readonly attack: readonly string[];
}

export interface Entities {
  readonly user: readonly { readonly id: string; readonly name: string }[];
  readonly session: readonly string[];
  readonly ip: readonly string[];
  readonly app: readonly string[];
  readonly token: readonly string[];
}

export interface Evidence {
  readonly uid: string;
  readonly source: string;
  readonly time: string;
  readonly why: string;
  readonly weight: number;
  /** Stable name of the observation, such as `network.new-asn`. */
  readonly kind: string;
  /** Every further event the observation rests on. */
  readonly also?: readonly string[];
}

/** The session's contexts, and what was done from each, in order of event time. */
export interface Story {
  readonly contexts: readonly StoryContext[];
  readonly steps: readonly StoryStep[];
  /** Steps that were counted but not kept. */
  readonly omitted: number;
  /** When the session changed hands, RFC 3339; the first event of the intruder. */
  readonly takeover: string;
}

export interface StoryContext {
  /** `A`, `B`, … in order of appearance. */
  readonly name: string;
  readonly role: "victim" | "intruder" | "unclear";
  readonly ip: string;
  readonly network: string;
  readonly place: string;
  readonly browser: string;
  readonly device: string;
  readonly first: string;
  readonly last: string;
  readonly events: number;
}

export interface StoryStep {
  readonly time: string;
  readonly uid: string;
  readonly context: string;
  readonly type: string;
  readonly outcome: string;
  /** One sentence. */
  readonly what: string;
  /** Why the step matters: the impact class of its verb, or `""`. */
  readonly impact: string;
}

/** Severities from least to most; the index is the rank. */
export const SEVERITIES: readonly Severity[] = ["informational", "low", "medium", "high", "critical"];

/**
 * Whether a severity is at or above a level.
 *
 * @example
 * atLeast("critical", "high") // true
 */
export function atLeast(severity: Severity, level: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(level);
}
