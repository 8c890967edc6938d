import type { Action } from "../action.ts";
import { attempt, read } from "../tenant/proof.ts";
import { shownInLog } from "../tenant/log-proof.ts";
import { part, text } from "../tenant/tenant-state.ts";
import { defineAction, NOTHING, REVOKED_WATCH } from "./define-action.ts";

/**
 * Revokes an API token (SSWS). It has its maker's rights from anywhere and outlives every session, so it is the first
 * way back in. Whatever else uses the same token stops working, and the secret cannot be had again.
 * Okta Management API, "Revoke an API token" (DELETE /api-tokens/{apiTokenId}).
 */
export const revokeApiToken: Action = defineAction({
  id: "revoke-api-token",
  title: "Revoke the API token",
  takes: "api-token",
  call: "DELETE /api/v1/api-tokens/{id}",
  scopes: ["okta.apiTokens.manage"],
  preview: async ({ id, name }, { state }) => {
    const token = await state.apiToken(id);
    const owner = token === undefined ? undefined : await state.user(text(token, "userId"));
    return {
      ...NOTHING,
      ends: [`The API token ${name}`],
      affected: owner === undefined ? [] : [owner.login],
      breaks: [`Whatever signs in with the token ${name}`],
      already: token === undefined,
    };
  },
  run: async ({ id }, { client, signal }) => {
    await client.request({ method: "DELETE", path: `/api/v1/api-tokens/${part(id)}`, signal });
  },
  readBack: ({ id, name }, { state }, since) =>
    attempt("Reading the API token", async () => {
      const stands = (await state.apiToken(id)) !== undefined;
      const types = ["system.api_token.revoke"];
      const shown = stands ? [] : await shownInLog(state, { types, about: id, since }).catch(() => []);
      return read(!stands, `The API token ${name} ${stands ? "still exists" : "does not exist any more"}`, shown);
    }),
  watched: ({ id, name }) => [{ kind: "api-token", id, name }],
  watchUntil: (_, done) => done + REVOKED_WATCH,
});
