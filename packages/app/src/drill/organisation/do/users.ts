import type { Factor, Role, User, UserStatus } from "../entities.ts";
import { type By, type Organisation, partyOf, target } from "../organisation.ts";
import { endSessions } from "./sign-in.ts";

/** Why something cannot be done, in Okta's own codes (Okta, "Error codes"). */
export interface Refusal {
  readonly status: number;
  readonly errorCode: string;
  readonly errorSummary: string;
}

const WRONG_STATUS: Refusal = {
  status: 403,
  errorCode: "E0000038",
  errorSummary: "This operation is not allowed in the user's current status.",
};

export function createUser(
  org: Organisation,
  by: By,
  profile: { readonly login: string; readonly firstName: string; readonly lastName: string; readonly at?: number },
): User {
  const { login, firstName, lastName, at = org.now() } = profile;
  const user: User = {
    id: org.chance.id("00u"),
    status: "ACTIVE",
    login,
    firstName,
    lastName,
    created: at,
    lastLogin: 0,
    lastUpdated: at,
    passwordChanged: at,
    risk: "LOW",
    factors: [],
    roles: [],
  };
  org.users.set(user.id, user);
  org.write(by, { type: "user.lifecycle.create", message: "Create Okta user", targets: [partyOf(user)] }, { at });
  org.write(
    by,
    { type: "user.lifecycle.activate", message: "Activate Okta user", targets: [partyOf(user)] },
    { at: at + 50 },
  );
  return user;
}

export function addFactor(
  org: Organisation,
  user: User,
  factorType: Factor["factorType"],
  by: By,
  at: number = org.now(),
): Factor {
  const provider = factorType === "webauthn" ? "FIDO" : "OKTA";
  const factor: Factor = { id: org.chance.id("fuf"), factorType, provider, created: at };
  user.factors.push(factor);
  user.lastUpdated = at;
  org.write(
    by,
    {
      type: "user.mfa.factor.activate",
      message: "Activate factor for user",
      reason: `User set up ${factorType} factor`,
      targets: [partyOf(user)],
      debug: { factor: factorType },
    },
    { at },
  );
  return factor;
}

export function removeFactor(org: Organisation, user: User, factorId: string, by: By): boolean {
  const at = user.factors.findIndex(({ id }) => id === factorId);
  const [factor] = at < 0 ? [] : user.factors.splice(at, 1);
  if (factor === undefined) return false;
  user.lastUpdated = org.now();
  org.write(by, {
    type: "user.mfa.factor.deactivate",
    message: "Reset factor for user",
    reason: `User reset ${factor.factorType} factor`,
    targets: [partyOf(user)],
    debug: { factor: factor.factorType },
  });
  return true;
}

export function resetFactors(org: Organisation, user: User, by: By): void {
  user.factors.length = 0;
  user.lastUpdated = org.now();
  org.write(by, { type: "user.mfa.factor.reset_all", message: "Reset all factors for user", targets: [partyOf(user)] });
}

export function grantRole(org: Organisation, user: User, type: Role["type"], by: By, at: number = org.now()): Role {
  const role: Role = { id: org.chance.id("ra1"), type, created: at };
  user.roles.push(role);
  org.write(
    by,
    {
      type: "user.account.privilege.grant",
      message: "Grant user privilege",
      targets: [partyOf(user)],
      debug: { privilegeGranted: label(type) },
    },
    { at },
  );
  return role;
}

export function revokeRole(org: Organisation, user: User, roleId: string, by: By): boolean {
  const at = user.roles.findIndex(({ id }) => id === roleId);
  const [role] = at < 0 ? [] : user.roles.splice(at, 1);
  if (role === undefined) return false;
  org.write(by, {
    type: "user.account.privilege.revoke",
    message: "Revoke user privilege",
    targets: [partyOf(user)],
    debug: { privilegeRevoked: label(role.type) },
  });
  return true;
}

/** What Okta calls a role where people read it. */
export function label(type: Role["type"]): string {
  const words = type
    .toLowerCase()
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return words.join(" ").replace("Admin", "administrator").replace("Org administrator", "Organization administrator");
}

