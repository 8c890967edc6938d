import { connect } from "node:net";
import { createSuppression, lookUpEvents, ROUTES } from "@nightlatch/client";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { House, IMPATIENT, LOOPBACK, pathOf, problemIn } from "./server.fixture.ts";

type Body = NonNullable<RequestInit["body"]>;

let house: House;
let authorization = "";
beforeAll(async () => {
  house = await House.open();
});
beforeEach(async () => {
  await house.clear();
  authorization = `Bearer ${await house.token("read", "write", "admin", "hook")}`;
});
afterAll(() => house.close());

const post = (path: string, body: Body, type = "application/json") =>
  house.get(path, { authorization, "content-type": type }, { method: "POST", body });

/** Says something over a bare socket; answers all that came until it was closed. */
function bare(text: string): Promise<string> {
  const { port } = new URL(house.server.origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(text));
    let heard = "";
    socket.on("data", (data) => (heard += data.toString()));
    socket.on("close", () => resolve(heard));
    socket.on("error", reject);
  });
}

describe("refusals", () => {
  it("AP-10 an address that there is not, and a method that it has not, are refused with what there is", async () => {
    for (const path of ["/", "/api", "/api/v1", "/api/v2/findings", "/api/v1/findings/", "/admin", "/openapi.json/x"])
      expect((await problemIn(await house.get(path, { authorization }))).code).toBe("NL-API-PATH");
    const methods = Map.groupBy(ROUTES, ({ path }) => path);
    for (const [path, routes] of methods) {
      const answer = await house.get(pathOf({ ...routes[0]!, path }), { authorization }, { method: "PROPFIND" });
      expect((await problemIn(answer)).code).toBe("NL-API-METHOD");
      const allowed = answer.headers.get("allow")?.split(", ").toSorted();
      expect(allowed).toEqual(routes.map(({ method }) => method.toUpperCase()).toSorted());
    }
  });

  it("SI-52 without signals in the configuration there is no interface for them, and it says so", async () => {
    const bearer = { authorization: `Bearer ${await house.token("signals")}` };
    const pushed = { method: "POST", body: "e30.e30." };
    for (const answer of [
      await house.get("/.well-known/ssf-configuration"),
      await house.get("/signals/stream", bearer),
      await house.get("/signals/events", { "content-type": "application/secevent+jwt" }, pushed),
    ])
      expect((await problemIn(answer)).code).toBe("NL-API-MISSING");
  });

  it("AP-15 tricks with the path lead nowhere that the token does not open, and are never a fault", async () => {
    const reader = await house.token("read");
    const tricks = [
      "/api/v1/../../etc/passwd",
      "/api/v1/findings/../tokens",
      "/api/v1/findings/%2e%2e/tokens",
      "/api/v1/findings/..%2f..%2fetc%2fpasswd",
      "/api/v1/findings/%00",
      "/api/v1/findings/%",
      "/api/v1/findings/%ff",
      "/api/v1/findings/%E0%A4%A",
      "/api//v1/findings",
      "//api/v1/findings",
      "/api/v1/findings;x=1",
      "/API/V1/FINDINGS",
      "/api/v1/findings/__proto__",
      "/api/v1/findings/constructor/revisions",
      "/api/v1/events/__proto__/toString",
      "/hooks/okta/__proto__",
      `/api/v1/findings/${"a".repeat(8000)}`,
      "/api/v1/findings?__proto__[x]=1",
      "/api/v1/findings?limit[]=1",
    ];
    for (const path of tricks) {
      const heard = await bare(
        `GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${reader}\r\nconnection: close\r\n\r\n`,
      );
      expect([path, heard.slice(0, 12)]).toEqual([path, expect.stringMatching(/^HTTP\/1\.1 4\d\d$/)]);
    }
    expect(house.troubles).toEqual([]);
  });

  it("AP-11 what is wrong with the input is named, each value by itself, and none is repeated", async () => {
    const wrong = [
      ["limit=0", "limit"],
      ["limit=501", "limit"],
      ["limit=many", "limit"],
      ["limit=", "limit"],
      ["limit=1&limit=2", "limit"],
      ["severity=loud", "severity"],
      ["since=yesterday", "since"],
      ["since=2026-13-40T99:00:00Z", "since"],
      ["tenant=", "tenant"],
      ["tenant=%00", "tenant"],
      ["tenant=a%0ab", "tenant"],
      [`tenant=${"x".repeat(201)}`, "tenant"],
      ["surprise=1", ""],
    ];
    for (const [query, place] of wrong) {
      const problem = await problemIn(await house.get(`/api/v1/findings?${query}`, { authorization }));
      expect([query, problem.code, problem.errors?.[0]?.place]).toEqual([query, "NL-API-INPUT", place]);
    }
    const several = await problemIn(
      await house.get("/api/v1/findings?limit=0&severity=loud&since=soon-secret", { authorization }),
    );
    expect(several.errors?.map(({ place }) => place).toSorted()).toEqual(["limit", "severity", "since"]);
    expect(JSON.stringify(several)).not.toContain("soon-secret");
  });

  it("AP-11 a body of the wrong type, form or depth is refused, and nothing of it is repeated", async () => {
    const path = createSuppression.path;
    const refused = async (body: Body, type?: string) => problemIn(await post(path, body, type));
    expect((await refused("{}", "text/plain")).code).toBe("NL-API-MEDIA");
    expect((await refused("x=1", "application/x-www-form-urlencoded")).code).toBe("NL-API-MEDIA");
    const wrong: Body[] = [
      "",
      "{",
      "[]",
      "null",
      '"text"',
      "1e999",
      '{"tenant":"acme","why":"x"}',
      '{"tenant":1,"rule":"r","why":"x"}',
      '{"tenant":"acme","rule":"r","why":"x","until":"2026-01-01T00:00:00Z"}',
      '{"tenant":"acme","rule":"r","why":"x","__proto__":{"rule":"y"}}',
      '{"tenant":"acme","rule":"r","why":"x","constructor":1}',
      `{"tenant":"acme","rule":"r","why":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
      new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
      "\u{feff}{",
    ];
    for (const body of wrong) expect((await refused(body)).code).toBe("NL-API-INPUT");
    expect(JSON.stringify(await refused('{"password":"hunter2"'))).not.toContain("hunter2");
    expect(house.troubles).toEqual([]);
    expect(await house.state.db.selectFrom("suppression").selectAll().execute()).toEqual([]);
  });

  it("AP-11 no text that is sent makes a fault", async () => {
    const paths = ROUTES.filter(({ method, bytes }) => method === "post" && bytes === undefined).map(pathOf);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.oneof(fc.json(), fc.string()), async (path, body) => {
        const { status } = await post(path, body);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
    const query = fc.dictionary(fc.constantFrom("limit", "cursor", "tenant", "since", "query", "x"), fc.string());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("findings", "suppressions", "tokens", "coverage"),
        query,
        async (path, asked) => {
          const { status } = await house.get(`/api/v1/${path}?${new URLSearchParams(asked).toString()}`, {
            authorization,
          });
          expect(status).toBeLessThan(500);
        },
      ),
      { numRuns: 60 },
    );
    expect(house.troubles).toEqual([]);
  });

  it("AP-16 a cursor that is none is refused", async () => {
    const places = [[], [1], ["a", "b", "c"], [1, 2, 3], [1.5, "a", "b"], [1, "a", "b", "c"], { 0: 1 }, null];
    const cursors = ["x", "%", "e30", ...places.map((one) => Buffer.from(JSON.stringify(one)).toString("base64url"))];
    for (const cursor of cursors) {
      const answer = await house.get(`/api/v1/findings?cursor=${encodeURIComponent(cursor)}`, { authorization });
      expect([cursor, (await problemIn(answer)).code]).toEqual([cursor, "NL-API-CURSOR"]);
    }
  });

  it("AP-12 a body that is too long is refused, whether it says its length or not", async () => {
    const long = `{"tenant":"acme","uids":["${"x".repeat(70_000)}"]}`;
    expect((await problemIn(await post(lookUpEvents.path, long))).code).toBe("NL-API-BODY");
    // Without end: it is answered all the same.
    const { port } = new URL(house.server.origin);
    const heard = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.write(
          `POST ${lookUpEvents.path} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
        );
        const more = (): void => {
          if (socket.writable) socket.write(`4000\r\n${" ".repeat(0x4000)}\r\n`, () => setTimeout(more, 5));
        };
        more();
      });
      let text = "";
      socket.on("data", (data) => (text += data.toString()));
      socket.on("close", () => resolve(text));
      socket.on("error", (error: NodeJS.ErrnoException) =>
        error.code === "EPIPE" || error.code === "ECONNRESET" ? undefined : reject(error),
      );
    });
    expect(heard).toContain("NL-API-BODY");
  });

  it("AP-12 headers that are too long, and requests that are none, are refused in the same form and cut", async () => {
    const long = await bare(`GET /healthz HTTP/1.1\r\nhost: x\r\nx: ${"y".repeat(20_000)}\r\n\r\n`);
    expect(long).toMatch(/^HTTP\/1\.1 431 /);
    expect(long).toContain("NL-API-HEADERS");
    for (const text of [
      "\u0000\u0001\u0002\r\n\r\n",
      "GET\r\n\r\n",
      "GET /healthz HTTP/9\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
    ]) {
      const heard = await bare(text);
      expect([text, heard.slice(0, 13)]).toEqual([text, "HTTP/1.1 400 "]);
    }
    const strange = await bare("GET /healthz HTTP/1.1\r\nhost: [bad\r\nconnection: close\r\n\r\n");
    expect(strange).toMatch(/^HTTP\/1\.1 400 /);
    expect(strange).toContain("application/problem+json");
  });

  it("AP-13 a client that is too slow is cut", async () => {
    await house.again(LOOPBACK, IMPATIENT);
    expect(await bare("GET /healthz HTTP/1.1\r\nhost: x\r\nslow:")).toContain("NL-API-SLOW");
    const body = await bare(
      `POST ${lookUpEvents.path} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
    );
    expect(body).toMatch(/^(?:HTTP\/1\.1 408 .*)?$/s);
    await house.again();
  });

  it("AP-14 of a fault, or a store that is away, the code is told, and the rest to the log alone", async () => {
    const token = `Bearer ${await house.token("read")}`;
    house.watches = undefined as unknown as [];
    const fault = await problemIn(await house.get("/api/v1/sources", { authorization: token }));
    expect(fault.code).toBe("NL-INTERNAL-FAULT");
    expect(fault.detail).not.toMatch(/undefined|TypeError|map/);
    expect(house.troubles).toMatchObject([{ route: "listSources" }]);
    await house.closeEvents();
    const away = await problemIn(await house.get("/api/v1/events/acme/u1", { authorization: token }));
    expect(away.code).toBe("NL-STORE-AWAY");
    expect(JSON.stringify(away)).not.toContain(house.folder);
    expect((await problemIn(await house.get("/readyz"))).code).toBe("NL-STORE-AWAY");
    expect((await house.get("/healthz")).status).toBe(200);
  });
});
