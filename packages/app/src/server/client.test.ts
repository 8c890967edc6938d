import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiError, Client, getFinding, listFindings } from "@nightlatch/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FINDING, House, LOOPBACK } from "./server.fixture.ts";

let house: House;
beforeAll(async () => {
  house = await House.open();
});
beforeEach(() => house.clear());
afterAll(() => house.close());

describe("the client", () => {
  it("AP-46 every refusal is an ApiError with its code, and the token is in none", async () => {
    const secret = "nlt_0000000000000000_not-a-token";
    const client = new Client({ origin: house.server.origin, token: secret });
    const refused = await client.call(listFindings, {}).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect(refused).toMatchObject({
      code: "NL-API-TOKEN",
      status: 401,
      problem: { title: "A valid API token is wanted" },
    });
    const away = new Client({ origin: "http://127.0.0.1:1", token: secret });
    const nobody = await away.call(listFindings, {}).catch((error: unknown) => error);
    expect(nobody).toMatchObject({ code: "NL-CLIENT-AWAY", status: 0 });
    for (const error of [refused, nobody]) expect(String(error)).not.toContain("not-a-token");
  });

  it("AP-46 what is no Nightlatch is told as that, and a redirection takes the token nowhere", async () => {
    const seen: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(200).end("{}");
    });
    const proxy = createServer((request, response) => {
      if (request.url?.startsWith("/api/v1/findings/") === true)
        response.writeHead(302, { location: `http://127.0.0.1:${(other.address() as AddressInfo).port}/` }).end();
      else response.writeHead(502).end("<h1>Bad gateway</h1>");
    });
    for (const server of [other, proxy])
      await new Promise<void>((resolve) => {
        server.listen(0, "127.0.0.1", resolve);
      });
    const client = new Client({ origin: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, token: "t" });
    await expect(client.call(listFindings, {})).rejects.toMatchObject({ code: "NL-CLIENT-ANSWER", status: 502 });
    await expect(client.call(getFinding, { id: "x" })).rejects.toMatchObject({ code: "NL-CLIENT-AWAY" });
    expect(seen).toEqual([]);
    for (const server of [other, proxy]) server.close();
  });

  it("AP-46 what is put into an address or a body arrives as it was", async () => {
    const client = await house.client("read");
    for (const id of ["a/b", "a?b#c", "ü %2f", "a+b"]) {
      await house.keep({ id });
      expect((await client.call(getFinding, { id })).finding.id).toBe(id);
    }
    const entities = { ...FINDING.entities, ip: ["a&b=c d+e"] };
    await house.keep({ id: "nl-odd", entities });
    expect((await client.call(listFindings, { entity: "a&b=c d+e" })).items).toHaveLength(1);
  });

  it("AP-47 following goes on where it stopped when the connection breaks, and ends when it is told to", async () => {
    const client = await house.client("read");
    const { port } = new URL(house.server.origin);
    const over = new AbortController();
    const told: string[] = [];
    const following = (async () => {
      for await (const { change, state } of client.follow({ after: 0 }, { signal: over.signal }))
        told.push(`${change} ${state.finding.id}`);
    })();
    await house.keep({ id: "nl-1" });
    await expect.poll(() => told).toEqual(["1 nl-1"]);
    await house.server.stop(0);
    await house.keep({ id: "nl-2" });
    await house.start({ ...LOOPBACK, port: Number(port) });
    await house.keep({ id: "nl-3" });
    await expect.poll(() => told, { timeout: 10_000 }).toEqual(["1 nl-1", "2 nl-2", "3 nl-3"]);
    over.abort();
    await following;
  });

  it("AP-47 following ends with the refusal when the service refuses", async () => {
    const client = await house.client("write");
    await expect(client.follow().next()).rejects.toMatchObject({ code: "NL-API-SCOPE" });
  });
});
