import type { Action } from "../action.ts";
import { part } from "../tenant/tenant-state.ts";
import { defineAction, NOTHING, REVOKED_WATCH } from "./define-action.ts";
import { statusOf, type Switch, switchOff } from "./switch-off.ts";

const APP: Switch = {
  what: "application",
  find: ({ id }, { state }) => state.app(id),
  path: ({ id }) => `/api/v1/apps/${part(id)}`,
  type: "application.lifecycle.deactivate",
};

/**
 * Deactivates an application or an OAuth client: nobody signs in to it, and it gets no token any more, whatever secret
 * or key it holds. One person agrees, because whoever works with it stops.
 * Okta Management API, "Deactivate an application" (POST /apps/{appId}/lifecycle/deactivate).
 */
export const deactivateApp: Action = defineAction({
  id: "deactivate-app",
  title: "Deactivate the application or OAuth client",
  takes: "app",
  call: "POST /api/v1/apps/{id}/lifecycle/deactivate",
  scopes: ["okta.apps.manage"],
  approval: "one",
  preview: async (target, around) => ({
    ...NOTHING,
    ends: [`Every sign-in to ${target.name}, and every new token for it`],
    affected: [`Everybody who uses ${target.name}`],
    breaks: [`${target.name}, until it is activated again`],
    leaves: ["Access tokens that it holds, until they expire", "Sessions that the application keeps for itself"],
    already: (await statusOf(APP, target, around)) !== "ACTIVE",
  }),
  ...switchOff(APP),
  watched: ({ id, name }) => [{ kind: "app", id, name }],
  watchUntil: (_, done) => done + REVOKED_WATCH,
});
