import { connect } from "node:net";
import { revokeToken, streamFindings } from "@nightlatch/client";
import type { Finding } from "@nightlatch/core";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { House, IMPATIENT, kept, LOOPBACK, problemIn } from "./server.fixture.ts";

let house: House;
beforeAll(async () => {
  house = await House.open();
});
beforeEach(() => house.clear());
afterAll(() => house.close());

interface Listening {
  readonly heard: () => string;
  /** Waits until something is heard. */
  readonly hears: (pattern: RegExp) => Promise<void>;
  readonly ended: Promise<void>;
  readonly leave: () => void;
}

async function listen(query = "", headers: Readonly<Record<string, string>> = {}): Promise<Listening> {
  const authorization = headers["authorization"] ?? `Bearer ${await house.token("read")}`;
  const away = new AbortController();
  const response = await house.get(
    `${streamFindings.path}${query}`,
    { ...headers, authorization },
    { signal: away.signal },
  );
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  let text = "";
  const ended = (async () => {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body as ReadableStream<Uint8Array>) text += decoder.decode(chunk);
    } catch {
      // Whoever leaves hears no more.
    }
  })();
  return {
    heard: () => text,
    hears: (pattern) => expect.poll(() => text, { timeout: 5000, interval: 5 }).toMatch(pattern),
    ended,
    leave: () => away.abort(),
  };
}

