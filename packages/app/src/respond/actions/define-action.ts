import type { Action, Doing, Preview, Target } from "../action.ts";
import { part } from "../tenant/tenant-state.ts";

type Given = Pick<Action, "id" | "title" | "takes" | "call" | "scopes" | "preview" | "run" | "readBack"> &
  Partial<Action>;

/** An action that is harmless where it says nothing else: no objection, nobody disarmed, nothing to watch. */
export function defineAction(given: Given): Action {
  return {
    approval: "none",
    preconditions: () => Promise.resolve([]),
    watched: () => [],
    watchUntil: (_, done) => done,
    ...given,
  };
}

/** A preview that says nothing yet. */
export const NOTHING: Preview = { ends: [], affected: [], breaks: [], leaves: [], already: false, before: {} };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long a session without a known end is watched: Okta's default lifetime has no limit. */
export const SESSION_WATCH: number = 30 * DAY;
/** How long what was revoked for good is watched. */
export const REVOKED_WATCH: number = 90 * DAY;

/** A step of an account's life (Okta, "User lifecycle"). */
export async function lifecycle({ id }: Target, step: string, { client, signal }: Doing): Promise<void> {
  await client.request({ method: "POST", path: `/api/v1/users/${part(id)}/lifecycle/${step}`, signal });
}
