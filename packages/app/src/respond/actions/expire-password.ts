import type { Action } from "../action.ts";
import { defineAction, lifecycle, NOTHING } from "./define-action.ts";
import { hasStatus } from "./suspend-user.ts";

/**
 * Lets a password expire: whoever signs in next has to choose a new one, knowing the old one. Enough when only a session
 * was stolen; when the password itself is known to somebody, reset it.
 * Okta Management API, "Expire the password" (POST /users/{id}/lifecycle/expire_password).
 */
export const expirePassword: Action = defineAction({
  id: "expire-password",
  title: "Let the password expire",
  takes: "user",
  call: "POST /api/v1/users/{id}/lifecycle/expire_password",
  scopes: ["okta.users.manage"],
  preview: async (target, { state }) => {
    const status = (await state.user(target.id))?.status ?? "";
    return {
      ...NOTHING,
      ends: [`The password of ${target.name}: a new one has to be chosen at the next sign-in`],
      affected: [target.name],
      breaks: [`${target.name} has to choose a new password`],
      leaves: [`Sessions of ${target.name} that are open`],
      already: status === "PASSWORD_EXPIRED" || status === "RECOVERY",
      before: { status },
    };
  },
  preconditions: async (target, { state }) => {
    const status = (await state.user(target.id))?.status ?? "";
    return ["ACTIVE", "PASSWORD_EXPIRED", "RECOVERY"].includes(status)
      ? []
      : [
          {
            code: "NL-RESPOND-STATE",
            reason: `The account of ${target.name} is ${status}; its password cannot expire`,
          },
        ];
  },
  run: (target, how) => lifecycle(target, "expire_password", how),
  readBack: (target, around, since) =>
    hasStatus(target, around, {
      of: ["PASSWORD_EXPIRED", "RECOVERY"],
      types: ["user.account.expire_password"],
      since,
    }),
});
