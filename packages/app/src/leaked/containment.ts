import type { ExposedArtefact } from "@nightlatch/har";
import type { ExposedSession } from "./exposed-sessions.ts";

/** One thing to do, and for which artefacts. */
export interface ContainmentStep {
  /** What ends them: a call where there is one. */
  readonly call: string;
  readonly artefacts: readonly { readonly pseudonym: string; readonly title: string; readonly state: ArtefactState }[];
}

/** What an artefact says of itself. */
export type ArtefactState = "expired" | "valid" | "unknown";

const USER = "/users/{id}";
const TOKEN = "/api-tokens/{id}";

/** How an artefact stands by its own expiry. `now` in milliseconds. */
export function artefactState({ expiresAt }: { readonly expiresAt?: string | undefined }, now: number): ArtefactState {
  const until = expiresAt === undefined ? Number.NaN : Date.parse(expiresAt);
  if (Number.isNaN(until)) return "unknown";
  return until <= now ? "expired" : "valid";
}

/**
 * What to do about a leaked capture, the most telling artefacts first. A call about a user names each user that is
 * certain or likely. What is expired needs nothing; nor does what opens nothing alone.
 */
export function containmentOf(
  artefacts: readonly ExposedArtefact[],
  sessions: readonly ExposedSession[],
  now: number,
): readonly ContainmentStep[] {
  const users = [...new Set(sessions.flatMap(({ certainty, user }) => (certainty === "possible" ? [] : [user.id])))];
  const tokens = sessions.flatMap((one) =>
    one.kind === "api-token" && one.certainty !== "possible" ? [one.session] : [],
  );
  const steps = new Map<string, ContainmentStep["artefacts"][number][]>();
  for (const artefact of artefacts) {
    const state = artefactState(artefact, now);
    if (state === "expired" || artefact.action.startsWith("None")) continue;
    const { action } = artefact;
    const calls =
      action.includes(USER) && users.length > 0
        ? users.map((id) => action.replace(USER, `/users/${id}`))
        : action.includes(TOKEN) && tokens.length > 0
          ? tokens.map((id) => action.replace(TOKEN, `/api-tokens/${id}`))
          : [action];
    for (const call of calls) {
      const one = { pseudonym: artefact.pseudonym, title: artefact.title, state };
      steps.set(call, [...(steps.get(call) ?? []), one]);
    }
  }
  return [...steps].map(([call, some]) => ({ call, artefacts: some }));
}
