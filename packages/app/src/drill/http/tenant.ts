import type { Hono } from "hono";
import type { ApiToken, App, Policy, PolicyRule, Provider, Zone } from "../organisation/entities.ts";
import {
  putZone,
  revokeToken,
  setAppStatus,
  setMember,
  setProviderStatus,
  setRule,
  setSupportAccess,
  updateProvider,
  createToken,
} from "../organisation/do/tenant.ts";
import { clearSessions } from "../organisation/do/users.ts";
import { type Organisation, target } from "../organisation/organisation.ts";
import type { Guarded } from "./guard.ts";
import { refuse } from "./refuse.ts";

/** API tokens, applications, groups, identity providers, policies, zones, support access and settings of the organisation. */
export function tenant(app: Hono, org: Organisation, guarded: Guarded): void {
  const iso = (ms: number): string => new Date(ms).toISOString();

  app.get(
    "/api/v1/api-tokens",
    guarded("okta.apiTokens.read")((c) => c.json([...org.tokens.values()].map(tokenBody))),
  );
  app.get(
    "/api/v1/api-tokens/:id",
    guarded("okta.apiTokens.read")((c) => {
      const found = org.tokens.get(c.req.param("id") ?? "");
      return found === undefined ? refuse(c, "E0000007") : c.json(tokenBody(found));
    }),
  );
  // Okta has no public call to make one; the Admin Console's own is what a stolen session uses.
  app.post(
    "/api/internal/tokens",
    guarded("okta.apiTokens.manage")(async (c, { by }) => {
      const user = org.users.get(by.actor.id);
      if (user === undefined) return refuse(c, "E0000006");
      const { name = "token" } = await c.req.json<{ readonly name?: string }>();
      const { id, secret } = createToken(org, user, name, by);
      return c.json({ id, token: secret });
    }),
  );
  app.delete(
    "/api/v1/api-tokens/:id",
    guarded("okta.apiTokens.manage")((c, { by }) =>
      revokeToken(org, c.req.param("id") ?? "", by) ? c.body(null, 204) : refuse(c, "E0000007"),
    ),
  );

  app.get(
    "/api/v1/apps",
    guarded("okta.apps.read")((c) => c.json([...org.apps.values()].map(appBody))),
  );
  app.get(
    "/api/v1/apps/:id",
    guarded("okta.apps.read")((c) => {
      const found = org.apps.get(c.req.param("id") ?? "");
      return found === undefined ? refuse(c, "E0000007") : c.json(appBody(found));
    }),
  );
  app.post(
    "/api/v1/apps/:id/lifecycle/:step",
    guarded("okta.apps.manage")((c, { by }) => {
      const found = org.apps.get(c.req.param("id") ?? "");
      if (found === undefined) return refuse(c, "E0000007");
      setAppStatus(org, found, c.req.param("step") === "activate" ? "ACTIVE" : "INACTIVE", by);
      return c.json({});
    }),
  );
  app.get(
    "/api/v1/first-party-app-settings/admin-console",
    guarded("okta.apps.read")((c) => c.json(org.adminConsole)),
  );
  app.put(
    "/api/v1/first-party-app-settings/admin-console",
    guarded("okta.apps.manage")(async (c) => {
      org.adminConsole = await c.req.json<Organisation["adminConsole"]>();
      return c.json(org.adminConsole);
    }),
  );

  app.get(
    "/api/v1/groups",
    guarded("okta.groups.read")((c) =>
      c.json(
        [...org.groups.values()].map(({ id, name, created }) => ({
          id,
          type: "OKTA_GROUP",
          objectClass: ["okta:user_group"],
          created: iso(created),
          lastUpdated: iso(created),
          lastMembershipUpdated: iso(created),
          profile: { name },
        })),
      ),
    ),
  );
  app.get(
    "/api/v1/groups/:id/users",
    guarded("okta.groups.read")((c) => {
      const group = org.groups.get(c.req.param("id") ?? "");
      return group === undefined
        ? refuse(c, "E0000007")
        : c.json([...group.members].map(({ id, status, login }) => ({ id, status, profile: { login } })));
    }),
  );
  app.get(
    "/api/v1/groups/:id/roles",
    guarded("okta.roles.read")((c) => {
      const group = org.groups.get(c.req.param("id") ?? "");
      return group === undefined
        ? refuse(c, "E0000007")
        : c.json(group.roles.map(({ id, type }) => ({ id, type, status: "ACTIVE", assignmentType: "GROUP" })));
    }),
  );
  const membership = (member: boolean) =>
    guarded("okta.groups.manage")((c, { by }) => {
      const group = org.groups.get(c.req.param("id") ?? "");
      const user = org.user(c.req.param("userId") ?? "");
      if (group === undefined || user === undefined) return refuse(c, "E0000007");
      setMember(org, group, user, { member, by });
      return c.body(null, 204);
    });
  app.put("/api/v1/groups/:id/users/:userId", membership(true));
  app.delete("/api/v1/groups/:id/users/:userId", membership(false));

  app.get(
    "/api/v1/idps",
    guarded("okta.idps.read")((c) => c.json([...org.providers.values()].map(providerBody))),
  );
  app.get(
    "/api/v1/idps/:id",
    guarded("okta.idps.read")((c) => {
      const found = org.providers.get(c.req.param("id") ?? "");
      return found === undefined ? refuse(c, "E0000007") : c.json(providerBody(found));
    }),
  );
  app.put(
    "/api/v1/idps/:id",
    guarded("okta.idps.manage")(async (c, { by }) => {
      const found = org.providers.get(c.req.param("id") ?? "");
      if (found === undefined) return refuse(c, "E0000007");
      const { issuer = found.issuer } = await c.req.json<{ readonly issuer?: string }>();
      updateProvider(org, found, issuer, by);
      return c.json(providerBody(found));
    }),
  );
  app.post(
    "/api/v1/idps/:id/lifecycle/:step",
    guarded("okta.idps.manage")((c, { by }) => {
      const found = org.providers.get(c.req.param("id") ?? "");
      if (found === undefined) return refuse(c, "E0000007");
      setProviderStatus(org, found, c.req.param("step") === "activate" ? "ACTIVE" : "INACTIVE", by);
      return c.json(providerBody(found));
    }),
  );

  app.get(
    "/api/v1/policies",
    guarded("okta.policies.read")((c) => {
      const type = c.req.query("type");
      if (type === undefined) return refuse(c, "E0000001", "type: is required");
      return c.json([...org.policies.values()].filter((policy) => policy.type === type).map(policyBody));
    }),
  );
  app.get(
    "/api/v1/policies/:id/rules",
    guarded("okta.policies.read")((c) => {
      const policy = org.policies.get(c.req.param("id") ?? "");
      return policy === undefined ? refuse(c, "E0000007") : c.json(policy.rules.map((rule) => ruleBody(rule, policy)));
    }),
  );
  app.get(
    "/api/v1/policies/:id/rules/:ruleId",
    guarded("okta.policies.read")((c) => {
      const policy = org.policies.get(c.req.param("id") ?? "");
      const rule = policy?.rules.find(({ id }) => id === c.req.param("ruleId"));
      return policy === undefined || rule === undefined ? refuse(c, "E0000007") : c.json(ruleBody(rule, policy));
    }),
  );
  app.put(
    "/api/v1/policies/:id/rules/:ruleId",
    guarded("okta.policies.manage")(async (c, { by }) => {
      const policy = org.policies.get(c.req.param("id") ?? "");
      const rule = policy?.rules.find(({ id }) => id === c.req.param("ruleId"));
      if (policy === undefined || rule === undefined) return refuse(c, "E0000007");
      const { conditions, actions } = await c.req.json<Readonly<Record<string, unknown>>>();
      setRule(org, { policy, rule }, { body: { conditions, actions } }, by);
      return c.json(ruleBody(rule, policy));
    }),
  );
  app.post(
    "/api/v1/policies/:id/rules/:ruleId/lifecycle/:step",
    guarded("okta.policies.manage")((c, { by }) => {
      const policy = org.policies.get(c.req.param("id") ?? "");
      const rule = policy?.rules.find(({ id }) => id === c.req.param("ruleId"));
      if (policy === undefined || rule === undefined) return refuse(c, "E0000007");
      setRule(org, { policy, rule }, { status: c.req.param("step") === "activate" ? "ACTIVE" : "INACTIVE" }, by);
      return c.body(null, 204);
    }),
  );

  app.get(
    "/api/v1/zones",
    guarded("okta.networkZones.read")((c) => c.json([...org.zones.values()].map(zoneBody))),
  );
  app.get(
    "/api/v1/zones/:id",
    guarded("okta.networkZones.read")((c) => {
      const found = org.zones.get(c.req.param("id") ?? "");
      return found === undefined ? refuse(c, "E0000007") : c.json(zoneBody(found));
    }),
  );
  app.post(
    "/api/v1/zones",
    guarded("okta.networkZones.manage")(async (c, { by }) => {
      const { name = "zone", usage = "POLICY", gateways = [] } = await c.req.json<Partial<Zone>>();
      return c.json(zoneBody(putZone(org, { name, type: "IP", usage, status: "ACTIVE", gateways: [...gateways] }, by)));
    }),
  );
  app.put(
    "/api/v1/zones/:id",
    guarded("okta.networkZones.manage")(async (c, { by }) => {
      const before = org.zones.get(c.req.param("id") ?? "");
      if (before === undefined) return refuse(c, "E0000007");
      const {
        name = before.name,
        usage = before.usage,
        gateways = [],
        status = before.status,
      } = await c.req.json<Partial<Zone>>();
      return c.json(
        zoneBody(putZone(org, { id: before.id, name, type: "IP", usage, status, gateways: [...gateways] }, by)),
      );
    }),
  );

  app.get(
    "/api/v1/org/privacy/oktaSupport/cases",
    guarded("okta.orgs.read", { superAdmin: true })((c) =>
      c.json({
        supportCases: [...org.cases.values()].map(({ caseNumber, subject, impersonation, selfAssigned }) => ({
          caseNumber,
          subject,
          impersonation: { status: impersonation },
          selfAssigned: { status: selfAssigned },
        })),
      }),
    ),
  );
  app.patch(
    "/api/v1/org/privacy/oktaSupport/cases/:number",
    guarded("okta.orgs.manage", { superAdmin: true })(async (c, { by }) => {
      const one = org.cases.get(c.req.param("number") ?? "");
      if (one === undefined) return refuse(c, "E0000007");
      const { impersonation } = await c.req.json<{
        readonly impersonation?: { readonly status?: "ENABLED" | "DISABLED" };
      }>();
      setSupportAccess(org, one, impersonation?.status ?? "DISABLED", by);
      return c.json({
        caseNumber: one.caseNumber,
        subject: one.subject,
        impersonation: { status: one.impersonation },
        selfAssigned: { status: one.selfAssigned },
      });
    }),
  );

  app.get(
    "/admin/dashboard",
    guarded("okta.apps.read")((c, { by }) => {
      const targets = [target("AppInstance", { id: "okta.admin", name: "Okta Admin Console" })];
      org.write(by, { type: "user.session.access_admin_app", message: "User accessing Okta admin app", targets });
      return c.json({});
    }),
  );
  app.post(
    "/api/internal/reports/:report/:step",
    guarded("okta.users.read")((c, { by }) => {
      const debug = { requestUri: c.req.path, url: c.req.path, jobId: org.chance.letters(20) };
      org.write(by, { type: "analytics.reports.export.request", message: "Request to export report", debug });
      return c.json({ id: debug.jobId });
    }),
  );

  app.post(
    "/oauth2/v1/global-token-revocation",
    guarded("okta.universalLogout.manage")(async (c, { by }) => {
      const { sub_id: subject } = await c.req.json<{ readonly sub_id?: { readonly id?: string } }>();
      const user = org.user(subject?.id ?? "");
      if (user === undefined) return refuse(c, "E0000007");
      org.write(by, {
        type: "user.authentication.universal_logout.scheduled",
        message: "Universal Logout scheduled",
        targets: [target("User", { id: user.id, name: user.login })],
      });
      clearSessions(org, user, by, { oauthTokens: true });
      return c.body(null, 204);
    }),
  );
}

