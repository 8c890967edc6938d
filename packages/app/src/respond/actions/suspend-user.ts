import type { Action, Proof, Target } from "../action.ts";
import type { Around } from "../around.ts";
import { attempt, read } from "../tenant/proof.ts";
import { shownInLog } from "../tenant/log-proof.ts";
import { defineAction, lifecycle, NOTHING, REVOKED_WATCH } from "./define-action.ts";

/**
 * Suspends an account: nobody can sign in with it, its sessions end, and everything it has stays, so that it can be
 * given back. To be preferred to deactivating. Only an active account can be suspended.
 * Okta Management API, "Suspend a user" (POST /users/{id}/lifecycle/suspend).
 */
export const suspendUser: Action = defineAction({
  id: "suspend-user",
  title: "Suspend the account",
  takes: "user",
  call: "POST /api/v1/users/{id}/lifecycle/suspend",
  scopes: ["okta.users.manage"],
  preview: async (target, { state }) => {
    const status = (await state.user(target.id))?.status;
    return {
      ...NOTHING,
      ends: [`Every session of ${target.name}, and every way to sign in as ${target.name}`],
      affected: [target.name],
      breaks: [`${target.name} cannot work until the account is unsuspended; API tokens that it made stop working`],
      leaves: ["Sessions that applications keep for themselves"],
      already: status === "SUSPENDED" || status === "DEPROVISIONED" || status === undefined,
      before: { status: status ?? "" },
    };
  },
  preconditions: async (target, { state }) => {
    const status = (await state.user(target.id))?.status ?? "";
    return ["ACTIVE", "SUSPENDED", "DEPROVISIONED", ""].includes(status)
      ? []
      : [
          {
            code: "NL-RESPOND-STATE",
            reason: `The account of ${target.name} is ${status}; only an ACTIVE one can be suspended`,
          },
        ];
  },
  disarms: ({ id }) => Promise.resolve([id]),
  run: (target, how) => lifecycle(target, "suspend", how),
  readBack: (target, around, since) =>
    hasStatus(target, around, { of: ["SUSPENDED", "DEPROVISIONED"], types: ["user.lifecycle.suspend"], since }),
  watched: ({ id, name }) => [{ kind: "user", id, name }],
  watchUntil: (_, done) => done + REVOKED_WATCH,
  undo: {
    title: "Unsuspend the account",
    run: (target, how) => lifecycle(target, "unsuspend", how),
    readBack: (target, { around }) => hasStatus(target, around, { of: ["ACTIVE"] }),
  },
});

/** The account's status is one of some; an account that is gone counts as DEPROVISIONED. */
export async function hasStatus(
  { id, name }: Target,
  { state }: Around,
  wanted: { readonly of: readonly string[]; readonly types?: readonly string[]; readonly since?: number },
): Promise<Proof> {
  return attempt("Reading the account", async () => {
    const status = (await state.user(id))?.status ?? "DEPROVISIONED";
    const { of, types = [], since } = wanted;
    const isSo = of.includes(status);
    // When it became so is worth knowing, but not worth a doubt.
    const shown =
      isSo && since !== undefined && types.length > 0
        ? await shownInLog(state, { types, about: id, since }).catch(() => [])
        : [];
    return read(isSo, `The account of ${name} is ${status}`, shown);
  });
}
