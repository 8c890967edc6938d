import type { Hono } from "hono";
import type { ApiToken, App, ClientCredential, Provider } from "../organisation/entities.ts";
import {
  revokeToken,
  setAppStatus,
  setCredentialStatus,
  setMember,
  setProviderStatus,
  updateProvider,
  createToken,
} from "../organisation/do/tenant.ts";
import type { Organisation } from "../organisation/organisation.ts";
import type { Guarded } from "./guard.ts";
import { refuse } from "./refuse.ts";

/** API tokens, applications, groups and identity providers. */
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
  for (const store of ["secrets", "jwks"] as const) {
    const path = `/api/v1/apps/:id/credentials/${store}`;
    app.get(
      path,
      guarded("okta.apps.read")((c) => {
        const found = org.apps.get(c.req.param("id") ?? "");
        if (found === undefined) return refuse(c, "E0000007");
        return c.json(found.credentials.filter((one) => one.store === store).map(credentialBody));
      }),
    );
    app.post(
      `${path}/:credential/lifecycle/:step`,
      guarded("okta.apps.manage")((c, { by }) => {
        const found = org.apps.get(c.req.param("id") ?? "");
        const credential = found?.credentials.find(({ id }) => id === c.req.param("credential"));
        if (found === undefined || credential === undefined) return refuse(c, "E0000007");
        const status = c.req.param("step") === "activate" ? "ACTIVE" : "INACTIVE";
        return setCredentialStatus(org, found, { credential, status }, by)
          ? c.json(credentialBody(credential))
          : refuse(c, "E0000001", "The only secret or key of a client cannot be deactivated");
      }),
    );
  }
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
}

function tokenBody({ id, name, user, created, network }: ApiToken): Readonly<Record<string, unknown>> {
  const at = new Date(created).toISOString();
  return { id, name, userId: user.id, created: at, lastUpdated: at, tokenWindow: "P30D", network };
}

function credentialBody({ id, status, created, store }: ClientCredential): Readonly<Record<string, unknown>> {
  const at = new Date(created).toISOString();
  const own = store === "jwks" ? { kid: id, kty: "RSA", use: "sig" } : { secret_hash: id };
  return { id, status, created: at, lastUpdated: at, ...own };
}

function appBody({ id, label, status, created }: App): Readonly<Record<string, unknown>> {
  const at = new Date(created).toISOString();
  return { id, label, status, name: "example_app", signOnMode: "SAML_2_0", created: at, lastUpdated: at };
}

function providerBody({ id, name, type, status, issuer }: Provider): Readonly<Record<string, unknown>> {
  return { id, name, type, status, issuer };
}
