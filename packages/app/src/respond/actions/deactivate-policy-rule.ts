import type { Action } from "../action.ts";
import { part } from "../tenant/tenant-state.ts";
import { defineAction, NOTHING } from "./define-action.ts";
import { statusOf, type Switch, switchOff } from "./switch-off.ts";

const RULE: Switch = {
  what: "policy rule",
  find: ({ id, owner = "" }, { state }) => state.rule(owner, id),
  path: ({ id, owner = "" }) => `/api/v1/policies/${part(owner)}/rules/${part(id)}`,
  type: "policy.rule.deactivate",
};

/**
 * Deactivates a policy rule that the intruder added. The rules below it apply then, which may be weaker or may lock
 * people out: one person looks at them and agrees.
 * Okta Management API, "Deactivate a policy rule" (POST /policies/{policyId}/rules/{ruleId}/lifecycle/deactivate).
 */
export const deactivatePolicyRule: Action = defineAction({
  id: "deactivate-policy-rule",
  title: "Deactivate the policy rule",
  takes: "policy-rule",
  call: "POST /api/v1/policies/{owner}/rules/{id}/lifecycle/deactivate",
  scopes: ["okta.policies.manage"],
  approval: "one",
  preview: async (target, around) => ({
    ...NOTHING,
    ends: [`The policy rule ${target.name}`],
    affected: [`Everybody to whom the rule ${target.name} applies`],
    breaks: ["The rules below it in the policy apply instead"],
    already: (await statusOf(RULE, target, around)) !== "ACTIVE",
  }),
  ...switchOff(RULE),
});
