import type { Action } from "../action.ts";
import { attempt, read } from "../tenant/proof.ts";
import { defineAction, lifecycle, NOTHING } from "./define-action.ts";

/**
 * Removes every factor of a user. Alone it opens the door: whoever knows the password enrols a new one. So the account
 * has to be suspended or its password reset first, and one person agrees.
 * Okta Management API, "Reset the factors" (POST /users/{id}/lifecycle/reset_factors).
 */
export const resetFactors: Action = defineAction({
  id: "reset-factors",
  title: "Remove every factor",
  takes: "user",
  call: "POST /api/v1/users/{id}/lifecycle/reset_factors",
  scopes: ["okta.users.manage"],
  approval: "one",
  preview: async (target, { state }) => {
    const factors = await state.factors(target.id);
    return {
      ...NOTHING,
      ends: [`All ${factors.length} factors of ${target.name}`],
      affected: [target.name],
      breaks: [`${target.name} has to enrol anew, in person or with the help desk`],
      already: factors.length === 0,
    };
  },
  preconditions: async (target, { state }) => {
    const status = (await state.user(target.id))?.status ?? "";
    return status === "SUSPENDED" || status === "RECOVERY"
      ? []
      : [
          {
            code: "NL-RESPOND-STATE",
            reason: `The account of ${target.name} is ${status}: without factors, whoever knows its password could enrol. It is suspended or its password reset first`,
          },
        ];
  },
  disarms: ({ id }) => Promise.resolve([id]),
  run: (target, how) => lifecycle(target, "reset_factors", how),
  readBack: ({ id, name }, { state }) =>
    attempt("Reading the factors", async () => {
      const left = (await state.factors(id)).length;
      return read(left === 0, `${name} has ${left} factors`);
    }),
});
