import type { Action } from "../action.ts";
import { attempt, read } from "../tenant/proof.ts";
import { shownInLog } from "../tenant/log-proof.ts";
import { part, text, type TenantState } from "../tenant/tenant-state.ts";
import { defineAction, NOTHING, REVOKED_WATCH } from "./define-action.ts";

/**
 * Takes a user out of a group, and with it the applications and administrator's roles that the group gives. A group
 * whose members come from a rule or a directory takes the user in again; the watch shows it.
 * Okta Management API, "Unassign a user from a group" (DELETE /groups/{groupId}/users/{userId}). The target's id is the
 * group, its owner the user.
 */
export const removeMembership: Action = defineAction({
  id: "remove-membership",
  title: "Take out of the group",
  takes: "membership",
  call: "DELETE /api/v1/groups/{id}/users/{owner}",
  scopes: ["okta.groups.manage"],
  preview: async ({ id, name, owner = "" }, { state }) => {
    const [member, user, roles] = await Promise.all([
      isMember(state, owner, id),
      state.user(owner),
      state.groupRoles(id),
    ]);
    const login = user?.login ?? owner;
    return {
      ...NOTHING,
      ends: [
        `The membership of ${login} in ${name}`,
        ...roles.map(({ type }) => `The role ${type} that ${name} gives`),
      ],
      affected: [login],
      breaks: [`Applications that ${login} has through ${name}`],
      already: !member,
    };
  },
  disarms: async ({ id, owner = "" }, { state }) =>
    (await state.groupRoles(id)).some(({ type }) => type === "SUPER_ADMIN") ? [owner] : [],
  run: async ({ id, owner = "" }, { client, signal }) => {
    await client.request({ method: "DELETE", path: `/api/v1/groups/${part(id)}/users/${part(owner)}`, signal });
  },
  readBack: ({ id, name, owner = "" }, { state }, since) =>
    attempt("Reading the groups", async () => {
      const member = await isMember(state, owner, id);
      const types = ["group.user_membership.remove"];
      const shown = member ? [] : await shownInLog(state, { types, about: owner, since }).catch(() => []);
      return read(!member, `The user ${member ? "is still" : "is not"} in ${name}`, shown);
    }),
  watchUntil: (_, done) => done + REVOKED_WATCH,
  undo: {
    title: "Put into the group again",
    run: async ({ id, owner = "" }, { client, signal }) => {
      await client.request({ method: "PUT", path: `/api/v1/groups/${part(id)}/users/${part(owner)}`, signal });
    },
    readBack: ({ id, name, owner = "" }, { around }) =>
      attempt("Reading the groups", async () => {
        const member = await isMember(around.state, owner, id);
        return read(member, `The user ${member ? "is" : "is not"} in ${name}`);
      }),
  },
});

async function isMember(state: TenantState, user: string, group: string): Promise<boolean> {
  return (await state.groups(user)).some((one) => text(one, "id") === group);
}
