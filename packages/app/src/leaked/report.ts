import type { Finding } from "@nightlatch/core";
import type { ExposedArtefact, Victim } from "@nightlatch/har";
import { type ArtefactState, artefactState, type ContainmentStep, containmentOf } from "./containment.ts";
import type { ExposedSession } from "./exposed-sessions.ts";
import type { LeakedOutcome } from "./leaked.ts";

/** What a leaked capture exposes, to be told or kept. It holds no credential. */
export interface LeakedReport {
  readonly schema: "nightlatch.har-leaked/1";
  readonly victim: Victim;
  readonly artefacts: readonly (Omit<ExposedArtefact, "matches" | "hash"> & { readonly state: ArtefactState })[];
  readonly sessions: readonly ExposedSession[];
  readonly findings: readonly Finding[];
  readonly containment: readonly ContainmentStep[];
  /** RFC 3339: until when the log is known. */
  readonly until: string;
  /** What the log cannot tell. */
  readonly unknown: readonly string[];
}

/** The report of an outcome. */
export function leakedReport(outcome: Extract<LeakedOutcome, { readonly ok: true }>): LeakedReport {
  const { exposure, sessions, findings, now } = outcome;
  const { victim, artefacts } = exposure;
  return {
    schema: "nightlatch.har-leaked/1",
    victim,
    // Keyed hashes mean nothing without the key, which is gone.
    artefacts: artefacts.map(({ matches: _matches, hash: _hash, ...artefact }) => ({
      ...artefact,
      state: artefactState({ expiresAt: artefact.expiresAt }, now),
    })),
    sessions,
    findings,
    containment: containmentOf(artefacts, sessions, now),
    until: new Date(now).toISOString(),
    unknown: unknownOf(victim, sessions),
  };
}

function unknownOf(victim: Victim, sessions: readonly ExposedSession[]): readonly string[] {
  const unknown: string[] = [];
  if (Number.isNaN(Date.parse(victim.from))) unknown.push("The capture does not say when it was made");
  if (victim.agents.length === 0) unknown.push("The capture names no browser, so no use can be compared with it");
  if (sessions.every(({ certainty }) => certainty !== "certain"))
    unknown.push(
      "No document says that a session cookie stands in the log; sessions are told by user, browser and time",
    );
  unknown.push("Sessions at other providers and applications leave nothing in this log");
  return unknown;
}
