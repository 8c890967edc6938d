import type { Certainty, Scope, ScopeStep } from "../scope/scope.ts";
import type { CredentialKind, LedgerRow } from "./row.ts";

/** A credential that was reached, before anybody looked what became of it. */
export interface Reached {
  readonly row: LedgerRow;
  /** Id of its owner, `""` when it has none. */
  readonly ownerId: string;
}

/** What an intruder's deed puts into other hands. */
const BY_DEED: readonly (readonly [type: RegExp, kind: CredentialKind, to: string, why: string])[] = [
  [/^system\.api_token\.(?:create|update|enable)$/, "api-token", "token", "The intruder made or changed it"],
  [/^user\.lifecycle\.(?:create|activate|reactivate|unsuspend)$/, "user", "user", "The intruder created or revived it"],
  [/^user\.account\.(?:reset|update|expire)_password$/, "password", "user", "The intruder set or reset it"],
  [/^user\.mfa\.factor\.(?:activate|update)$/, "factor", "factor", "The intruder enrolled or changed it"],
  [/^system\.idp\./, "provider", "provider", "The intruder changed it: who signs in through it may be anybody"],
  [
    /^app\.oauth2\.(?:client\.lifecycle\.create|client\.read_client_secret|credentials\.)|^app\.keys\.generate$/,
    "client-secret",
    "",
    "The intruder read or made it",
  ],
  [/^application\.user_membership\.show_password$/, "app-password", "application", "The intruder read it"],
  [
    /^user\.authentication\.sso$/,
    "downstream-account",
    "downstream-account",
    "The intruder opened it by single sign-on",
  ],
  [/^user\.session\.start$/, "password", "", "The intruder signed in with it"],
  [/^app\.oauth2\.(?:as\.)?token\.grant/, "oauth-tokens", "", "The intruder had tokens made"],
];

/** Every credential that a scope reached: what was acted through, and what the deeds put into the intruder's hands. */
export function credentialsIn(scope: Scope): readonly Reached[] {
  const found = new Map<string, Reached>();
  const names = new Map(scope.objects.map(({ key, name, id }) => [key, name || id]));
  const add = (kind: CredentialKind, id: string, more: Partial<LedgerRow> & { readonly ownerId: string }): void => {
    const { ownerId, ...rest } = more;
    const credential = `${kind}:${id}`;
    if (id === "" || found.has(credential)) return;
    found.set(credential, { row: { ...empty(credential, kind, id), ...rest }, ownerId });
  };
  for (const { kind, value, owner, certainty, why, first, since, uids, events } of scope.holds) {
    if (kind !== "session" && kind !== "token") continue;
    // A user or a token that was only made is a row by the deed that made it.
    if (events === 0) continue;
    const common = {
      owner: owner?.name ?? "",
      ownerId: owner?.id ?? "",
      certainty,
      why,
      reached: first || since,
      uids,
    };
    if (kind === "session") add("session", value, { ...common, name: `session of ${owner?.name ?? value}` });
    else add("api-token", value, { ...common, name: names.get(`token:${value}`) ?? value });
  }
  for (const step of scope.steps)
    for (const [type, kind, to, why] of BY_DEED)
      if (type.test(step.type) && step.touch !== "tried") fromDeed(step, { kind, to, why, scope, names, add });
  return [...found.values()];
}

interface Deed {
  readonly kind: CredentialKind;
  readonly to: string;
  readonly why: string;
  readonly scope: Scope;
  readonly names: ReadonlyMap<string, string>;
  readonly add: (kind: CredentialKind, id: string, more: Partial<LedgerRow> & { readonly ownerId: string }) => void;
}

function fromDeed(step: ScopeStep, { kind, to, why, scope, names, add }: Deed): void {
  const [object, id] = split(step.to);
  const common = { certainty: step.certainty, reached: step.first, uids: step.uids };
  const actor = ownerOf(scope, step);
  switch (kind) {
    case "password":
    case "user": {
      // Of a sign-in, the password is that of whoever signed in.
      const user = to === "user" ? (object === "user" ? { id, name: names.get(step.to) ?? id } : undefined) : actor;
      if (user !== undefined)
        add(kind, user.id, {
          ...common,
          name: `${kind === "password" ? "password of" : "account"} ${user.name}`,
          owner: user.name,
          ownerId: user.id,
          why,
        });
      return;
    }
    case "oauth-tokens":
      if (actor !== undefined)
        add(kind, actor.id, {
          ...common,
          name: `OAuth tokens of ${actor.name}`,
          owner: actor.name,
          ownerId: actor.id,
          why,
        });
      return;
    case "factor": {
      if (object !== "factor") return;
      const ownerId = id.split(":")[0] ?? "";
      const owner = names.get(`user:${ownerId}`) ?? "";
      add(kind, id, { ...common, name: names.get(step.to) ?? id, owner, ownerId, why });
      return;
    }
    case "client-secret":
      if (object === "client" || object === "application" || object === "other")
        add(kind, id, { ...common, name: `secret of ${names.get(step.to) ?? id}`, ownerId: "", why });
      return;
    case "downstream-account":
      downstream(step, { kind, to, why, scope, names, add }, actor);
      return;
    default:
      if (object !== to) return;
      add(kind, id, {
        ...common,
        name: names.get(step.to) ?? id,
        owner: kind === "provider" ? "" : (actor?.name ?? ""),
        ownerId: actor?.id ?? "",
        why,
      });
  }
}

/** Pages of the provider itself: who opened them has nothing that outlives the session. */
const OWN_PAGES = /^Okta (?:Admin Console|Dashboard|Browser Plugin)$/;

/** An account in an application, by its own name where the log has one, else by the application and the user. */
function downstream(
  step: ScopeStep,
  { why, scope, names, add }: Deed,
  actor: { id: string; name: string } | undefined,
): void {
  const [object, id] = split(step.to);
  const common = {
    certainty: step.certainty,
    reached: step.first,
    uids: step.uids,
    why,
    owner: actor?.name ?? "",
    ownerId: actor?.id ?? "",
  };
  const name = names.get(step.to) ?? id;
  if (object === "downstream-account") add(object, id, { ...common, name });
  if (object !== "application" || OWN_PAGES.test(name)) return;
  const named = scope.steps.some(
    ({ to, uids }) => to.startsWith("downstream-account:") && uids.some((uid) => step.uids.includes(uid)),
  );
  if (!named)
    add("downstream-account", `${id}/${actor?.id ?? ""}`, {
      ...common,
      name: `account of ${actor?.name ?? "somebody"} in ${name}`,
    });
}

function ownerOf(scope: Scope, step: ScopeStep): { readonly id: string; readonly name: string } | undefined {
  const uids = new Set(step.uids);
  const identity = scope.objects.find(
    ({ kind, touch, uids: theirs }) => kind === "user" && touch === "acted-as" && theirs.some((uid) => uids.has(uid)),
  );
  return identity ?? scope.holds.find(({ key }) => key === step.from)?.owner;
}

function split(key: string): readonly [kind: string, id: string] {
  const colon = key.indexOf(":");
  return [key.slice(0, colon), key.slice(colon + 1)];
}

function empty(credential: string, kind: CredentialKind, id: string): LedgerRow {
  const certainty: Certainty = "possible";
  return {
    credential,
    kind,
    id,
    name: id,
    owner: "",
    state: "open",
    why: "",
    certainty,
    reached: 0,
    uids: [],
    proof: [],
    watchUntil: 0,
    uses: [],
  };
}
