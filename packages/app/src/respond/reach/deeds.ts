import type { How, SeenEvent } from "@nightlatch/core";
import type { Target, TargetKind } from "../action.ts";
import { type Body, child, list, text } from "../tenant/tenant-state.ts";

/** One thing that the intruder reached, and how. A factor and a role have no id yet: the log does not say it. */
export interface Reached {
  readonly target: Target;
  readonly how: How;
  /** When, milliseconds UTC. */
  readonly at: number;
  /** Events that show it. */
  readonly uids: readonly string[];
}

/** What an event type does: to which of its targets (by Okta's word), and how. */
interface Deed {
  readonly kind: TargetKind;
  readonly how: How;
  /** `target[].type`; any, when it is `""`. */
  readonly of: string;
}

const DEEDS: ReadonlyMap<string, Deed> = new Map(
  Object.entries<Deed>({
    "user.lifecycle.create": { kind: "user", how: "created", of: "User" },
    "user.lifecycle.activate": { kind: "user", how: "activated", of: "User" },
    "user.lifecycle.reactivate": { kind: "user", how: "activated", of: "User" },
    "user.lifecycle.unsuspend": { kind: "user", how: "activated", of: "User" },
    "user.account.reset_password": { kind: "user", how: "changed", of: "User" },
    "user.account.update_password": { kind: "user", how: "changed", of: "User" },
    "user.mfa.factor.reset_all": { kind: "user", how: "changed", of: "User" },
    "user.mfa.factor.deactivate": { kind: "user", how: "changed", of: "User" },
    "user.mfa.factor.activate": { kind: "factor", how: "added", of: "User" },
    "user.account.privilege.grant": { kind: "role", how: "granted", of: "User" },
    "group.user_membership.add": { kind: "membership", how: "added", of: "UserGroup" },
    "system.api_token.create": { kind: "api-token", how: "created", of: "" },
    "system.api_token.enable": { kind: "api-token", how: "activated", of: "" },
    "system.api_token.update": { kind: "api-token", how: "changed", of: "" },
    "system.idp.lifecycle.create": { kind: "provider", how: "created", of: "" },
    "system.idp.lifecycle.update": { kind: "provider", how: "changed", of: "" },
    "system.idp.lifecycle.activate": { kind: "provider", how: "activated", of: "" },
    "system.idp.key.create": { kind: "provider", how: "changed", of: "" },
    "system.idp.key.update": { kind: "provider", how: "changed", of: "" },
    "policy.rule.create": { kind: "policy-rule", how: "created", of: "PolicyRule" },
    "policy.rule.add": { kind: "policy-rule", how: "created", of: "PolicyRule" },
    "policy.rule.update": { kind: "policy-rule", how: "changed", of: "PolicyRule" },
    "application.lifecycle.create": { kind: "app", how: "created", of: "AppInstance" },
    "application.lifecycle.activate": { kind: "app", how: "activated", of: "AppInstance" },
    "application.lifecycle.update": { kind: "app", how: "changed", of: "AppInstance" },
    "app.oauth2.client.lifecycle.create": { kind: "app", how: "created", of: "" },
    "app.oauth2.client.lifecycle.activate": { kind: "app", how: "activated", of: "" },
    "app.oauth2.credentials.lifecycle.create": { kind: "client-credential", how: "created", of: "" },
    "app.oauth2.credentials.lifecycle.activate": { kind: "client-credential", how: "activated", of: "" },
    "app.oauth2.client.privilege.grant": { kind: "app", how: "granted", of: "" },
    "user.session.impersonation.grant": { kind: "support-case", how: "granted", of: "" },
    "user.session.impersonation.extend": { kind: "support-case", how: "granted", of: "" },
  }),
);

/** What an event of the intruder reached; nothing when it did not work or is of no interest to a plan. */
export function reachedBy({ envelope, raw }: SeenEvent): readonly Reached[] {
  const deed = DEEDS.get(envelope.type);
  if (deed === undefined || envelope.outcome === "FAILURE" || envelope.outcome === "DENY") return [];
  const { kind, how, of } = deed;
  const found = (target: Omit<Target, "kind">): Reached => ({
    target: { kind, ...target },
    how,
    at: envelope.time,
    uids: [envelope.uid],
  });
  const users = envelope.targets.filter(({ type }) => type === "User");
  if (kind === "support-case") {
    const number = text(debugOf(raw), "caseNumber");
    return number === "" ? [] : [found({ id: number, name: number })];
  }
  if (kind === "factor" || kind === "role") {
    const word = kind === "factor" ? envelope.factor : envelope.privilege;
    return users.map(({ id, name }) => found({ id: "", name: word === "" ? kind : word, owner: id, body: { name } }));
  }
  const targets = envelope.targets.filter(({ type }) => of === "" || type === of);
  // Where an event names one thing, further targets are only its surroundings.
  const named = kind === "user" ? targets : targets.slice(0, 1);
  return named.map(({ id, name, display }) => {
    const called = kind === "user" ? name || display : display || name;
    if (kind === "membership") return found({ id, name: called, owner: users[0]?.id ?? "" });
    // Which secret or key it was, the tenant says: the event names the client alone.
    if (kind === "client-credential") return found({ id: "", name: called === "" ? id : called, owner: id });
    if (kind === "policy-rule") return found({ id, name: called, ...ruleOf(raw) });
    return found({ id, name: called === "" ? id : called });
  });
}

/** The rule as it was before, and the policy that it is in. */
function ruleOf(raw: unknown): Pick<Target, "owner" | "body"> {
  const policy = list(bodyOf(raw)["target"]).find((target) => /^Policy(?:Entity)?$/.test(text(target, "type")));
  const owner = policy === undefined ? "" : text(policy, "id");
  const before = text(debugOf(raw), "oldRule");
  try {
    const rule: unknown = before === "" ? undefined : JSON.parse(before);
    if (typeof rule === "object" && rule !== null) return { owner, body: rule as Body };
  } catch {
    // The form is no contract; without it a person puts the rule back.
  }
  return { owner };
}

function debugOf(raw: unknown): Body {
  return child(child(bodyOf(raw), "debugContext"), "debugData");
}

function bodyOf(raw: unknown): Body {
  return typeof raw === "object" && raw !== null ? (raw as Body) : {};
}
