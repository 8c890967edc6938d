import type { Action } from "../action.ts";
import { attempt, read } from "../tenant/proof.ts";
import { shownInLog } from "../tenant/log-proof.ts";
import { part } from "../tenant/tenant-state.ts";
import { defineAction, NOTHING, REVOKED_WATCH } from "./define-action.ts";

/**
 * Takes an administrator's role from a user. A role that a group gives cannot be taken from one member: the membership
 * is removed instead.
 * Okta Management API, "Unassign a user role" (DELETE /users/{userId}/roles/{roleAssignmentId}).
 */
export const removeRole: Action = defineAction({
  id: "remove-role",
  title: "Take the administrator's role away",
  takes: "role",
  call: "DELETE /api/v1/users/{owner}/roles/{id}",
  scopes: ["okta.roles.manage"],
  preview: async ({ id, name, owner = "" }, { state }) => {
    const [roles, user] = await Promise.all([state.roles(owner), state.user(owner)]);
    const role = roles.find((one) => one.id === id);
    const login = user?.login ?? owner;
    return {
      ...NOTHING,
      ends: [`The role ${name} of ${login}`],
      affected: [login],
      breaks: [`What ${login} administers with it`],
      already: role === undefined,
      before: { type: role?.type ?? "" },
    };
  },
  preconditions: async ({ id, name, owner = "" }, { state }) => {
    const role = (await state.roles(owner)).find((one) => one.id === id);
    return role?.inherited === true
      ? [{ code: "NL-RESPOND-STATE", reason: `The role ${name} comes from a group; the membership is removed instead` }]
      : [];
  },
  disarms: async ({ id, owner = "" }, { state }) => {
    const role = (await state.roles(owner)).find((one) => one.id === id);
    return role?.type === "SUPER_ADMIN" ? [owner] : [];
  },
  run: async ({ id, owner = "" }, { client, signal }) => {
    await client.request({ method: "DELETE", path: `/api/v1/users/${part(owner)}/roles/${part(id)}`, signal });
  },
  readBack: ({ id, name, owner = "" }, { state }, since) =>
    attempt("Reading the roles", async () => {
      const stands = (await state.roles(owner)).some((one) => one.id === id);
      const types = ["user.account.privilege.revoke"];
      const shown = stands ? [] : await shownInLog(state, { types, about: owner, since }).catch(() => []);
      return read(!stands, `The role ${name} ${stands ? "still stands" : "is gone"}`, shown);
    }),
  watchUntil: (_, done) => done + REVOKED_WATCH,
  undo: {
    title: "Give the administrator's role back",
    run: async ({ owner = "" }, { client, before, signal }) => {
      const body = { type: before["type"] };
      await client.request({ method: "POST", path: `/api/v1/users/${part(owner)}/roles`, body, signal });
    },
    readBack: ({ owner = "" }, { around, before }) =>
      attempt("Reading the roles", async () => {
        const stands = (await around.state.roles(owner)).some(({ type }) => type === before["type"]);
        return read(stands, `The role ${String(before["type"])} ${stands ? "is there again" : "is not there"}`);
      }),
  },
});