function tokenBody({ id, name, user, created, network }: ApiToken): Readonly<Record<string, unknown>> {
  const at = new Date(created).toISOString();
  return { id, name, userId: user.id, created: at, lastUpdated: at, tokenWindow: "P30D", network };
}

function appBody({ id, label, status, created }: App): Readonly<Record<string, unknown>> {
  const at = new Date(created).toISOString();
  return { id, label, status, name: "example_app", signOnMode: "SAML_2_0", created: at, lastUpdated: at };
}

function providerBody({ id, name, type, status, issuer }: Provider): Readonly<Record<string, unknown>> {
  return { id, name, type, status, issuer };
}

function policyBody({ id, name, type, created }: Policy): Readonly<Record<string, unknown>> {
  return {
    id,
    name,
    type,
    status: "ACTIVE",
    priority: 1,
    system: false,
    created: new Date(created).toISOString(),
    lastUpdated: new Date(created).toISOString(),
  };
}

function ruleBody(
  { id, name, status, priority, body }: PolicyRule,
  { type, created }: Policy,
): Readonly<Record<string, unknown>> {
  const kind = type === "OKTA_SIGN_ON" ? "SIGN_ON" : type;
  return {
    id,
    name,
    status,
    priority,
    system: false,
    type: kind,
    created: new Date(created).toISOString(),
    lastUpdated: new Date(created).toISOString(),
    ...body,
  };
}

function zoneBody({ id, name, type, usage, status, gateways, system }: Zone): Readonly<Record<string, unknown>> {
  return { id, name, type, usage, status, gateways, proxies: [], system };
}
