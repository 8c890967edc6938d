import type { Action } from "../action.ts";
import { attempt, read, unread } from "../tenant/proof.ts";
import { shownInLog } from "../tenant/log-proof.ts";
import { child, part, text } from "../tenant/tenant-state.ts";
import { OktaError } from "../../connect/okta/index.ts";
import { defineAction, NOTHING } from "./define-action.ts";

/**
 * Takes back the access that was given to the provider's support for a support case: when their support system is what
 * was breached, the intruder may come through it. Only a super administrator, or a role with okta.support.cases.manage,
 * may do and see this; where the reading credential may not, the log is the proof.
 * Okta Management API, "Update an Okta Support case" (PATCH /org/privacy/oktaSupport/cases/{caseNumber}).
 */
export const revokeSupportAccess: Action = defineAction({
  id: "revoke-support-access",
  title: "Take back the access of the provider's support",
  takes: "support-case",
  call: "PATCH /api/v1/org/privacy/oktaSupport/cases/{id}",
  scopes: ["okta.orgs.manage"],
  preview: async ({ id, name }, { state }) => {
    const one = await state.supportCase(id).catch(forbidden);
    return {
      ...NOTHING,
      ends: [`Access of Okta Support to the tenant for case ${name}`],
      affected: ["Whoever works on the support case"],
      breaks: ["The support case waits until access is given again"],
      leaves: ["What support people have seen or copied already"],
      already: one !== undefined && text(child(one, "impersonation"), "status") !== "ENABLED",
    };
  },
  run: async ({ id }, { client, signal }) => {
    await client.request({
      method: "PATCH",
      path: `/api/v1/org/privacy/oktaSupport/cases/${part(id)}`,
      body: { impersonation: { status: "DISABLED" } },
      signal,
    });
  },
  readBack: ({ id, name }, { state }, since) =>
    attempt("Reading the support cases", async () => {
      const one = await state.supportCase(id).catch(forbidden);
      const types = ["user.session.impersonation.revoke"];
      const shown = (await state.events(types, since)).filter(
        (event) => text(child(child(event, "debugContext"), "debugData"), "caseNumber") === id,
      );
      const events = shown.length === 0 ? [] : await shownInLog(state, { types, about: "", since });
      if (one !== undefined) {
        const status = text(child(one, "impersonation"), "status");
        return read(status !== "ENABLED", `Support access of case ${name} is ${status}`, events);
      }
      return shown.length === 0
        ? unread(`Support cases cannot be read with this credential, and the log does not show it yet`)
        : read(true, `The log shows that support access of case ${name} was revoked`, events);
    }),
});

/** Only a super administrator sees support cases; everybody else sees none. */
function forbidden(error: unknown): undefined {
  if (error instanceof OktaError && error.code === "NL-OKTA-FORBIDDEN") return undefined;
  throw error;
}
