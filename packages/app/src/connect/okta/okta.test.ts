import { exportJWK, generateKeyPair, type JWK } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createToken,
  createUser,
  type DrillTenant,
  grantRole,
  startDrillTenant,
  SYSTEM_BY,
} from "../../drill/index.ts";
import {
  asServiceApp,
  LogReader,
  OktaClient,
  OktaError,
  readOrigin,
  receiveHook,
  type SignIn,
  withApiToken,
} from "./index.ts";

const T0 = Date.UTC(2026, 0, 5, 9);
let now = T0;
let tenant: DrillTenant;

beforeEach(async () => {
  now = T0;
  tenant = await startDrillTenant({ seed: 1, now: () => now });
});
afterEach(() => tenant.stop());

function reader(): SignIn {
  const admin = createUser(tenant.org, SYSTEM_BY, { login: "reader@example.com", firstName: "R", lastName: "R" });
  grantRole(tenant.org, admin, "SUPER_ADMIN", SYSTEM_BY);
  return withApiToken(createToken(tenant.org, admin, "reader", SYSTEM_BY).secret);
}

/** Waiting moves the organisation's clock. */
function client(
  signIn: SignIn,
  waits: number[] = [],
  over: { readonly share?: number; readonly timeoutMs?: number } = {},
): OktaClient {
  const wait = (ms: number): Promise<void> => {
    waits.push(ms);
    now += ms;
    return Promise.resolve();
  };
  return new OktaClient({ origin: readOrigin(tenant.origin), signIn, wait, ...over });
}

function write(n: number, when: { readonly at?: number; readonly late?: number } = {}): void {
  tenant.org.log.write({ type: "user.session.end", message: `Event ${n}`, actor: SYSTEM_BY.actor }, when);
}

async function serviceApp(
  scopes: readonly string[],
  granted: readonly string[] = scopes,
  least?: readonly string[],
): Promise<SignIn> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const key: JWK = { ...(await exportJWK(privateKey)), kid: "k1", alg: "ES256" };
  tenant.org.clients.set("0oaSERVICE", {
    clientId: "0oaSERVICE",
    name: "Nightlatch",
    keys: [{ ...(await exportJWK(publicKey)), kid: "k1", alg: "ES256" }],
    scopes: granted,
    superAdmin: true,
  });
  return asServiceApp({
    origin: readOrigin(tenant.origin),
    clientId: "0oaSERVICE",
    key,
    scopes,
    least,
    fetch,
    now: () => now,
  });
}

function messages(bytes: Uint8Array): readonly string[] {
  return (JSON.parse(Buffer.from(bytes).toString()) as { displayMessage: string }[]).map(
    ({ displayMessage }) => displayMessage,
  );
}