/** Clears a user's sessions, and with `oauthTokens` what was granted to clients (Okta, "Revoke all user sessions"). */
export function clearSessions(org: Organisation, user: User, by: By, options: { readonly oauthTokens: boolean }): void {
  const transaction = org.chance.letters(27);
  org.write(by, { type: "user.session.clear", message: "Clear user session", targets: [partyOf(user)], transaction });
  endSessions(org, org.liveSessions(user), { transaction });
  if (options.oauthTokens) revokeGrants(org, user, by);
}

export function revokeGrants(org: Organisation, user: User, by: By, clientId?: string): void {
  const grants = org.grants.get(user.id) ?? [];
  const kept = grants.filter((grant) => clientId !== undefined && grant.clientId !== clientId);
  for (const grant of grants) {
    if (kept.includes(grant)) continue;
    org.write(by, {
      type: "app.oauth2.token.revoke",
      message: "Revoke OAuth2 token",
      targets: [partyOf(user), target("PublicClientApp", { id: grant.clientId, name: grant.clientId })],
    });
  }
  org.grants.set(user.id, kept);
}

export type Move =
  | "suspend"
  | "unsuspend"
  | "deactivate"
  | "activate"
  | "reactivate"
  | "unlock"
  | "expire_password"
  | "reset_password";

interface Step {
  readonly from: readonly UserStatus[];
  readonly to: UserStatus;
  readonly type: string;
  readonly message: string;
}

/** The moves that a user's account knows: from which states, to which, and what the log calls it (Okta, "User lifecycle"). */
const MOVES: Readonly<Record<Move, Step>> = {
  suspend: { from: ["ACTIVE"], to: "SUSPENDED", type: "user.lifecycle.suspend", message: "Suspend Okta user" },
  unsuspend: { from: ["SUSPENDED"], to: "ACTIVE", type: "user.lifecycle.unsuspend", message: "Unsuspend Okta user" },
  deactivate: {
    from: ["ACTIVE", "SUSPENDED", "STAGED", "PROVISIONED", "RECOVERY", "LOCKED_OUT", "PASSWORD_EXPIRED"],
    to: "DEPROVISIONED",
    type: "user.lifecycle.deactivate",
    message: "Deactivate Okta user",
  },
  activate: {
    from: ["STAGED", "DEPROVISIONED"],
    to: "ACTIVE",
    type: "user.lifecycle.activate",
    message: "Activate Okta user",
  },
  reactivate: {
    from: ["PROVISIONED"],
    to: "PROVISIONED",
    type: "user.lifecycle.reactivate",
    message: "Reactivate Okta user",
  },
  unlock: { from: ["LOCKED_OUT"], to: "ACTIVE", type: "user.account.unlock_by_admin", message: "Unlock user account" },
  expire_password: {
    from: ["ACTIVE", "PASSWORD_EXPIRED", "RECOVERY"],
    to: "PASSWORD_EXPIRED",
    type: "user.account.expire_password",
    message: "Expire user password",
  },
  reset_password: {
    from: ["ACTIVE", "PASSWORD_EXPIRED", "RECOVERY", "LOCKED_OUT"],
    to: "RECOVERY",
    type: "user.account.reset_password",
    message: "User reset password for Okta",
  },
} as const satisfies Readonly<
  Record<
    string,
    { readonly from: readonly UserStatus[]; readonly to: UserStatus; readonly type: string; readonly message: string }
  >
>;

export function isMove(text: string): text is Move {
  return Object.hasOwn(MOVES, text);
}

/** Moves an account to another state. Suspending and deactivating end its sessions. */
export function move(org: Organisation, user: User, step: Move, by: By): Refusal | undefined {
  const { from, to, type, message } = MOVES[step];
  if (!from.includes(user.status)) return WRONG_STATUS;
  user.status = to;
  user.lastUpdated = org.now();
  const transaction = org.chance.letters(27);
  org.write(by, { type, message, targets: [partyOf(user)], transaction });
  if (step === "suspend" || step === "deactivate") endSessions(org, org.liveSessions(user), { transaction });
  return undefined;
}
