import type { Action } from "../action.ts";
import { attempt, read } from "../tenant/proof.ts";
import { shownInLog } from "../tenant/log-proof.ts";
import { part, text } from "../tenant/tenant-state.ts";
import { defineAction, NOTHING, REVOKED_WATCH } from "./define-action.ts";

/**
 * Removes one factor of a user: the one that the intruder enrolled. Removing a push or a signed-nonce factor takes the
 * one-time passwords and pushes of the same device with it.
 * Okta Management API, "Unenroll a factor" (DELETE /users/{userId}/factors/{factorId}).
 */
export const removeFactor: Action = defineAction({
  id: "remove-factor",
  title: "Remove the factor",
  takes: "factor",
  call: "DELETE /api/v1/users/{owner}/factors/{id}",
  scopes: ["okta.users.manage"],
  preview: async ({ id, name, owner = "" }, { state }) => {
    const factors = await state.factors(owner);
    const factor = factors.find((one) => text(one, "id") === id);
    const login = (await state.user(owner))?.login ?? owner;
    const type = factor === undefined ? "" : text(factor, "factorType");
    return {
      ...NOTHING,
      ends: [`The factor ${name} of ${login}`],
      affected: [login],
      breaks:
        factors.length > 1 || factor === undefined
          ? []
          : [`${login} has no other factor, and enrols a new one at the next sign-in`],
      leaves: ["Sessions that were opened with it"],
      already: factor === undefined,
      before: { factorType: type, login },
    };
  },
  disarms: async ({ id, owner = "" }, { state }) => {
    const others = (await state.factors(owner)).filter((one) => text(one, "id") !== id);
    return others.length === 0 ? [owner] : [];
  },
  run: async ({ id, owner = "" }, { client, signal }) => {
    await client.request({ method: "DELETE", path: `/api/v1/users/${part(owner)}/factors/${part(id)}`, signal });
  },
  readBack: ({ id, name, owner = "" }, { state }, since) =>
    attempt("Reading the factors", async () => {
      const stands = (await state.factors(owner)).some((one) => text(one, "id") === id);
      const types = ["user.mfa.factor.deactivate"];
      const shown = stands ? [] : await shownInLog(state, { types, about: owner, since }).catch(() => []);
      return read(!stands, stands ? `The factor ${name} is still enrolled` : `The factor ${name} is gone`, shown);
    }),
  watchUntil: (_, done) => done + REVOKED_WATCH,
});
