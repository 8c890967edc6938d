import type {
  ApiToken,
  App,
  ClientCredential,
  Group,
  Policy,
  PolicyRule,
  Provider,
  SupportCase,
  User,
  Zone,
} from "../entities.ts";
import { type By, type Organisation, partyOf, target } from "../organisation.ts";

/** Makes an API token; its secret is told once. */
export function createToken(org: Organisation, user: User, name: string, by: By, at: number = org.now()): ApiToken {
  const token: ApiToken = {
    id: org.chance.id("00T"),
    name,
    secret: `00${org.chance.letters(40)}`,
    user,
    created: at,
    network: { connection: "ANYWHERE", include: [], exclude: [] },
  };
  org.tokens.set(token.id, token);
  org.write(
    by,
    {
      type: "system.api_token.create",
      message: "Create API token",
      targets: [target("Token", { id: token.id, name })],
      debug: { networkConnection: "ANYWHERE" },
    },
    { at },
  );
  return token;
}

export function revokeToken(org: Organisation, id: string, by: By): boolean {
  const token = org.tokens.get(id);
  if (token === undefined) return false;
  org.tokens.delete(id);
  const targets = [target("Token", { id, name: token.name })];
  org.write(by, { type: "system.api_token.revoke", message: "Revoke API token", targets });
  return true;
}

export function createApp(org: Organisation, label: string, at: number): App {
  const app: App = { id: org.chance.id("0oa"), label, created: at, status: "ACTIVE", credentials: [] };
  org.apps.set(app.id, app);
  return app;
}

export function setAppStatus(org: Organisation, app: App, status: App["status"], by: By): void {
  if (app.status === status) return;
  app.status = status;
  const verb = status === "ACTIVE" ? "activate" : "deactivate";
  const targets = [target("AppInstance", { id: app.id, name: app.label })];
  org.write(by, { type: `application.lifecycle.${verb}`, message: `${verb} application`, targets });
}

/** Adds a secret or a key to an OAuth client. */
export function addCredential(
  org: Organisation,
  app: App,
  store: ClientCredential["store"],
  by: By,
  at: number = org.now(),
): ClientCredential {
  const credential: ClientCredential = {
    id: org.chance.id(store === "jwks" ? "pks" : "ocs"),
    store,
    created: at,
    status: "ACTIVE",
  };
  app.credentials.push(credential);
  tellCredential(org, app, { verb: "create", by, at });
  return credential;
}

/** Switches a secret or key; false when it is the only active one of its kind, which Okta keeps. */
export function setCredentialStatus(
  org: Organisation,
  app: App,
  { credential, status }: { readonly credential: ClientCredential; readonly status: ClientCredential["status"] },
  by: By,
): boolean {
  const { store } = credential;
  const others = app.credentials.filter((one) => one !== credential && one.store === store && one.status === "ACTIVE");
  if (status === "INACTIVE" && others.length === 0) return false;
  if (credential.status === status) return true;
  credential.status = status;
  tellCredential(org, app, { verb: status === "ACTIVE" ? "activate" : "deactivate", by, at: org.now() });
  return true;
}

function tellCredential(
  org: Organisation,
  app: App,
  { verb, by, at }: { readonly verb: string; readonly by: By; readonly at: number },
): void {
  const targets = [target("PublicClientAppEntity", { id: app.id, name: app.label })];
  org.write(
    by,
    { type: `app.oauth2.credentials.lifecycle.${verb}`, message: `${verb} client credentials`, targets },
    { at },
  );
}

export function createGroup(org: Organisation, name: string, at: number): Group {
  const group: Group = { id: org.chance.id("00g"), name, created: at, members: new Set(), roles: [] };
  org.groups.set(group.id, group);
  return group;
}

export function setMember(
  org: Organisation,
  group: Group,
  user: User,
  { member, by }: { readonly member: boolean; readonly by: By },
): void {
  if (group.members.has(user) === member) return;
  if (member) group.members.add(user);
  else group.members.delete(user);
  org.write(by, {
    type: `group.user_membership.${member ? "add" : "remove"}`,
    message: member ? "Add user to group membership" : "Remove user from group membership",
    targets: [partyOf(user), target("UserGroup", { id: group.id, name: group.name })],
  });
}

export function createProvider(org: Organisation, name: string, by: By, at: number = org.now()): Provider {
  const provider: Provider = {
    id: org.chance.id("0oi"),
    name,
    type: "GOOGLE",
    created: at,
    status: "INACTIVE",
    issuer: "https://accounts.example.com",
  };
  org.providers.set(provider.id, provider);
  org.write(
    by,
    {
      type: "system.idp.lifecycle.create",
      message: "Create identity provider",
      targets: [target("IdentityProvider", provider)],
    },
    { at },
  );
  return provider;
}

export function updateProvider(org: Organisation, provider: Provider, issuer: string, by: By): void {
  provider.issuer = issuer;
  const targets = [target("IdentityProvider", provider)];
  org.write(by, { type: "system.idp.lifecycle.update", message: "Update identity provider", targets });
}

export function setProviderStatus(org: Organisation, provider: Provider, status: Provider["status"], by: By): void {
  if (provider.status === status) return;
  provider.status = status;
  const verb = status === "ACTIVE" ? "activate" : "deactivate";
  const targets = [target("IdentityProvider", provider)];
  org.write(by, { type: `system.idp.lifecycle.${verb}`, message: `${verb} identity provider`, targets });
}

export function setRule(
  org: Organisation,
  { policy, rule }: { readonly policy: Policy; readonly rule: PolicyRule },
  to: Partial<PolicyRule>,
  by: By,
): void {
  const before = JSON.stringify(rule.body);
  Object.assign(rule, to);
  const verb = to.status === undefined ? "update" : to.status === "ACTIVE" ? "activate" : "deactivate";
  org.write(by, {
    type: `policy.rule.${verb}`,
    message: `${verb} policy rule`,
    targets: [target("PolicyEntity", policy), target("PolicyRule", rule)],
    debug: { oldRule: before, newRule: JSON.stringify(rule.body) },
  });
}

/** Makes a zone or replaces one whole, as Okta's PUT does. */
export function putZone(org: Organisation, zone: Omit<Zone, "id" | "system"> & { readonly id?: string }, by: By): Zone {
  const before = zone.id === undefined ? undefined : org.zones.get(zone.id);
  const kept: Zone = { ...zone, id: before?.id ?? org.chance.id("nzo"), system: before?.system ?? false };
  org.zones.set(kept.id, kept);
  const verb = before === undefined ? "create" : "update";
  org.write(by, {
    type: `zone.${verb}`,
    message: `${verb} network zone`,
    targets: [target("NetworkZone", kept)],
    debug: { gateways: kept.gateways.map(({ value }) => value).join(",") },
  });
  return kept;
}

export function setSupportAccess(
  org: Organisation,
  one: SupportCase,
  status: SupportCase["impersonation"],
  by: By,
): void {
  if (one.impersonation === status) return;
  one.impersonation = status;
  org.write(by, {
    type: `user.session.impersonation.${status === "ENABLED" ? "grant" : "revoke"}`,
    message: status === "ENABLED" ? "Grant Okta Support access" : "Revoke Okta Support access",
    debug: { caseNumber: one.caseNumber },
  });
}