describe("reading the log", () => {
  it("CN-1 polling gives every event once in the order of storing, late ones too, and goes on where it stopped", async () => {
    const log = new LogReader(client(reader()));
    for (let n = 0; n < 1500; n++) write(n, { at: T0 - 10_000 + n });
    write(9001, { at: T0 - 5_000, late: 60_000 });
    const first = await log.poll(LogReader.begin(T0 - 11_000));
    const second = await log.poll(first.next ?? "");
    const seen = [...messages(first.bytes), ...messages(second.bytes)];
    expect(seen.filter((one) => one.startsWith("Event"))).toEqual(Array.from({ length: 1500 }, (_, n) => `Event ${n}`));
    expect(messages((await log.poll(second.next ?? "")).bytes)).toEqual([]);
    now += 120_000;
    write(9002);
    const third = messages((await log.poll(second.next ?? "")).bytes);
    expect(third.filter((one) => one.startsWith("Event"))).toEqual(["Event 9001", "Event 9002"]);
  });

  it("CN-2 a span is read in the order of happening, and ends", async () => {
    const log = new LogReader(client(reader()));
    for (let n = 0; n < 2100; n++) write(n, { at: T0 - 5_000 + ((n * 11) % 2100) });
    const seen: number[] = [];
    for await (const page of log.span(T0 - 5_000, T0 - 5_000 + 2100))
      for (const { published } of JSON.parse(Buffer.from(page.bytes).toString()) as { published: string }[])
        seen.push(Date.parse(published));
    expect(seen).toEqual(Array.from({ length: 2100 }, (_, n) => T0 - 5_000 + n));
  });

  it("CN-3 a place that Okta does not know any more is told apart from other refusals", async () => {
    const log = new LogReader(client(reader()));
    await expect(log.poll("/api/v1/logs?after=nonsense")).rejects.toMatchObject({ code: "NL-OKTA-CURSOR" });
    await expect(log.poll("/api/v1/logs?limit=5000")).rejects.toMatchObject({ code: "NL-OKTA-REFUSED" });
  });

  it("CN-4 HTML, half a page and a list without a next link are no pages", async () => {
    const log = new LogReader(client(reader()));
    write(1);
    for (const kind of ["html", "half"] as const) {
      tenant.faults.push({ path: "/logs", kind, times: 1 });
      await expect(log.poll(LogReader.begin(T0 - 1000))).rejects.toMatchObject({ code: "NL-OKTA-ANSWER" });
    }
    expect(messages((await log.poll(LogReader.begin(T0 - 1000))).bytes)).toContain("Event 1");
  });
});

describe("the client", () => {
  it("CN-10 keeps the credential on its own origin", async () => {
    const okta = client(reader());
    for (const path of [
      "https://other.example.com/api/v1/logs",
      "//other.example.com/api/v1/logs",
      "http://127.0.0.1:1/x",
    ])
      await expect(okta.request({ path })).rejects.toMatchObject({ code: "NL-OKTA-FOREIGN-LINK" });
    expect(() => readOrigin("http://acme.okta.com")).toThrow(OktaError);
    expect(() => readOrigin("https://acme.okta.com/path")).toThrow(OktaError);
  });

  it("CN-11 waits for the bucket by the server's clock, and leaves the tenant its share", async () => {
    const waits: number[] = [];
    const okta = client(reader(), waits, { share: 0.5 });
    // 60 requests a minute are the caller's; half of them are left to others.
    for (let n = 0; n < 35; n++) await okta.request({ path: "/api/v1/logs?limit=1" });
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThan(30_000);
    expect(waits[0]).toBeLessThan(62_000);
  });

  it("CN-12 tries again after 429 and 500, and says so when it stays", async () => {
    const waits: number[] = [];
    const okta = client(reader(), waits);
    tenant.faults.push({ path: "/users", kind: "status", status: 500, times: 2 });
    expect((await okta.request({ path: "/api/v1/users" })).status).toBe(200);
    expect(waits).toHaveLength(2);
    tenant.faults.push({ path: "/users", kind: "status", status: 500, times: 9 });
    await expect(okta.request({ path: "/api/v1/users" })).rejects.toMatchObject({ code: "NL-OKTA-AWAY", status: 500 });
  });

  it("CN-13 a lost answer is asked for again, but never a POST: nobody knows what it did", async () => {
    const okta = client(reader());
    const user = createUser(tenant.org, SYSTEM_BY, { login: "jo@example.com", firstName: "Jo", lastName: "Example" });
    tenant.faults.push({ path: "/sessions", kind: "lost", times: 1 });
    expect(
      (await okta.request({ method: "DELETE", path: `/api/v1/users/${user.id}/sessions?oauthTokens=true` })).status,
    ).toBe(204);
    tenant.faults.push({ path: "/lifecycle/suspend", kind: "lost", times: 1 });
    await expect(
      okta.request({ method: "POST", path: `/api/v1/users/${user.id}/lifecycle/suspend` }),
    ).rejects.toMatchObject({ code: "NL-OKTA-UNKNOWN" });
    expect(user.status).toBe("SUSPENDED");
  });

  it("CN-14 says which credential or right is missing, and quotes none of it", async () => {
    const wrong = client(withApiToken("00SECRETSECRET"));
    const refusal = await wrong.request({ path: "/api/v1/logs" }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "NL-OKTA-SIGN-IN", status: 401, oktaCode: "E0000011" });
    expect(String(refusal) + JSON.stringify(refusal)).not.toContain("SECRET");
    await expect(client(reader()).request({ path: "/api/v1/users/nobody" })).rejects.toMatchObject({
      code: "NL-OKTA-NOT-FOUND",
    });
  });
});

