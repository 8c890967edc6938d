import type { Action } from "../action.ts";
import { defineAction, lifecycle, NOTHING, REVOKED_WATCH } from "./define-action.ts";
import { hasStatus } from "./suspend-user.ts";

/**
 * Deactivates an account for good: applications are deprovisioned, and what they held for it may be lost. It cannot be
 * taken back, so two people agree. For accounts that the intruder made; the owner's account is suspended instead.
 * Okta Management API, "Deactivate a user" (POST /users/{id}/lifecycle/deactivate).
 */
export const deactivateUser: Action = defineAction({
  id: "deactivate-user",
  title: "Deactivate the account for good",
  takes: "user",
  call: "POST /api/v1/users/{id}/lifecycle/deactivate?sendEmail=false",
  scopes: ["okta.users.manage"],
  approval: "two",
  preview: async (target, { state }) => {
    const status = (await state.user(target.id))?.status ?? "DEPROVISIONED";
    return {
      ...NOTHING,
      ends: [
        `Every session and every way to sign in as ${target.name}`,
        `Every assignment of ${target.name} to applications`,
      ],
      affected: [target.name],
      breaks: ["Applications delete or disable what they hold for the account; it cannot be recovered"],
      already: status === "DEPROVISIONED",
      before: { status },
    };
  },
  disarms: ({ id }) => Promise.resolve([id]),
  run: (target, how) => lifecycle(target, "deactivate?sendEmail=false", how),
  readBack: (target, around, since) =>
    hasStatus(target, around, { of: ["DEPROVISIONED"], types: ["user.lifecycle.deactivate"], since }),
  watched: ({ id, name }) => [{ kind: "user", id, name }],
  watchUntil: (_, done) => done + REVOKED_WATCH,
});
