import type { Around } from "../around.ts";
import type { Action, Proof, Target } from "../action.ts";
import { shownInLog } from "../tenant/log-proof.ts";
import { attempt, read, together, unread } from "../tenant/proof.ts";
import { part, text } from "../tenant/tenant-state.ts";
import { defineAction, NOTHING, SESSION_WATCH } from "./define-action.ts";

/**
 * Ends every session of a user at the identity provider, and with them every OAuth and OpenID Connect token.
 *
 * `oauthTokens` is false by default, so that refresh tokens would live on; it is always sent. `forgetDevices` makes the
 * next sign-in ask for every factor again. Sessions that applications made for themselves do not end by it, and a 204
 * is no proof: the log has to show the ending, and no token may be left.
 * Okta Management API, "Revoke all user sessions" (DELETE /users/{userId}/sessions).
 */
export const endSessions: Action = defineAction({
  id: "end-sessions",
  title: "End every session and OAuth token",
  takes: "user",
  call: "DELETE /api/v1/users/{id}/sessions?oauthTokens=true&forgetDevices=true",
  scopes: ["okta.users.manage"],
  endsSessions: true,
  preview: async (target, { state }) => {
    const [clients, grants] = await Promise.all([state.clients(target.id), state.grants(target.id)]);
    return {
      ...NOTHING,
      ends: [
        `Every session of ${target.name} at the identity provider`,
        ...clients.map((client) => `Tokens that the client ${client} holds for ${target.name}`),
        ...(grants.length === 0 ? [] : [`${grants.length} OAuth grants of ${target.name}`]),
      ],
      affected: [target.name],
      breaks: [`${target.name} has to sign in again, on every device`],
      leaves: [
        "Sessions that applications keep for themselves, until each of them ends its own",
        "Access tokens that an application checks by itself, until they expire (a day at most)",
      ],
    };
  },
  run: async ({ id }, { client, signal }) => {
    await client.request({
      method: "DELETE",
      path: `/api/v1/users/${part(id)}/sessions?oauthTokens=true&forgetDevices=true`,
      signal,
    });
  },
  readBack: async (target, around, since) =>
    together(await Promise.all([endedInLog(target, around, since), withoutTokens(target, around)])),
  watched: ({ id, name, sessions = [] }) => [
    { kind: "sessions-of", id, name },
    ...sessions.map((session) => ({ kind: "session" as const, id: session, name: `session ${session} of ${name}` })),
  ],
  watchUntil: (_, done) => done + SESSION_WATCH,
});

/** The log shows the clearing. What it does not show yet may only be late. */
export async function endedInLog(target: Target, { state }: Around, since: number): Promise<Proof> {
  const types = ["user.session.clear", "user.session.end", "user.authentication.universal_logout"];
  return attempt("Reading the log for the ended sessions", async () => {
    const shown = await shownInLog(state, { types, about: target.id, since });
    const cleared = shown.filter(({ type }) => type !== "user.session.end");
    if (cleared.length === 0)
      return unread(`The log does not show yet that the sessions of ${target.name} were cleared`);
    const ended = shown.filter(({ type }) => type === "user.session.end").length;
    return read(true, `The log shows that the sessions of ${target.name} were cleared, ${ended} of them ended`, shown);
  });
}

async function withoutTokens({ id, name }: Target, { state }: Around): Promise<Proof> {
  return attempt("Reading the OAuth grants", async () => {
    const [clients, grants] = await Promise.all([state.clients(id), state.grants(id)]);
    const live = grants.filter((grant) => text(grant, "status") !== "REVOKED").length;
    return read(
      clients.length === 0 && live === 0,
      `${clients.length} clients hold a token of ${name}, ${live} grants stand`,
    );
  });
}
