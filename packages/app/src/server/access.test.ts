import { spawnSync } from "node:child_process";
import { createServer as createTcp } from "node:net";
import { request } from "node:https";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createToken, listFindings, listTokens, revokeToken, ROUTES, type TokenScope } from "@nightlatch/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { firstBrokenLink } from "../store/state/index.ts";
import { House, kept, LOOPBACK, pathOf, problemIn } from "./server.fixture.ts";

let house: House;
beforeAll(async () => {
  house = await House.open();
});
beforeEach(() => house.clear());
afterAll(() => house.close());

const DAY = 86_400_000;
const guarded = ROUTES.filter(({ scope }) => scope !== "none");

describe("who may ask", () => {
  it("AP-1 every route wants a token, but health, readiness and what proves or publishes itself", async () => {
    expect(ROUTES.filter(({ scope }) => scope === "none").map(({ path }) => path)).toEqual([
      "/.well-known/ssf-configuration",
      "/signals/jwks",
      "/signals/events",
      "/healthz",
      "/readyz",
    ]);
    for (const route of guarded) {
      const answer = await house.get(pathOf(route), {}, { method: route.method.toUpperCase() });
      const { code } = await problemIn(answer);
      expect([route.name, answer.status, code]).toEqual([route.name, 401, "NL-API-TOKEN"]);
      expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    }
  });

  it("AP-2 a token opens what its scopes say and nothing else; none includes another", async () => {
    for (const scope of ["read", "write", "admin", "hook", "signals", "act"] as const) {
      const authorization = `Bearer ${await house.token(scope)}`;
      for (const route of guarded) {
        if (route.media === "text/event-stream" && scope === "read") continue;
        const answer = await house.get(pathOf(route), { authorization }, { method: route.method.toUpperCase() });
        const refused = answer.status === 403;
        expect([route.name, scope, refused]).toEqual([route.name, scope, route.scope !== scope]);
        const code = refused ? (await problemIn(answer)).code : await answer.body?.cancel();
        expect(code).toBe(refused ? "NL-API-SCOPE" : undefined);
      }
    }
  });

  it("AP-3 a token that is unknown, of another form, expired or revoked is refused, all in the same words", async () => {
    const client = await house.client("admin");
    const made = await kept(client, createToken, { name: "soc", scopes: ["read"], days: 2 });
    const ask = async (authorization: string) => {
      const answer = await house.get("/api/v1/findings", { authorization });
      return answer.ok ? "open" : JSON.stringify(await problemIn(answer));
    };
    const good = `Bearer ${made.secret}`;
    expect(await ask(good)).toBe("open");
    const nothing = await ask("");
    const wrong = [
      made.secret,
      `Basic ${Buffer.from(`x:${made.secret}`).toString("base64")}`,
      `${good}x`,
      good.slice(0, -1),
      `Bearer nlt_${"0".repeat(16)}_${"A".repeat(43)}`,
      `Bearer ${"A".repeat(8000)}`,
      "Bearer",
      "Bearer ' OR 1=1 --",
      "Bearer __proto__",
    ];
    for (const one of wrong) expect(await ask(one)).toBe(nothing);
    house.now += 2 * DAY;
    expect(await ask(good)).toBe(nothing);
    house.now -= DAY;
    expect(await ask(good)).toBe("open");
    await kept(await house.client("admin"), revokeToken, { id: made.id });
    expect(await ask(good)).toBe(nothing);
  });

  it("AP-4 the secret of a token is shown once, and nothing that can be asked gives it again", async () => {
    const client = await house.client("admin", "read", "write");
    const made = await kept(client, createToken, { name: "soc", scopes: ["read", "hook:acme"], days: 90 });
    expect(made.expires).toBe(new Date(house.now + 90 * DAY).toISOString());
    const again = await kept(client, createToken, { name: "soc", scopes: ["read"], days: 90 });
    expect(again.secret).not.toBe(made.secret);
    const authorization = `Bearer ${await house.token("admin", "read")}`;
    const told = [JSON.stringify(await kept(client, listTokens, {}))];
    for (const route of ROUTES.filter(({ method, media }) => method === "get" && media !== "text/event-stream"))
      told.push(await (await house.get(pathOf(route), { authorization })).text());
    told.push(JSON.stringify(await house.state.db.selectFrom("journal").selectAll().execute()));
    const secret = made.secret.slice(21);
    expect(told.join("")).toContain(made.id);
    expect(told.join("")).not.toContain(secret);
    expect(told.join("")).not.toMatch(/"hash":"[0-9a-f]{64}"[^}]*api/);
  });

  it("AP-5 what is decided over the interface stands in the journal, with who decided", async () => {
    const client = await house.client("admin", "write");
    const made = await kept(client, createToken, { name: "soc", scopes: ["read"], days: 1 });
    await kept(client, revokeToken, { id: made.id });
    const entries = await house.state.db.selectFrom("journal").selectAll().orderBy("seq").execute();
    expect(entries.slice(-2).map(({ kind, who }) => [kind, who])).toEqual([
      ["token.create", "test"],
      ["token.revoke", "test"],
    ]);
    expect(await firstBrokenLink(house.state.db)).toBeUndefined();
  });

  it("AP-3 a token with a scope that there is not cannot be made", async () => {
    const client = await house.client("admin");
    for (const scopes of [["everything"], [], ["hook:"], ["hook:a b"], ["READ"]] as unknown as TokenScope[][])
      await expect(client.call(createToken, { name: "x", scopes, days: 1 })).rejects.toMatchObject({
        code: "NL-API-INPUT",
      });
    for (const days of [0, 367, 1.5])
      await expect(client.call(createToken, { name: "x", scopes: ["read"], days })).rejects.toMatchObject({
        code: "NL-API-INPUT",
      });
  });
});

