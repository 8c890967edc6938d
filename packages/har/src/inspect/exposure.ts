import type { Problem } from "../problem.ts";
import type { SecretClass } from "../secret/classes.ts";
import type { OpenCapture } from "../scrub/scrub.ts";
import { type Artefact, type InspectOptions, Inspector } from "./inspector.ts";
import type { Victim } from "./victim.ts";

/**
 * What of an artefact may stand in a System Log: the field, and the keyed hash of the value that it would hold. Hash
 * the field of each event under the same key and compare. `certainty` says what a match means.
 */
export interface LogMatch {
  readonly field: string;
  readonly hash: string;
  /** `exact`: the field holds this identifier. `possible`: it is believed to; not known from a document. */
  readonly certainty: "exact" | "possible";
}

/** A credential of a leaked capture with what it may be found by. */
export interface ExposedArtefact extends Artefact {
  readonly matches: readonly LogMatch[];
}

/** What a leaked capture exposes. */
export type Exposure =
  | { readonly ok: true; readonly victim: Victim; readonly artefacts: readonly ExposedArtefact[] }
  | { readonly ok: false; readonly problem: Problem };

/** Identifiers of tokens by the field of the System Log that holds them. */
const FIELDS: Readonly<Record<string, readonly [field: string, certainty: LogMatch["certainty"]][]>> = {
  uid: [["actor.id", "exact"]],
  sub: [
    ["actor.alternateId", "exact"],
    ["actor.id", "exact"],
  ],
  cid: [["client.id", "exact"]],
  jti: [["target.id", "possible"]],
  sid: [["authenticationContext.externalSessionId", "possible"]],
  SessionIndex: [["authenticationContext.externalSessionId", "possible"]],
};

const SESSION_FIELDS = ["authenticationContext.externalSessionId", "authenticationContext.rootSessionId"];
const SESSIONS: ReadonlySet<SecretClass> = new Set(["okta-session", "okta-idx"]);

/**
 * Reads a leaked capture as what it is: the victim's fingerprint, and artefacts that can be looked for in a log. No
 * value leaves it, and none is replayed.
 */
export async function exposureOf(open: OpenCapture, options: InspectOptions): Promise<Exposure> {
  const inspector = new Inspector(options);
  const problem = await inspector.capture(open);
  if (problem !== undefined) return { ok: false, problem };
  const artefacts = inspector.inspection().artefacts.map((artefact) => ({
    ...artefact,
    matches: matchesOf(artefact, (value) => inspector.hashOf(value)),
  }));
  return { ok: true, victim: inspector.victim(), artefacts };
}

function matchesOf(artefact: Artefact, hashOf: (value: string) => string): readonly LogMatch[] {
  const own = SESSIONS.has(artefact.class)
    ? SESSION_FIELDS.map((field) => ({ field, hash: artefact.hash, certainty: "possible" as const }))
    : [];
  const ids = artefact.ids.flatMap(({ name, value }) =>
    (FIELDS[name] ?? []).map(([field, certainty]) => ({ field, hash: hashOf(value), certainty })),
  );
  return [...own, ...ids];
}
