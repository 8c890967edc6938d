import type { Finding } from "@nightlatch/core";
import type { ExposedArtefact, Victim } from "@nightlatch/har";
import { type ArtefactState, artefactState, type ContainmentStep, containmentOf } from "./containment.ts";
import type { ExposedSession } from "./exposed-sessions.ts";
import { type LeakWatch, watchesOf } from "./leak-watch.ts";
import type { LeakedOutcome } from "./leaked.ts";

/** A session as it is told. */
export type ToldSession = Omit<ExposedSession, "fingerprint" | "isNamed">;

/** What a leaked capture exposes, to be told or kept. It holds no credential. */
export interface LeakedReport {
  readonly schema: "nightlatch.har-leaked/1";
  readonly victim: Victim;
  readonly artefacts: readonly (Omit<ExposedArtefact, "matches" | "hash"> & { readonly state: ArtefactState })[];
  readonly sessions: readonly ToldSession[];
  readonly findings: readonly Finding[];
  readonly containment: readonly ContainmentStep[];
  readonly watch: WatchReport;
  /** RFC 3339: until when the log is known. */
  readonly until: string;
  /** What the log cannot tell. */
  readonly unknown: readonly string[];
}

/** What is watched, and what cannot be. Times are RFC 3339. */
interface WatchReport {
  /** The watches stand in the store, and a running service keeps them. */
  readonly isSet: boolean;
  readonly watches: readonly {
    readonly kind: LeakWatch["kind"];
    readonly id: string;
    readonly user: string;
    readonly until: string;
  }[];
  /** Credentials whose use leaves nothing in the log by which it could be told: ending them is all that helps. */
  readonly unwatched: readonly { readonly pseudonym: string; readonly title: string }[];
}

/** Classes whose use stands in the log under a session, a token or a client. */
const SEEN_IN_LOG: ReadonlySet<string> = new Set(["okta-session", "okta-idx", "okta-api-token", "okta-token"]);

/** The report of an outcome. `isSet` says that its watches were set. */
export function leakedReport(outcome: Extract<LeakedOutcome, { readonly ok: true }>, isSet: boolean): LeakedReport {
  const { exposure, sessions, findings, now } = outcome;
  const watches = watchesOf(outcome);
  const { victim, artefacts } = exposure;
  return {
    schema: "nightlatch.har-leaked/1",
    victim,
    // Keyed hashes mean nothing without the key, which is gone.
    artefacts: artefacts.map(({ matches: _matches, hash: _hash, ...artefact }) => ({
      ...artefact,
      state: artefactState({ expiresAt: artefact.expiresAt }, now),
    })),
    sessions: sessions.map(({ fingerprint: _print, isNamed: _named, ...session }) => session),
    findings,
    containment: containmentOf(artefacts, sessions, now),
    watch: {
      isSet,
      watches: watches.map(({ kind, id, user, until }) => ({
        kind,
        id,
        user: user.name,
        until: new Date(until).toISOString(),
      })),
      unwatched: artefacts
        .filter(
          (artefact) =>
            !SEEN_IN_LOG.has(artefact.class) &&
            !artefact.action.startsWith("None") &&
            artefactState(artefact, now) !== "expired",
        )
        .map(({ pseudonym, title }) => ({ pseudonym, title })),
    },
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
