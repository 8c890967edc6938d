import type { Hono } from "hono";
import type { Policy, PolicyRule, Zone } from "../organisation/entities.ts";
import { putZone, setRule, setSupportAccess } from "../organisation/do/tenant.ts";
import { clearSessions } from "../organisation/do/users.ts";
import { type Organisation, target } from "../organisation/organisation.ts";
import type { Guarded } from "./guard.ts";
import { refuse } from "./refuse.ts";

/** Policies, zones, support access, the Admin Console and its reports, and Universal Logout. */
export function settings(app: Hono, org: Organisation, guarded: Guarded): void {
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
