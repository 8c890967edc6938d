import type { Action } from "../action.ts";
import { OktaError } from "../../connect/okta/index.ts";
import { attempt, read, unread } from "../tenant/proof.ts";
import { shownInLog } from "../tenant/log-proof.ts";
import { part } from "../tenant/tenant-state.ts";
import { defineAction, NOTHING } from "./define-action.ts";

/**
 * Tells Okta that a user is at high risk, so that its own policies ask for more or end sessions. It needs Identity
 * Threat Protection; without it Okta refuses, and nothing depends on it.
 * Okta Management API, "Upsert the user's risk" (PUT /users/{userId}/risk).
 */
export const setUserRisk: Action = defineAction({
  id: "set-user-risk",
  title: "Set the user's risk to high",
  takes: "user",
  call: "PUT /api/v1/users/{id}/risk",
  scopes: ["okta.userRisk.manage"],
  preview: async ({ id, name }, { state }) => {
    const risk = await state.risk(id).catch(notTold);
    return {
      ...NOTHING,
      ends: [`Okta's trust in ${name}: its risk becomes HIGH`],
      affected: [name],
      breaks: ["Whatever the tenant's risk policy says: another factor, or the end of sessions"],
      already: risk === "HIGH",
      before: { riskLevel: risk },
    };
  },
  run: async ({ id }, { client, signal }) => {
    const body = { riskLevel: "HIGH", riskReason: "Session used by somebody else" };
    await client.request({ method: "PUT", path: `/api/v1/users/${part(id)}/risk`, body, signal });
  },
  readBack: ({ id, name }, { state }, since) =>
    attempt("Reading the risk", async () => {
      const risk = await state.risk(id).catch(notTold);
      if (risk !== "") return read(risk === "HIGH", `The risk of ${name} is ${risk}`);
      const shown = await shownInLog(state, { types: ["user.risk.change", "user.risk.detect"], about: id, since });
      return shown.length > 0
        ? read(true, `The log shows that the risk of ${name} was changed`, shown)
        : unread(`The risk of ${name} cannot be read with this credential, and the log does not show it yet`);
    }),
  undo: {
    title: "Set the user's risk to low",
    run: async ({ id }, { client, signal }) => {
      const body = { riskLevel: "LOW", riskReason: "Taken back" };
      await client.request({ method: "PUT", path: `/api/v1/users/${part(id)}/risk`, body, signal });
    },
    readBack: ({ id, name }, { around }) =>
      attempt("Reading the risk", async () => {
        const risk = await around.state.risk(id);
        return risk === "" ? unread(`The risk of ${name} is not told`) : read(risk !== "HIGH", `It is ${risk}`);
      }),
  },
});

/** Reading the risk is a permission of its own, which most readers lack. */
function notTold(error: unknown): string {
  if (error instanceof OktaError && (error.code === "NL-OKTA-FORBIDDEN" || error.code === "NL-OKTA-REFUSED")) return "";
  throw error;
}
