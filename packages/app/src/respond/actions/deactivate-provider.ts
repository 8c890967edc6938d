import type { Action } from "../action.ts";
import { part } from "../tenant/tenant-state.ts";
import { defineAction, NOTHING, REVOKED_WATCH } from "./define-action.ts";
import { statusOf, type Switch, switchOff } from "./switch-off.ts";

const PROVIDER: Switch = {
  what: "identity provider",
  find: ({ id }, { state }) => state.provider(id),
  path: ({ id }) => `/api/v1/idps/${part(id)}`,
  type: "system.idp.lifecycle.deactivate",
};

/**
 * Deactivates an identity provider that was added or changed: through it an intruder signs in as whomever they like.
 * Everybody who signs in through it is locked out until it is activated again, so one person agrees.
 * Okta Management API, "Deactivate an IdP" (POST /idps/{idpId}/lifecycle/deactivate).
 */
export const deactivateProvider: Action = defineAction({
  id: "deactivate-provider",
  title: "Deactivate the identity provider",
  takes: "provider",
  call: "POST /api/v1/idps/{id}/lifecycle/deactivate",
  scopes: ["okta.idps.manage"],
  approval: "one",
  preview: async (target, around) => ({
    ...NOTHING,
    ends: [`Every sign-in through ${target.name}`],
    affected: [`Everybody who signs in through ${target.name}`],
    breaks: [`Sign-in through ${target.name}, until it is activated again`],
    leaves: ["Sessions that were opened through it", "What was changed in it: correct it before it is activated again"],
    already: (await statusOf(PROVIDER, target, around)) !== "ACTIVE",
  }),
  ...switchOff(PROVIDER),
  watched: ({ id, name }) => [{ kind: "provider", id, name }],
  watchUntil: (_, done) => done + REVOKED_WATCH,
});
