import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MAX_HOOK_BODY } from "../connect/okta/index.ts";
import { House, problemIn } from "./server.fixture.ts";

type Body = NonNullable<RequestInit["body"]>;

let house: House;
beforeAll(async () => {
  house = await House.open();
});
beforeEach(() => house.clear());
afterAll(() => house.close());

const CHALLENGE = "x-okta-verification-challenge";
const verify = (headers: Record<string, string>, tenant = "acme") => house.get(`/hooks/okta/${tenant}`, headers);
const deliver = (authorization: string, body: Body, tenant = "acme") =>
  house.get(`/hooks/okta/${tenant}`, { authorization, "content-type": "application/json" }, { method: "POST", body });
const code = async (answer: Promise<Response>) => (await problemIn(await answer)).code;

describe("event hooks", () => {
  it("AP-36 a hook with a configured key is verified and delivers with that key, and with nothing else", async () => {
    house.hookKeys.set("acme", "the key of acme");
    const answer = await verify({ authorization: "the key of acme", [CHALLENGE]: "c-1" });
    expect([answer.status, await answer.json()]).toEqual([200, { verification: "c-1" }]);
    expect(await code(verify({ authorization: "the key of acme" }))).toBe("NL-HOOK-CHALLENGE");
    const wrong = ["", "the key", "Bearer the key of acme", `Bearer ${await house.token("hook", "admin")}`];
    for (const key of wrong) {
      expect(await code(verify({ authorization: key, [CHALLENGE]: "c-1" }))).toBe("NL-API-TOKEN");
      expect(await code(deliver(key, "{}"))).toBe("NL-API-TOKEN");
    }
    expect((await deliver("the key of acme", '{"data":1}')).status).toBe(204);
    expect(house.hooked.map(({ tenant, bytes }) => [tenant, Buffer.from(bytes).toString()])).toEqual([
      ["acme", '{"data":1}'],
    ]);
  });

  it("AP-36 without one a token opens it that was made for hooks, of every tenant or of this one", async () => {
    for (const scope of ["hook", "hook:acme"] as const) {
      const secret = await house.token(scope);
      for (const key of [secret, `Bearer ${secret}`]) expect((await deliver(key, "[]")).status).toBe(204);
      expect(await (await verify({ authorization: secret, [CHALLENGE]: "c-2" })).json()).toEqual({
        verification: "c-2",
      });
    }
    for (const scope of ["hook:other", "read", "admin"] as const)
      expect(await code(deliver(await house.token(scope), "[]"))).toBe("NL-API-SCOPE");
    expect(await code(deliver(await house.token("hook"), "[]", "nobody"))).toBe("NL-API-MISSING");
    expect(await code(deliver("", "[]", "nobody"))).toBe("NL-API-TOKEN");
    expect(house.hooked).toHaveLength(4);
  });

  it("AP-36 a delivery is answered at once, whatever becomes of it, and whatever is in it", async () => {
    house.hookKeys.set("acme", "k");
    let finish: () => void = () => undefined;
    house.take = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    expect((await deliver("k", "no JSON at all")).status).toBe(204);
    finish();
    house.take = () => Promise.reject(new Error("in the watch"));
    expect((await deliver("k", new Uint8Array([0, 255, 1]))).status).toBe(204);
    await expect.poll(() => house.troubles).toMatchObject([{ route: "deliverHook" }]);
    house.take = () => Promise.resolve();
  });

  it("AP-36 a delivery that is too long is refused, and deliveries that wait are bounded", async () => {
    house.hookKeys.set("acme", "k");
    expect(await code(deliver("k", new Uint8Array(MAX_HOOK_BODY + 1)))).toBe("NL-API-BODY");
    expect(house.hooked).toEqual([]);
    const waiting: (() => void)[] = [];
    house.take = () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      });
    const most = new Uint8Array(MAX_HOOK_BODY);
    for (let n = 0; n < 8; n++) expect((await deliver("k", most)).status).toBe(204);
    expect(await code(deliver("k", "{}"))).toBe("NL-API-BUSY");
    for (const done of waiting) done();
    await expect.poll(async () => (await deliver("k", "{}")).status).toBe(204);
    house.take = () => Promise.resolve();
  });
});
