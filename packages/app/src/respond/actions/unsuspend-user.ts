import type { Action } from "../action.ts";
import { defineAction, lifecycle, NOTHING } from "./define-action.ts";
import { hasStatus, suspendUser } from "./suspend-user.ts";

/**
 * Gives a suspended account back to its owner. For after the new password and the new factors, never before.
 * Okta Management API, "Unsuspend a user" (POST /users/{id}/lifecycle/unsuspend).
 */
export const unsuspendUser: Action = defineAction({
  id: "unsuspend-user",
  title: "Give the suspended account back",
  takes: "user",
  call: "POST /api/v1/users/{id}/lifecycle/unsuspend",
  scopes: ["okta.users.manage"],
  approval: "one",
  preview: async (target, { state }) => {
    const status = (await state.user(target.id))?.status ?? "";
    return {
      ...NOTHING,
      ends: [`The suspension of ${target.name}`],
      affected: [target.name],
      already: status === "ACTIVE",
      before: { status },
    };
  },
  preconditions: async (target, { state, people }) => {
    const status = (await state.user(target.id))?.status ?? "";
    const objections = [];
    if (people.suspects.includes(target.id))
      objections.push({ code: "NL-RESPOND-SUSPECT", reason: `${target.name} is an account that the intruder made` });
    if (status !== "SUSPENDED" && status !== "ACTIVE")
      objections.push({ code: "NL-RESPOND-STATE", reason: `The account of ${target.name} is ${status}` });
    return objections;
  },
  run: (target, how) => lifecycle(target, "unsuspend", how),
  readBack: (target, around) => hasStatus(target, around, { of: ["ACTIVE"] }),
  undo: {
    title: suspendUser.title,
    run: suspendUser.run,
    readBack: (target, { around }) => hasStatus(target, around, { of: ["SUSPENDED"] }),
  },
});
