import type { Action } from "../action.ts";
import { defineAction, NOTHING, SESSION_WATCH } from "./define-action.ts";
import { endedInLog } from "./end-sessions.ts";

/**
 * Signs a user out everywhere: sessions and tokens at the identity provider, and the sessions of every application that
 * takes part in Universal Logout. It is not in every edition of Okta, so that a refusal is ordinary; it goes beside
 * ending the sessions, never instead of it.
 * Okta OAuth API, "Initiate the global revocation" (POST /oauth2/v1/global-token-revocation).
 */
export const universalLogout: Action = defineAction({
  id: "universal-logout",
  title: "Sign out of every application that takes part in Universal Logout",
  takes: "user",
  call: "POST /oauth2/v1/global-token-revocation",
  scopes: ["okta.universalLogout.manage"],
  endsSessions: true,
  preview: (target) =>
    Promise.resolve({
      ...NOTHING,
      ends: [`Sessions of ${target.name} in applications that take part in Universal Logout`],
      affected: [target.name],
      breaks: [`${target.name} has to sign in again in those applications; what was not saved there may be lost`],
      leaves: ["Sessions in applications that do not take part, and access tokens where the application keeps them"],
    }),
  run: async ({ id }, { client, signal }) => {
    await client.request({
      method: "POST",
      path: "/oauth2/v1/global-token-revocation",
      body: { sub_id: { format: "opaque", id } },
      signal,
    });
  },
  readBack: endedInLog,
  watched: ({ id, name }) => [{ kind: "sessions-of", id, name }],
  watchUntil: (_, done) => done + SESSION_WATCH,
});
