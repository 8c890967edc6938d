import type { Envelope } from "../event/envelope.ts";
import type { CredentialKind, LedgerRow, LedgerState } from "./row.ts";

/** What shows that a credential is dead: event types, to what they are done, and what the credential is then. */
interface Closing {
  readonly types: readonly string[];
  readonly state: Exclude<LedgerState, "open">;
  /** `thing`: the credential itself is the target; `owner`: its owner is, or does it. */
  readonly about: "thing" | "owner";
}

const GONE: Closing = {
  types: [
    "user.lifecycle.deactivate",
    "user.lifecycle.suspend",
    "user.lifecycle.delete.initiated",
    "user.lifecycle.delete.completed",
  ],
  state: "revoked",
  about: "owner",
};
const SIGNED_OUT: Closing = {
  types: ["user.session.clear", "user.authentication.universal_logout"],
  state: "revoked",
  about: "owner",
};
const PASSWORD: Closing = {
  types: ["user.account.update_password", "user.account.reset_password"],
  state: "rotated",
  about: "owner",
};

/** Event types by the credentials that they close (Okta event types catalogue). */
const CLOSINGS: Readonly<Record<CredentialKind, readonly Closing[]>> = {
  session: [SIGNED_OUT, GONE],
  "oauth-tokens": [
    { types: ["user.authentication.universal_logout"], state: "revoked", about: "owner" },
    {
      types: [
        "app.oauth2.token.revoke",
        "app.oauth2.as.token.revoke",
        "app.oauth2.consent.revoke",
        "app.oauth2.as.consent.revoke",
      ],
      state: "revoked",
      about: "owner",
    },
    GONE,
  ],
  password: [PASSWORD, GONE],
  factor: [
    { types: ["user.mfa.factor.deactivate", "user.mfa.factor.reset_all"], state: "revoked", about: "owner" },
    GONE,
  ],
  "api-token": [{ types: ["system.api_token.revoke"], state: "revoked", about: "thing" }, GONE],
  "client-secret": [
    {
      types: [
        "app.oauth2.credentials.lifecycle.deactivate",
        "app.oauth2.credentials.lifecycle.delete",
        "app.oauth2.client.lifecycle.deactivate",
        "app.oauth2.client.lifecycle.delete",
      ],
      state: "revoked",
      about: "thing",
    },
  ],
  provider: [
    { types: ["system.idp.lifecycle.deactivate", "system.idp.lifecycle.delete"], state: "revoked", about: "thing" },
    { types: ["system.idp.lifecycle.update", "system.idp.key.update"], state: "rotated", about: "thing" },
  ],
  user: [GONE],
  "app-password": [
    { types: ["application.user_membership.change_password"], state: "rotated", about: "thing" },
    { types: ["application.user_membership.remove"], state: "revoked", about: "thing" },
  ],
  "downstream-account": [
    {
      types: ["application.user_membership.remove", "application.provision.user.deactivate"],
      state: "revoked",
      about: "thing",
    },
  ],
};

/** Every event type that closes something. */
export const CLOSING_TYPES: readonly string[] = [
  ...new Set(Object.values(CLOSINGS).flatMap((some) => some.flatMap(({ types }) => types))),
];

/** What an event makes of a credential, or nothing. `ownerId` is its owner's id. */
export function closedBy(
  row: Pick<LedgerRow, "kind" | "id">,
  ownerId: string,
  event: Envelope,
): Exclude<LedgerState, "open"> | undefined {
  const touches = (id: string): boolean => id !== "" && event.targets.some((target) => target.id === id);
  // An account without a name of its own is named by its application and its user.
  const [thing = "", user] = row.kind === "downstream-account" ? row.id.split("/") : [row.id];
  for (const { types, state, about } of CLOSINGS[row.kind]) {
    if (!types.includes(event.type)) continue;
    if (
      about === "thing"
        ? touches(thing) && (row.kind !== "app-password" || touches(ownerId)) && (user === undefined || touches(user))
        : touches(ownerId)
    )
      return state;
    // Somebody who changes their own password is actor, and in some logs target too.
    if (about === "owner" && event.actorId === ownerId && !event.targets.some(({ type }) => type === "User"))
      return state;
  }
  return undefined;
}