describe("signing in as a service app", () => {
  it("CN-20 proves its key with each request, and gets one token for many", async () => {
    const okta = client(await serviceApp(["okta.logs.read"]));
    await Promise.all([1, 2, 3].map(() => okta.request({ path: "/api/v1/logs?limit=1" })));
    now += 3_700_000;
    expect((await okta.request({ path: "/api/v1/logs?limit=1&sortOrder=ASCENDING" })).status).toBe(200);
    expect(okta.clientId).toBe("0oaSERVICE");
  });

  it("CN-21 a scope that was not granted, or a role that is missing, is named", async () => {
    await expect(
      client(await serviceApp(["okta.logs.read", "okta.users.read"], ["okta.logs.read"])).request({
        path: "/api/v1/logs",
      }),
    ).rejects.toThrow(/okta.users.read/);
    await expect(client(await serviceApp(["okta.logs.read"])).request({ path: "/api/v1/users" })).rejects.toMatchObject(
      { code: "NL-OKTA-FORBIDDEN" },
    );
  });

  it("CN-23 signs in with the scopes that were granted, when it can do without the others", async () => {
    const scopes = ["okta.logs.read", "okta.users.read", "okta.policies.read"];
    const least = ["okta.logs.read"];
    const okta = client(await serviceApp(scopes, ["okta.logs.read", "okta.users.read"], least));
    expect((await okta.request({ path: "/api/v1/logs?limit=1" })).status).toBe(200);
    expect((await okta.request({ path: "/api/v1/users?limit=1" })).status).toBe(200);
    await expect(okta.request({ path: "/api/v1/policies?type=OKTA_SIGN_ON" })).rejects.toMatchObject({
      code: "NL-OKTA-FORBIDDEN",
    });
    const without = client(await serviceApp(scopes, ["okta.users.read"], least));
    await expect(without.request({ path: "/api/v1/users?limit=1" })).rejects.toMatchObject({ code: "NL-OKTA-SIGN-IN" });
  });

  it("CN-22 a token alone opens nothing: without its key it is refused", async () => {
    const app = await serviceApp(["okta.logs.read"]);
    const url = new URL("/api/v1/logs", tenant.origin);
    const { authorization = "", dpop = "" } = await app.headers("GET", url);
    const status = async (headers: Record<string, string>): Promise<number> => (await fetch(url, { headers })).status;
    expect(await status({ authorization })).toBe(401);
    expect(await status({ authorization, dpop })).toBe(200);
    // The same proof again, or for another request.
    expect(await status({ authorization, dpop })).toBe(401);
  });
});

describe("event hooks", () => {
  const secret = "a-key-of-the-hook";
  const ask = (method: string, headers: Record<string, string>, body?: Uint8Array) =>
    receiveHook({ method, header: (name) => headers[name], body }, secret);

  it("CN-30 a hook is verified by its challenge and refused without its key", () => {
    expect(ask("GET", { authorization: secret, "x-okta-verification-challenge": "c1" })).toEqual({
      status: 200,
      verification: "c1",
    });
    expect(ask("GET", { authorization: secret })).toMatchObject({ status: 400 });
    for (const authorization of ["", "a-key", `${secret} `])
      expect(ask("POST", { authorization }, Buffer.from("{}"))).toMatchObject({ status: 401 });
    expect(ask("PUT", { authorization: secret })).toMatchObject({ status: 405 });
    expect(ask("POST", { authorization: secret })).toMatchObject({ status: 413 });
  });
});