const ids = (text: string): string[] =>
  [...text.matchAll(/^data: \{"finding":\{"id":"([^"]+)"/gm)].map(([, id]) => id!);

describe("findings as they come", () => {
  it("AP-24 a finding is told when it comes and when it changes, with the number of the change", async () => {
    await house.keep({ id: "nl-old" });
    const stream = await listen();
    await stream.hears(/^id: 1\nevent: begin\n/);
    await house.keep({ id: "nl-1", summary: "line\nbreak\r\n\r\ndata: no" });
    await stream.hears(/^id: 2\nevent: finding\ndata: \{"finding":\{"id":"nl-1".*\n\n/m);
    await house.keep({ id: "nl-1", severity: "critical" });
    await stream.hears(/^id: 3$/m);
    expect(ids(stream.heard())).toEqual(["nl-1", "nl-1"]);
    await stream.hears(/^:$/m);
    stream.leave();
  });

  it("AP-24 only what was asked for is told", async () => {
    const stream = await listen("?tenant=acme&severity=high&after=0");
    await house.keep({ id: "nl-1", severity: "low" });
    await house.keep({ id: "nl-2", tenant: "other" });
    await house.keep({ id: "nl-3" });
    await stream.hears(/nl-3/);
    expect(ids(stream.heard())).toEqual(["nl-3"]);
    stream.leave();
  });

  it("AP-25 after a break it goes on from Last-Event-ID: what changed meanwhile comes once, as it stands", async () => {
    for (const id of ["nl-1", "nl-2", "nl-3"]) await house.keep({ id });
    await house.keep({ id: "nl-1", severity: "critical" });
    await house.keep({ id: "nl-1", severity: "low" });
    const stream = await listen("?after=0", { "last-event-id": "2" });
    await stream.hears(/^id: 5$/m);
    expect(ids(stream.heard())).toEqual(["nl-3", "nl-1"]);
    stream.leave();
    const strange = await listen("", { "last-event-id": "' OR 1=1" });
    await strange.hears(/^id: 5\nevent: begin/);
    strange.leave();
  });

  it("AP-25 whatever the order of changes and breaks, each finding's last state is told, and changes in order", async () => {
    const deed = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ id: fc.integer({ min: 0, max: 5 }), severity: fc.constantFrom("low", "high") }),
      },
      { weight: 1, arbitrary: fc.constant("break" as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 25 }), async (deeds) => {
        await house.clear();
        const wanted = new Map<string, string>();
        let last = 0;
        let stream = await listen("?after=0");
        const told = new Map<string, string>();
        const take = (): void => {
          for (const [, id = "", data = ""] of stream
            .heard()
            .matchAll(/^id: (\d+)\nevent: finding\ndata: (.*)\n\n/gm)) {
            expect(Number(id)).toBeGreaterThan(last);
            last = Number(id);
            const { finding } = JSON.parse(data) as { finding: Finding };
            told.set(finding.id, finding.severity);
          }
        };
        for (const one of deeds) {
          if (one === "break") {
            stream.leave();
            await stream.ended;
            take();
            stream = await listen("", { "last-event-id": String(last) });
          } else {
            await house.keep({ id: `nl-${one.id}`, severity: one.severity as Finding["severity"] });
            wanted.set(`nl-${one.id}`, one.severity);
          }
        }
        const { value } = (await house.state.db.selectFrom("counter").select("value").executeTakeFirst()) ?? {
          value: 0,
        };
        if (value > last) await stream.hears(new RegExp(`^id: ${value}$`, "m"));
        stream.leave();
        await stream.ended;
        take();
        expect(told).toEqual(wanted);
      }),
      { numRuns: 15 },
    );
  });

  it("AP-26 a stream ends when its token is revoked or expires", async () => {
    const secret = await house.token("read");
    const stream = await listen("", { authorization: `Bearer ${secret}` });
    await kept(await house.client("admin"), revokeToken, { id: secret.slice(4, 20) });
    await house.keep({ id: "nl-1" });
    await stream.ended;
    expect(ids(stream.heard())).toEqual([]);
    const other = await listen();
    house.now += 2 * 86_400_000;
    await other.ended;
  });

  it("AP-26 whoever leaves is forgotten, and the streams of those who stay are counted", async () => {
    const streams = await Promise.all([listen(), listen(), listen()]);
    await expect.poll(() => house.listening).toBe(3);
    const authorization = `Bearer ${await house.token("read")}`;
    const figures = async () => (await house.get("/metrics", { authorization })).text();
    expect(await figures()).toMatch(/^nightlatch_streams 3$/m);
    for (const stream of streams) stream.leave();
    await expect.poll(() => house.listening).toBe(0);
    expect(await figures()).toMatch(/^nightlatch_streams 0$/m);
    const head = await house.get(streamFindings.path, { authorization }, { method: "HEAD" });
    expect([head.status, house.listening]).toEqual([405, 0]);
  });

  it("AP-26 streams beyond the number that is kept are refused, and those that are open stay", async () => {
    const streams = await Promise.all(Array.from({ length: 100 }, () => listen()));
    const refused = await house.get(streamFindings.path, { authorization: `Bearer ${await house.token("read")}` });
    expect((await problemIn(refused)).code).toBe("NL-API-BUSY");
    await house.keep();
    await Promise.all(streams.map((stream) => stream.hears(/nl-1/)));
    for (const stream of streams) stream.leave();
    await expect.poll(() => house.listening).toBe(0);
  });

  it("AP-13 a reader who takes nothing is cut, and holds nothing up", async () => {
    await house.again(LOOPBACK, IMPATIENT);
    const { port } = new URL(house.server.origin);
    const secret = await house.token("read");
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`GET ${streamFindings.path}?after=0 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${secret}\r\n\r\n`);
    await new Promise((resolve) => {
      socket.once("data", resolve);
    });
    socket.pause();
    const long = "x".repeat(200_000);
    for (let n = 0; n < 60; n++) await house.keep({ id: `nl-${n}`, summary: long });
    await expect.poll(() => house.listening, { timeout: 20_000, interval: 100 }).toBe(0);
    socket.destroy();
    await house.again();
  });

  it("AP-27 a stop ends streams, lets what is being answered come to its end, and takes no more", async () => {
    const stream = await listen();
    const secret = await house.token("read");
    // A question that takes until it is told to end.
    let asked = false;
    let answer: () => void = () => undefined;
    house.wait = () =>
      new Promise<void>((resolve) => {
        asked = true;
        answer = resolve;
      });
    const slow = house.get("/api/v1/events?query=x", { authorization: `Bearer ${secret}` });
    await expect.poll(() => asked).toBe(true);
    const { origin } = house.server;
    const stopped = house.server.stop();
    await stream.ended;
    house.wait = () => Promise.resolve();
    answer();
    expect((await slow).status).toBe(200);
    await stopped;
    expect(house.listening).toBe(0);
    await expect(fetch(`${origin}/healthz`)).rejects.toThrow("fetch failed");
    await house.start();
    expect((await house.get("/healthz")).status).toBe(200);
  });
});
