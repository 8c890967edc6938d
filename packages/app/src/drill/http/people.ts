import type { Context, Hono } from "hono";
import type { Factor, User } from "../organisation/entities.ts";
import {
  addFactor,
  clearSessions,
  createUser,
  grantRole,
  isMove,
  label,
  move,
  removeFactor,
  resetFactors,
  revokeGrants,
  revokeRole,
} from "../organisation/do/users.ts";
import { type Organisation, partyOf } from "../organisation/organisation.ts";
import type { Guarded } from "./guard.ts";
import { refuse } from "./refuse.ts";

/** Users, their sessions, factors, roles and grants (Okta management API, tags User, UserSessions, UserFactor, RoleAssignment, UserGrant). */
export function people(app: Hono, org: Organisation, guarded: Guarded): void {
  const withUser =
    (work: (c: Context, user: User) => Response | Promise<Response>) =>
    (c: Context): Response | Promise<Response> => {
      const user = org.user(c.req.param("userId") ?? "");
      return user === undefined ? refuse(c, "E0000007") : work(c, user);
    };
  const read = guarded("okta.users.read");
  const manage = guarded("okta.users.manage");

  app.get(
    "/api/v1/users",
    read((c) => c.json([...org.users.values()].map(userBody))),
  );
  app.post(
    "/api/v1/users",
    manage(async (c, { by }) => {
      const { profile } = await c.req.json<{ readonly profile?: Readonly<Record<string, string>> }>();
      const { login = "", firstName = "", lastName = "" } = profile ?? {};
      if (login === "") return refuse(c, "E0000001", "login: The field cannot be left blank");
      if (org.user(login) !== undefined)
        return refuse(c, "E0000001", "login: An object with this field already exists in the current organization");
      return c.json(userBody(createUser(org, by, { login, firstName, lastName })));
    }),
  );
  app.get(
    "/api/v1/users/me",
    read((c, { by }) => {
      const me = org.users.get(by.actor.id);
      return me === undefined ? refuse(c, "E0000007") : c.json(userBody(me));
    }),
  );
  app.get("/api/v1/users/:userId", read(withUser((c, user) => c.json(userBody(user)))));
  app.post(
    "/api/v1/users/:userId/lifecycle/:step",
    manage((c, { by }) => {
      const user = org.user(c.req.param("userId") ?? "");
      if (user === undefined) return refuse(c, "E0000007");
      const step = c.req.param("step") ?? "";
      if (step === "reset_factors") {
        resetFactors(org, user, by);
        return c.json({});
      }
      if (!isMove(step)) return refuse(c, "E0000007");
      if (step === "reset_password" && c.req.query("sendEmail") === undefined)
        return refuse(c, "E0000001", "sendEmail: is required");
      const refusal = move(org, user, step, by);
      if (refusal !== undefined) return refuse(c, refusal.errorCode);
      if (c.req.query("revokeSessions") === "true") clearSessions(org, user, by, { oauthTokens: false });
      return c.json(step === "expire_password" ? userBody(user) : {});
    }),
  );
  app.delete(
    "/api/v1/users/:userId/sessions",
    manage((c, { by }) => {
      const user = org.user(c.req.param("userId") ?? "");
      if (user === undefined) return refuse(c, "E0000007");
      clearSessions(org, user, by, { oauthTokens: c.req.query("oauthTokens") === "true" });
      return c.body(null, 204);
    }),
  );
  app.get("/api/v1/users/:userId/factors", read(withUser((c, user) => c.json(user.factors.map(factorBody)))));
  app.post(
    "/api/v1/users/:userId/factors",
    manage(async (c, { by }) => {
      const user = org.user(c.req.param("userId") ?? "");
      if (user === undefined) return refuse(c, "E0000007");
      const { factorType } = await c.req.json<{ readonly factorType?: Factor["factorType"] }>();
      return c.json(factorBody(addFactor(org, user, factorType ?? "token:software:totp", by)));
    }),
  );
  app.delete(
    "/api/v1/users/:userId/factors/:factorId",
    manage((c, { by }) => {
      const user = org.user(c.req.param("userId") ?? "");
      const removed = user !== undefined && removeFactor(org, user, c.req.param("factorId") ?? "", by);
      return removed ? c.body(null, 204) : refuse(c, "E0000007");
    }),
  );
  app.get(
    "/api/v1/users/:userId/roles",
    guarded("okta.roles.read")(withUser((c, user) => c.json(org.rolesOf(user).map((role) => roleBody(role, user))))),
  );
  app.post(
    "/api/v1/users/:userId/roles",
    guarded("okta.roles.manage")(async (c, { by, superAdmin }) => {
      const user = org.user(c.req.param("userId") ?? "");
      if (user === undefined) return refuse(c, "E0000007");
      if (!superAdmin) return refuse(c, "E0000006");
      const { type } = await c.req.json<{ readonly type?: User["roles"][number]["type"] }>();
      return c.json(roleBody(grantRole(org, user, type ?? "READ_ONLY_ADMIN", by), user));
    }),
  );
  app.delete(
    "/api/v1/users/:userId/roles/:roleId",
    guarded("okta.roles.manage")((c, { by, superAdmin }) => {
      const user = org.user(c.req.param("userId") ?? "");
      if (!superAdmin) return refuse(c, "E0000006");
      const removed = user !== undefined && revokeRole(org, user, c.req.param("roleId") ?? "", by);
      return removed ? c.body(null, 204) : refuse(c, "E0000007");
    }),
  );
  app.get(
    "/api/v1/iam/assignees/users",
    guarded("okta.roles.read")((c) =>
      c.json({
        value: [...org.users.values()].filter((user) => org.rolesOf(user).length > 0).map(({ id }) => ({ id })),
      }),
    ),
  );
  app.get(
    "/api/v1/users/:userId/groups",
    guarded("okta.groups.read")(
      withUser((c, user) =>
        c.json(
          [...org.groups.values()]
            .filter(({ members }) => members.has(user))
            .map(({ id, name }) => ({ id, type: "OKTA_GROUP", profile: { name } })),
        ),
      ),
    ),
  );
  app.get(
    "/api/v1/users/:userId/grants",
    guarded("okta.users.read")(
      withUser((c, user) =>
        c.json(
          (org.grants.get(user.id) ?? []).map(({ id, clientId, scope }) => ({
            id,
            clientId,
            scopeId: scope,
            status: "ACTIVE",
            userId: user.id,
          })),
        ),
      ),
    ),
  );
  app.delete(
    "/api/v1/users/:userId/grants",
    manage((c, { by }) => {
      const user = org.user(c.req.param("userId") ?? "");
      if (user === undefined) return refuse(c, "E0000007");
      revokeGrants(org, user, by);
      return c.body(null, 204);
    }),
  );
  app.get(
    "/api/v1/users/:userId/clients",
    read(
      withUser((c, user) =>
        c.json(
          [...new Set((org.grants.get(user.id) ?? []).map(({ clientId }) => clientId))].map((id) => ({
            client_id: id,
            client_name: id,
          })),
        ),
      ),
    ),
  );
  app.delete(
    "/api/v1/users/:userId/clients/:clientId/tokens",
    manage((c, { by }) => {
      const user = org.user(c.req.param("userId") ?? "");
      if (user === undefined) return refuse(c, "E0000007");
      revokeGrants(org, user, by, c.req.param("clientId") ?? "");
      return c.body(null, 204);
    }),
  );
  app.get(
    "/api/v1/users/:userId/risk",
    guarded("okta.userRisk.read")(withUser((c, user) => c.json({ riskLevel: user.risk }))),
  );
  app.put(
    "/api/v1/users/:userId/risk",
    guarded("okta.userRisk.manage")(async (c, { by }) => {
      const user = org.user(c.req.param("userId") ?? "");
      if (user === undefined) return refuse(c, "E0000007");
      const { riskLevel = "HIGH" } = await c.req.json<{ readonly riskLevel?: User["risk"] }>();
      user.risk = riskLevel;
      org.write(by, { type: "user.risk.change", message: "User risk changed", targets: [partyOf(user)] });
      return c.json({ riskLevel });
    }),
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function userBody(user: User): Readonly<Record<string, unknown>> {
  const { id, status, login, firstName, lastName, created, lastLogin, lastUpdated, passwordChanged } = user;
  return {
    id,
    status,
    created: iso(created),
    activated: iso(created),
    lastUpdated: iso(lastUpdated),
    passwordChanged: iso(passwordChanged),
    ...(lastLogin === 0 ? {} : { lastLogin: iso(lastLogin) }),
    profile: { login, email: login, firstName, lastName },
  };
}

function factorBody({ id, factorType, provider, created }: Factor): Readonly<Record<string, unknown>> {
  return {
    id,
    factorType,
    provider,
    vendorName: provider,
    status: "ACTIVE",
    created: iso(created),
    lastUpdated: iso(created),
  };
}

function roleBody({ id, type, created }: User["roles"][number], user: User): Readonly<Record<string, unknown>> {
  return {
    id,
    type,
    label: label(type),
    status: "ACTIVE",
    created: iso(created),
    lastUpdated: iso(created),
    assignmentType: user.roles.some((own) => own.id === id) ? "USER" : "GROUP",
    _links: { assignee: { href: `/api/v1/users/${user.id}` } },
  };
}
