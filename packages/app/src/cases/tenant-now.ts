import { rightsOf, type RolesPort, type StatePort, type Verdict } from "@nightlatch/core";
import { OktaError } from "../connect/okta/index.ts";
import { type Body, TenantState } from "../respond/tenant/tenant-state.ts";
import type { OktaClient } from "../connect/okta/index.ts";

type Read = Awaited<ReturnType<StatePort>>;
type Asked = Parameters<StatePort>[0];

/** Accounts that open nothing. */
const SHUT = /^(?:SUSPENDED|DEPROVISIONED)$/;

/**
 * Whether a change of the intruder still stands, as the tenant says now. What may not or cannot be read is unknown,
 * and says why. Okta Management API, through the reading credential.
 */
export function stateNow(client: OktaClient): StatePort {
  const tenant = new TenantState(client);
  return async (asked) => {
    try {
      return await read(tenant, asked);
    } catch (error) {
      if (error instanceof OktaError)
        return { verdict: "unknown", how: `The tenant could not be asked: ${error.code}` };
      throw error;
    }
  };
}

/** Roles of a user as they are now; `undefined` when they may not or cannot be read. */
export function rolesNow(client: OktaClient): RolesPort {
  const tenant = new TenantState(client);
  return async (id) => {
    try {
      return (await tenant.roles(id)).map(({ type }) => type);
    } catch (error) {
      if (error instanceof OktaError) return undefined;
      throw error;
    }
  };
}

async function read(tenant: TenantState, asked: Asked): Promise<Read> {
  const { kind, id, type, users } = asked;
  const [user = ""] = users;
  switch (kind) {
    case "user":
      return type.startsWith("user.lifecycle.") ? account(tenant, id) : unread();
    case "token":
      return thing(await tenant.apiToken(id));
    case "provider":
      return thing(await tenant.provider(id));
    case "application":
      return type.startsWith("application.lifecycle.") ? thing(await tenant.app(id)) : unread();
    case "group":
      return user === ""
        ? unread()
        : said(
            (await tenant.groups(user)).some((one) => one["id"] === id),
            "a member",
          );
    case "role": {
      if (user === "") return unread();
      const wanted = rightsOf(id);
      const held = (await tenant.roles(user)).some(
        (role) => role.type === id || (wanted !== undefined && rightsOf(role.type) === wanted),
      );
      return said(held, `an administrator (${id})`);
    }
    case "factor": {
      const factors = await tenant.factors(user);
      if (factors.length === 0)
        return { verdict: type.endsWith(".activate") ? "no" : "yes", how: "The user has no factor" };
      const kinds = factors.map((one) => String(one["factorType"])).join(", ");
      return {
        verdict: "unknown",
        how: `The user has ${factors.length} factors (${kinds}); which are the owner's, only the owner can say`,
      };
    }
    default:
      return unread();
  }
}

async function account(tenant: TenantState, id: string): Promise<Read> {
  const user = await tenant.user(id);
  if (user === undefined) return { verdict: "no", how: "The user is gone" };
  return { verdict: SHUT.test(user.status) ? "no" : "yes", how: `The user is ${user.status}` };
}

function thing(body: Body | undefined): Read {
  if (body === undefined) return { verdict: "no", how: "It is gone" };
  const status = typeof body["status"] === "string" ? body["status"] : "there";
  return { verdict: status === "INACTIVE" ? "no" : "yes", how: `It is ${status}` };
}

function said(holds: boolean, what: string): Read {
  const verdict: Verdict = holds ? "yes" : "no";
  return { verdict, how: `The user is ${holds ? "" : "not "}${what}` };
}

function unread(): Read {
  return { verdict: "unknown", how: "How it stands in the tenant is not read" };
}
