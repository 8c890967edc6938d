import type { Action } from "../action.ts";
import { defineAction, lifecycle, NOTHING } from "./define-action.ts";
import { hasStatus } from "./suspend-user.ts";

/**
 * Resets a password: the old one opens nothing any more, and Okta sends the owner a mail to choose a new one. Whoever
 * reads that mail has the account, so it is not for an owner whose mailbox may be read, and one person agrees first.
 * The link itself is never asked for, because it would be a secret in our hands.
 * Okta Management API, "Reset a password" (POST /users/{id}/lifecycle/reset_password, `sendEmail` is required).
 */
export const resetPassword: Action = defineAction({
  id: "reset-password",
  title: "Reset the password",
  takes: "user",
  call: "POST /api/v1/users/{id}/lifecycle/reset_password?sendEmail=true&revokeSessions=true",
  scopes: ["okta.users.manage"],
  approval: "one",
  preview: async (target, { state }) => {
    const status = (await state.user(target.id))?.status ?? "";
    return {
      ...NOTHING,
      ends: [`The password of ${target.name}, and every session`],
      affected: [target.name],
      breaks: [`${target.name} cannot sign in before following the mail that Okta sends`],
      leaves: ["Whoever can read that mail can choose the new password"],
      already: status === "RECOVERY",
      before: { status },
    };
  },
  preconditions: async (target, { state }) => {
    const status = (await state.user(target.id))?.status ?? "";
    return ["ACTIVE", "PASSWORD_EXPIRED", "RECOVERY", "LOCKED_OUT"].includes(status)
      ? []
      : [
          {
            code: "NL-RESPOND-STATE",
            reason: `The account of ${target.name} is ${status}; its password cannot be reset`,
          },
        ];
  },
  disarms: ({ id }) => Promise.resolve([id]),
  run: (target, how) => lifecycle(target, "reset_password?sendEmail=true&revokeSessions=true", how),
  readBack: (target, around, since) =>
    hasStatus(target, around, { of: ["RECOVERY"], types: ["user.account.reset_password"], since }),
});
