import type { Action } from "./action.ts";
import { blockAddress } from "./actions/block-address.ts";
import { deactivateApp } from "./actions/deactivate-app.ts";
import { deactivateClientCredential } from "./actions/deactivate-client-credential.ts";
import { deactivatePolicyRule } from "./actions/deactivate-policy-rule.ts";
import { deactivateProvider } from "./actions/deactivate-provider.ts";
import { deactivateUser } from "./actions/deactivate-user.ts";
import { endSessions } from "./actions/end-sessions.ts";
import { expirePassword } from "./actions/expire-password.ts";
import { handOver } from "./actions/hand-over.ts";
import { removeFactor } from "./actions/remove-factor.ts";
import { removeMembership } from "./actions/remove-membership.ts";
import { removeRole } from "./actions/remove-role.ts";
import { resetFactors } from "./actions/reset-factors.ts";
import { resetPassword } from "./actions/reset-password.ts";
import { restorePolicyRule } from "./actions/restore-policy-rule.ts";
import { revokeApiToken } from "./actions/revoke-api-token.ts";
import { revokeGrants } from "./actions/revoke-grants.ts";
import { revokeSupportAccess } from "./actions/revoke-support-access.ts";
import { setUserRisk } from "./actions/set-user-risk.ts";
import { suspendUser } from "./actions/suspend-user.ts";
import { universalLogout } from "./actions/universal-logout.ts";
import { unsuspendUser } from "./actions/unsuspend-user.ts";

/** Every action, the gentlest first. */
export const ACTIONS: readonly Action[] = [
  endSessions,
  universalLogout,
  revokeGrants,
  revokeApiToken,
  setUserRisk,
  suspendUser,
  unsuspendUser,
  expirePassword,
  resetPassword,
  removeFactor,
  resetFactors,
  removeRole,
  removeMembership,
  deactivateProvider,
  deactivateClientCredential,
  deactivateApp,
  restorePolicyRule,
  deactivatePolicyRule,
  blockAddress,
  revokeSupportAccess,
  deactivateUser,
  handOver,
];

const BY_ID: ReadonlyMap<string, Action> = new Map(ACTIONS.map((action) => [action.id, action]));

/** Ids of all of them. */
export const ACTION_IDS: ReadonlySet<string> = new Set(BY_ID.keys());

export function actionById(id: string): Action | undefined {
  return BY_ID.get(id);
}

/** Everything that the acting credential may be granted; each action asks only for its own. */
export const ACT_SCOPES: readonly string[] = [...new Set(ACTIONS.flatMap(({ scopes }) => scopes))].sort();