describe("where it listens", () => {
  it("AP-6 it refuses to be reached from elsewhere without TLS or a declared proxy", async () => {
    const origin = house.server.origin;
    for (const host of ["0.0.0.0", "::", "192.0.2.1", "nightlatch.example.com"])
      await expect(house.start({ ...LOOPBACK, host })).rejects.toMatchObject({
        code: "NL-SERVER-EXPOSED",
        message: expect.stringContaining("proxy: true"),
      });
    expect(house.server.origin).toBe(origin);
    await house.again({ ...LOOPBACK, host: "0.0.0.0", proxy: true });
    const { port } = new URL(house.server.origin);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    await house.again();
  });

  it("AP-7 a port that is taken and TLS files that are none are said as what they are", async () => {
    const taken = createTcp();
    await new Promise<void>((resolve) => {
      taken.listen(0, "127.0.0.1", resolve);
    });
    const { port } = taken.address() as { port: number };
    await expect(house.start({ ...LOOPBACK, port })).rejects.toMatchObject({ code: "NL-SERVER-PORT" });
    taken.close();
    const [cert, key] = [join(house.folder, "cert.pem"), join(house.folder, "key.pem")];
    await expect(house.start({ ...LOOPBACK, tls: { cert, key } })).rejects.toMatchObject({ code: "NL-SERVER-TLS" });
    writeFileSync(cert, "no certificate");
    writeFileSync(key, "no key");
    await expect(house.start({ ...LOOPBACK, tls: { cert, key } })).rejects.toMatchObject({ code: "NL-SERVER-TLS" });
  });

  it("AP-7 with a certificate it answers over TLS, and over nothing else", async (context) => {
    const [cert, key] = [join(house.folder, "c.pem"), join(house.folder, "k.pem")];
    const subject = ["-subj", "/CN=localhost", "-days", "1", "-keyout", key, "-out", cert];
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const made = spawnSync("openssl", ["req", "-x509", ...curve, ...subject]);
    if (made.status !== 0) context.skip("openssl is not there to make a certificate");
    await house.again({ ...LOOPBACK, tls: { cert, key } });
    const { port, protocol } = new URL(house.server.origin);
    expect(protocol).toBe("https:");
    const status = await new Promise((resolve, reject) => {
      request({ host: "127.0.0.1", port, path: "/healthz", rejectUnauthorized: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow("fetch failed");
    await house.again();
  });

  it("AP-8 no cookie is set, no other site is let in, and nothing is kept on the way", async () => {
    const authorization = `Bearer ${await house.token("read")}`;
    const origin = { origin: "https://evil.example.com" };
    for (const [path, headers] of [
      ["/api/v1/findings", { authorization, ...origin }],
      ["/api/v1/findings", origin],
      ["/healthz", origin],
      ["/nothing", origin],
    ] as const) {
      const answer = await house.get(path, headers);
      expect(answer.headers.get("set-cookie")).toBeNull();
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    }
    const preflight = await house.get("/api/v1/findings", origin, { method: "OPTIONS" });
    expect(preflight.status).toBe(405);
    expect(preflight.headers.get("access-control-allow-methods")).toBeNull();
    const head = await house.get("/api/v1/findings", { authorization }, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    const cookie = await house.get("/api/v1/findings", { cookie: `token=${authorization.slice(7)}` });
    expect(cookie.status).toBe(401);
    expect(await (await house.client("read")).call(listFindings, {})).toMatchObject({ items: [] });
  });
});
