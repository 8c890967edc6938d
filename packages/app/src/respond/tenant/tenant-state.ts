import { OktaError, type OktaClient } from "../../connect/okta/index.ts";

/** A record as Okta sent it. */
export type Body = Readonly<Record<string, unknown>>;

/** An account, as much of it as an action looks at. */
export interface UserState {
  readonly id: string;
  readonly login: string;
  /** Okta's `status`: ACTIVE, SUSPENDED, DEPROVISIONED … (open set). */
  readonly status: string;
}

/** A role of a user or a group. */
export interface RoleState {
  readonly id: string;
  readonly type: string;
  /** A group gave it to its members. */
  readonly inherited: boolean;
  /** Milliseconds UTC; NaN when Okta does not say. */
  readonly created: number;
}

/**
 * The tenant as it is at this moment. Every question is asked anew, because a proof from a cache is none. What does not
 * exist is `undefined`; what may not be read throws the client's OktaError.
 * Okta Management API, tags User, UserFactor, RoleAssignment, UserGrant, ApiToken, IdentityProvider, Policy, NetworkZone.
 */
export class TenantState {
  readonly #client: OktaClient;
  /** The tenant's own time at its last answer, milliseconds UTC, cut to a second; NaN before the first. */
  serverTime: number = Number.NaN;

  constructor(client: OktaClient) {
    this.#client = client;
  }

  async user(id: string): Promise<UserState | undefined> {
    const body = await this.#one(`/api/v1/users/${part(id)}`);
    if (body === undefined) return undefined;
    return { id: text(body, "id"), login: text(child(body, "profile"), "login"), status: text(body, "status") };
  }

  factors(user: string): Promise<readonly Body[]> {
    return this.#all(`/api/v1/users/${part(user)}/factors`);
  }

  /** Roles of a user; those that a group gives are told apart by `assignmentType`. */
  async roles(user: string): Promise<readonly RoleState[]> {
    const own = await this.#all(`/api/v1/users/${part(user)}/roles`);
    return own.map((role) => roleOf(role, text(role, "assignmentType") === "GROUP"));
  }

  async groupRoles(group: string): Promise<readonly RoleState[]> {
    return (await this.#all(`/api/v1/groups/${part(group)}/roles`)).map((role) => roleOf(role, true));
  }

  groups(user: string): Promise<readonly Body[]> {
    return this.#all(`/api/v1/users/${part(user)}/groups`);
  }

  grants(user: string): Promise<readonly Body[]> {
    return this.#all(`/api/v1/users/${part(user)}/grants`);
  }

  /** OAuth clients that hold a token of a user, by client id. */
  async clients(user: string): Promise<readonly string[]> {
    return (await this.#all(`/api/v1/users/${part(user)}/clients`)).map((client) => text(client, "client_id"));
  }

  /** Every user with an administrator's role, also by a group. */
  async administrators(): Promise<readonly string[]> {
    const ids: string[] = [];
    let at: string | undefined = "/api/v1/iam/assignees/users?limit=200";
    while (at !== undefined) {
      const body: Body = (await this.#one(at)) ?? {};
      ids.push(...list(body["value"]).map((one) => text(one, "id")));
      // This list names its next page in the body, unlike the others.
      const next: string = text(child(child(body, "_links"), "next"), "href");
      at = next === "" || next === at ? undefined : next;
    }
    return ids;
  }

  apiToken(id: string): Promise<Body | undefined> {
    return this.#one(`/api/v1/api-tokens/${part(id)}`);
  }

  provider(id: string): Promise<Body | undefined> {
    return this.#one(`/api/v1/idps/${part(id)}`);
  }

  app(id: string): Promise<Body | undefined> {
    return this.#one(`/api/v1/apps/${part(id)}`);
  }

  /** Secrets and keys of an OAuth client, and in which of the two lists each stands. */
  async clientCredentials(
    app: string,
  ): Promise<readonly { readonly store: "secrets" | "jwks"; readonly body: Body }[]> {
    const of = async (store: "secrets" | "jwks"): Promise<readonly { store: "secrets" | "jwks"; body: Body }[]> =>
      (await this.#all(`/api/v1/apps/${part(app)}/credentials/${store}`)).map((body) => ({ store, body }));
    return [...(await of("secrets")), ...(await of("jwks"))];
  }

  rule(policy: string, id: string): Promise<Body | undefined> {
    return this.#one(`/api/v1/policies/${part(policy)}/rules/${part(id)}`);
  }

  zones(): Promise<readonly Body[]> {
    return this.#all("/api/v1/zones");
  }

  async supportCase(number: string): Promise<Body | undefined> {
    const body = (await this.#one("/api/v1/org/privacy/oktaSupport/cases")) ?? {};
    return list(body["supportCases"]).find((one) => text(one, "caseNumber") === number);
  }

  async risk(user: string): Promise<string> {
    return text((await this.#one(`/api/v1/users/${part(user)}/risk`)) ?? {}, "riskLevel");
  }

  /** Events of some types since a time (milliseconds), straight from the log: newer than what the poll brought. */
  events(types: readonly string[], since: number): Promise<readonly Body[]> {
    const query = new URLSearchParams({
      since: new Date(since).toISOString(),
      sortOrder: "ASCENDING",
      limit: "1000",
      filter: types.map((type) => `eventType eq "${type}"`).join(" or "),
    });
    // A poll, not a bounded read: only this one promises every event that is stored by now.
    return this.#all(`/api/v1/logs?${query.toString()}`, 1);
  }

  async #one(path: string): Promise<Body | undefined> {
    try {
      const { json, serverTime } = await this.#client.request({ path });
      this.serverTime = serverTime;
      return record(json());
    } catch (error) {
      if (error instanceof OktaError && error.code === "NL-OKTA-NOT-FOUND") return undefined;
      throw error;
    }
  }

  async #all(path: string, pages = 50): Promise<readonly Body[]> {
    const all: Body[] = [];
    let at: string | undefined = path;
    for (let page = 0; at !== undefined && page < pages; page++) {
      try {
        const answer = await this.#client.request({ path: at });
        this.serverTime = answer.serverTime;
        all.push(...list(answer.json()));
        at = answer.next;
      } catch (error) {
        // The list of what does not exist is empty.
        if (error instanceof OktaError && error.code === "NL-OKTA-NOT-FOUND") return all;
        throw error;
      }
    }
    return all;
  }
}

/** A text of a record; `""` when it has none. */
export function text(body: Body, name: string): string {
  const value = body[name];
  return typeof value === "string" ? value : "";
}

/** A record within a record; an empty one when there is none. */
export function child(body: Body, name: string): Body {
  return record(body[name]);
}

/** The records of a list; what is no record is left out. */
export function list(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.map(record) : [];
}

/** An id as part of a path. */
export function part(id: string): string {
  return encodeURIComponent(id);
}

function record(value: unknown): Body {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Body) : {};
}

function roleOf(body: Body, inherited: boolean): RoleState {
  return { id: text(body, "id"), type: text(body, "type"), inherited, created: Date.parse(text(body, "created")) };
}
