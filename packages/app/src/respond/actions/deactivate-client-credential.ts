import type { Action, Doing, Target } from "../action.ts";
import type { Around } from "../around.ts";
import { attempt, read } from "../tenant/proof.ts";
import { shownInLog } from "../tenant/log-proof.ts";
import { part, text } from "../tenant/tenant-state.ts";
import { defineAction, NOTHING } from "./define-action.ts";

/**
 * Deactivates one secret or key of an OAuth client: the one that the intruder added, by which the client could be played
 * for ever. Others of the client stay, so that whoever works with it goes on. Okta refuses to take the only one; then the
 * application itself has to be deactivated.
 * Okta Management API, "Deactivate an OAuth 2.0 client secret" and "… JSON Web Key"
 * (POST /apps/{appId}/credentials/secrets|jwks/{id}/lifecycle/deactivate).
 */
export const deactivateClientCredential: Action = defineAction({
  id: "deactivate-client-credential",
  title: "Deactivate the client secret or key",
  takes: "client-credential",
  call: "POST /api/v1/apps/{owner}/credentials/secrets|jwks/{id}/lifecycle/deactivate",
  scopes: ["okta.apps.manage"],
  preview: async (target, around) => ({
    ...NOTHING,
    ends: [`The ${target.name}`],
    affected: [`Whatever signs in with the ${target.name}`],
    breaks: ["New tokens by it, until it is activated again"],
    leaves: ["Access tokens that were given out for it, until they expire"],
    already: (await statusNow(target, around)) !== "ACTIVE",
  }),
  run: (target, how) => step(target, "deactivate", how),
  readBack: (target, around, since) =>
    attempt("Reading the client's secrets and keys", async () => {
      const status = await statusNow(target, around);
      const types = ["app.oauth2.credentials.lifecycle.deactivate"];
      const about = target.owner ?? "";
      const shown = status === "ACTIVE" ? [] : await shownInLog(around.state, { types, about, since }).catch(() => []);
      return read(status !== "ACTIVE", `The ${target.name} is ${status}`, shown);
    }),
  undo: {
    title: "Activate the client secret or key again",
    run: (target, how) => step(target, "activate", how),
    readBack: (target, { around }) =>
      attempt("Reading the client's secrets and keys", async () => {
        const status = await statusNow(target, around);
        return read(status === "ACTIVE", `The ${target.name} is ${status}`);
      }),
  },
});

async function step({ id, owner = "", body }: Target, to: string, { client, signal }: Doing): Promise<void> {
  const store = body?.["store"] === "jwks" ? "jwks" : "secrets";
  const path = `/api/v1/apps/${part(owner)}/credentials/${store}/${part(id)}/lifecycle/${to}`;
  await client.request({ method: "POST", path, signal });
}

/** What does not exist is INACTIVE. */
async function statusNow({ id, owner = "" }: Target, { state }: Around): Promise<string> {
  const found = (await state.clientCredentials(owner)).find(({ body }) => text(body, "id") === id);
  return found === undefined ? "INACTIVE" : text(found.body, "status");
}
