import type { Action } from "../action.ts";
import { attempt, read } from "../tenant/proof.ts";
import { part } from "../tenant/tenant-state.ts";
import { defineAction, NOTHING, REVOKED_WATCH } from "./define-action.ts";

/**
 * Takes back what a user granted to OAuth clients: the consents, and every refresh token that rests on them. Clients
 * are listed first, because Okta revokes tokens one client at a time. An access token lives until it expires.
 * Okta Management API, "Revoke all user grants" and "Revoke all refresh tokens" (DELETE /users/{userId}/grants,
 * DELETE /users/{userId}/clients/{clientId}/tokens).
 */
export const revokeGrants: Action = defineAction({
  id: "revoke-grants",
  title: "Revoke OAuth grants and client tokens",
  takes: "user",
  call: "DELETE /api/v1/users/{id}/grants",
  scopes: ["okta.users.manage"],
  preview: async ({ id, name }, { state }) => {
    const [clients, grants] = await Promise.all([state.clients(id), state.grants(id)]);
    return {
      ...NOTHING,
      ends: [
        `${grants.length} grants of ${name}`,
        ...clients.map((client) => `Refresh tokens of the client ${client}`),
      ],
      affected: [name],
      breaks: clients.map((client) => `${client} asks ${name} for consent again`),
      leaves: ["Access tokens until they expire (an hour by default, a day at most)"],
      already: clients.length === 0 && grants.length === 0,
    };
  },
  run: async ({ id }, { client, around, signal }) => {
    for (const holder of await around.state.clients(id))
      await client.request({
        method: "DELETE",
        path: `/api/v1/users/${part(id)}/clients/${part(holder)}/tokens`,
        signal,
      });
    await client.request({ method: "DELETE", path: `/api/v1/users/${part(id)}/grants`, signal });
  },
  readBack: ({ id, name }, { state }) =>
    attempt("Reading the OAuth grants", async () => {
      const [clients, grants] = await Promise.all([state.clients(id), state.grants(id)]);
      const none = clients.length === 0 && grants.length === 0;
      return read(none, `${grants.length} grants of ${name} stand, and ${clients.length} clients hold a token`);
    }),
  watchUntil: (_, done) => done + REVOKED_WATCH,
});
