import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OktaClient, readOrigin, withApiToken } from "../connect/okta/index.ts";
import {
  createToken,
  createUser,
  type DrillTenant,
  found,
  grantRole,
  startDrillTenant,
  SYSTEM_BY,
} from "../drill/index.ts";
import { rolesNow, stateNow } from "./index.ts";

const NOW = Date.UTC(2026, 0, 6, 8);

let tenant: DrillTenant;
let client: OktaClient;
let jo = "";
beforeAll(async () => {
  tenant = await startDrillTenant({ seed: 7, now: () => NOW });
  const company = found(tenant.org, { morning: NOW, days: 1 });
  jo = company.jo.id;
  const reader = createUser(tenant.org, SYSTEM_BY, {
    login: "reads@example.com",
    firstName: "R",
    lastName: "R",
    at: NOW,
  });
  grantRole(tenant.org, reader, "READ_ONLY_ADMIN", SYSTEM_BY, NOW);
  const { secret } = createToken(tenant.org, reader, "reads", SYSTEM_BY, NOW);
  client = new OktaClient({
    origin: readOrigin(tenant.origin),
    signIn: withApiToken(secret),
    share: 1,
    wait: () => Promise.resolve(),
  });
});
afterAll(() => tenant.stop());

describe("how a change stands in the tenant now", () => {
  it("CA-70 a token, a provider or an account that is there stands; gone, inactive or suspended it does not", async () => {
    const state = stateNow(client);
    const [token] = [...tenant.org.tokens.values()];
    const [provider] = [...tenant.org.providers.values()];
    const ask = async (kind: "token" | "provider" | "user", id: string): Promise<string> =>
      (await state({ kind, id, type: "user.lifecycle.create", users: [id] })).verdict;
    expect(await ask("token", token?.id ?? "")).toBe("yes");
    expect(await ask("token", "00Tgone")).toBe("no");
    expect(await ask("provider", provider?.id ?? "")).toBe("yes");
    expect(await ask("user", jo)).toBe("yes");
    expect(await ask("user", "00ugone")).toBe("no");
  });

  it("CA-71 a role is found by its label or its type, and a factor only its owner can vouch for", async () => {
    const state = stateNow(client);
    const role = (id: string) => state({ kind: "role", id, type: "user.account.privilege.grant", users: [jo] });
    expect((await role("Super administrator")).verdict).toBe("yes");
    expect((await role("Help desk administrator")).verdict).toBe("no");
    expect(await rolesNow(client)(jo)).toEqual(["SUPER_ADMIN"]);
    const factor = await state({ kind: "factor", id: `${jo}:any`, type: "user.mfa.factor.activate", users: [jo] });
    expect(factor).toMatchObject({ verdict: "unknown", how: expect.stringContaining("webauthn") as string });
  });

  it("CA-72 what the tenant does not tell is unknown, with the reason", async () => {
    tenant.faults.push({ path: "/api/v1/users", kind: "status", status: 403, times: 1 });
    const asked = { kind: "user" as const, id: jo, type: "user.lifecycle.create", users: [jo] };
    expect(await stateNow(client)(asked)).toMatchObject({
      verdict: "unknown",
      how: expect.stringContaining("NL-OKTA-") as string,
    });
    expect((await stateNow(client)({ ...asked, kind: "zone" })).verdict).toBe("unknown");
  });
});
