/** Something to do for each action: the intruder's work that it takes back, in a world of its own. */
import { addFactor, createUser, grantRole } from "../drill/organisation/do/users.ts";
import {
  addCredential,
  createGroup,
  createToken,
  setMember,
  setRule,
  setSupportAccess,
} from "../drill/organisation/do/tenant.ts";
import { signIn } from "../drill/organisation/do/sign-in.ts";
import type { Policy, PolicyRule } from "../drill/organisation/entities.ts";
import { office } from "../drill/places.ts";
import { SYSTEM_BY } from "../drill/index.ts";
import type { Target } from "./action.ts";
import type { World } from "./world.fixture.ts";

export interface Stage {
  readonly action: string;
  readonly set: (world: World) => Target;
  /** The event that the deed leaves in the log; it must be there once. */
  readonly event: string;
  /** Part of the path of the call, and its method. */
  readonly call: readonly [method: string, path: string];
}

function userTarget({ company }: World): Target {
  const { jo } = company;
  return { kind: "user", id: jo.id, name: jo.login };
}

export const STAGES: readonly Stage[] = [
  {
    action: "end-sessions",
    event: "user.session.clear",
    call: ["DELETE", "/sessions"],
    set: (world) => {
      const { org } = world.tenant;
      const { jo } = world.company;
      const session = signIn(org, jo, { place: office(0), at: Date.now() - 60_000 });
      org.grants.set(jo.id, [{ id: "oag1", clientId: "0oaX", scope: "openid", refreshToken: "r" }]);
      return { ...userTarget(world), sessions: session === undefined ? [] : [session.id] };
    },
  },
  {
    action: "universal-logout",
    event: "user.authentication.universal_logout.scheduled",
    call: ["POST", "/global-token-revocation"],
    set: (world) => {
      signIn(world.tenant.org, world.company.jo, { place: office(0), at: Date.now() - 60_000 });
      return userTarget(world);
    },
  },
  {
    action: "revoke-grants",
    event: "app.oauth2.token.revoke",
    call: ["DELETE", "/clients/"],
    set: (world) => {
      world.tenant.org.grants.set(world.company.jo.id, [
        { id: "oag1", clientId: "0oaX", scope: "openid", refreshToken: "r" },
      ]);
      return userTarget(world);
    },
  },
  {
    action: "revoke-api-token",
    event: "system.api_token.revoke",
    call: ["DELETE", "/api-tokens/"],
    set: ({ tenant, company }) => {
      const { id, name } = createToken(tenant.org, company.jo, "backup", SYSTEM_BY);
      return { kind: "api-token", id, name };
    },
  },
  { action: "set-user-risk", event: "user.risk.change", call: ["PUT", "/risk"], set: userTarget },
  { action: "suspend-user", event: "user.lifecycle.suspend", call: ["POST", "/lifecycle/suspend"], set: userTarget },
  {
    action: "unsuspend-user",
    event: "user.lifecycle.unsuspend",
    call: ["POST", "/lifecycle/unsuspend"],
    set: (world) => {
      world.company.jo.status = "SUSPENDED";
      return userTarget(world);
    },
  },
  {
    action: "expire-password",
    event: "user.account.expire_password",
    call: ["POST", "/lifecycle/expire_password"],
    set: userTarget,
  },
  {
    action: "reset-password",
    event: "user.account.reset_password",
    call: ["POST", "/lifecycle/reset_password"],
    set: userTarget,
  },
  {
    action: "remove-factor",
    event: "user.mfa.factor.deactivate",
    call: ["DELETE", "/factors/"],
    set: ({ tenant, company }) => {
      const { id, factorType } = addFactor(tenant.org, company.jo, "push", SYSTEM_BY);
      return { kind: "factor", id, name: factorType, owner: company.jo.id };
    },
  },
  {
    action: "reset-factors",
    event: "user.mfa.factor.reset_all",
    call: ["POST", "/lifecycle/reset_factors"],
    set: (world) => {
      world.company.jo.status = "SUSPENDED";
      return userTarget(world);
    },
  },
  {
    action: "remove-role",
    event: "user.account.privilege.revoke",
    call: ["DELETE", "/roles/"],
    set: ({ tenant, company }) => {
      const [, , , kim] = company.people;
      if (kim === undefined) throw new Error("Kim works there");
      const { id, type } = grantRole(tenant.org, kim, "ORG_ADMIN", SYSTEM_BY);
      return { kind: "role", id, name: type, owner: kim.id };
    },
  },
  {
    action: "remove-membership",
    event: "group.user_membership.remove",
    call: ["DELETE", "/groups/"],
    set: ({ tenant, company }) => {
      const group = createGroup(tenant.org, "Vault", Date.now());
      setMember(tenant.org, group, company.jo, { member: true, by: SYSTEM_BY });
      return { kind: "membership", id: group.id, name: group.name, owner: company.jo.id };
    },
  },
  {
    action: "deactivate-provider",
    event: "system.idp.lifecycle.deactivate",
    call: ["POST", "/idps/"],
    set: ({ tenant }) => {
      const [provider] = tenant.org.providers.values();
      if (provider === undefined) throw new Error("There is a provider");
      return { kind: "provider", id: provider.id, name: provider.name };
    },
  },
  {
    action: "deactivate-app",
    event: "application.lifecycle.deactivate",
    call: ["POST", "/apps/"],
    set: ({ tenant, company }) => {
      const app = tenant.org.apps.get(company.appIds[2] ?? "");
      if (app === undefined) throw new Error("There are applications");
      return { kind: "app", id: app.id, name: app.label };
    },
  },
  {
    action: "deactivate-client-credential",
    event: "app.oauth2.credentials.lifecycle.deactivate",
    call: ["POST", "/credentials/"],
    set: ({ tenant: { org }, company }) => {
      const app = org.apps.get(company.appIds[3] ?? "");
      if (app === undefined) throw new Error("There are applications");
      addCredential(org, app, "secrets", SYSTEM_BY, Date.now() - 30 * 86_400_000);
      const { id } = addCredential(org, app, "secrets", SYSTEM_BY);
      const name = `secret ${id} of the client ${app.label}`;
      return { kind: "client-credential", id, name, owner: app.id, body: { store: "secrets" } };
    },
  },
  {
    action: "restore-policy-rule",
    event: "policy.rule.update",
    call: ["PUT", "/rules/"],
    set: ({ tenant }) => {
      const { policy, rule } = policyOf(tenant.org);
      const body = { ...rule.body };
      // Set without a word in the log, so that what the log says is the deed's alone.
      Object.assign(rule, { body: { conditions: {}, actions: { signon: { access: "ALLOW", requireFactor: false } } } });
      return { kind: "policy-rule", id: rule.id, name: rule.name, owner: policy.id, body };
    },
  },
  {
    action: "deactivate-policy-rule",
    event: "policy.rule.deactivate",
    call: ["POST", "/rules/"],
    set: ({ tenant }) => {
      const { policy, rule } = policyOf(tenant.org);
      setRule(tenant.org, { policy, rule }, { status: "ACTIVE" }, SYSTEM_BY);
      return { kind: "policy-rule", id: rule.id, name: rule.name, owner: policy.id };
    },
  },
  {
    action: "block-address",
    event: "zone.update",
    call: ["PUT", "/zones/"],
    set: () => ({ kind: "address", id: "203.0.113.66", name: "203.0.113.66" }),
  },
  {
    action: "revoke-support-access",
    event: "user.session.impersonation.revoke",
    call: ["PATCH", "/oktaSupport/cases/"],
    set: ({ tenant }) => {
      const [one] = tenant.org.cases.values();
      if (one === undefined) throw new Error("There is a support case");
      setSupportAccess(tenant.org, one, "ENABLED", SYSTEM_BY);
      return { kind: "support-case", id: one.caseNumber, name: one.caseNumber };
    },
  },
  {
    action: "deactivate-user",
    event: "user.lifecycle.deactivate",
    call: ["POST", "/lifecycle/deactivate"],
    set: ({ tenant }) => {
      const user = createUser(tenant.org, SYSTEM_BY, { login: "svc_x@example.com", firstName: "s", lastName: "x" });
      return { kind: "user", id: user.id, name: user.login };
    },
  },
];

function policyOf({ policies }: World["tenant"]["org"]): { readonly policy: Policy; readonly rule: PolicyRule } {
  const [policy] = policies.values();
  const [rule] = policy?.rules ?? [];
  if (policy === undefined || rule === undefined) throw new Error("There is a policy with a rule");
  return { policy, rule };
}
