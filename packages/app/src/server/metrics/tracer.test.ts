import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { House, NOW } from "../server.fixture.ts";
import { Tracer } from "../index.ts";

interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status?: unknown;
}

let house: House;
let collector: Server;
let endpoint = "";
const got: { readonly url: string | undefined; readonly key: unknown; readonly spans: readonly SentSpan[] }[] = [];

beforeAll(async () => {
  collector = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const sent = JSON.parse(body) as { resourceSpans: [{ scopeSpans: [{ spans: SentSpan[] }] }] };
      got.push({ url: request.url, key: request.headers["x-key"], spans: sent.resourceSpans[0].scopeSpans[0].spans });
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => {
    collector.listen(0, "127.0.0.1", resolve);
  });
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/otlp/`;
  house = await House.open();
});
beforeEach(() => house.clear());
afterAll(async () => {
  collector.close();
  await house.close();
});

const settings = (env: Record<string, string>) => ({ env, version: "0.0.0", now: () => NOW, every: 3_600_000 });

describe("traces", () => {
  it("AP-38 without an endpoint nothing is traced", () => {
    expect(Tracer.from(settings({}))).toBeUndefined();
    expect(Tracer.from(settings({ OTEL_EXPORTER_OTLP_ENDPOINT: "" }))).toBeUndefined();
  });

  it("AP-38 with one, each request is a span in the trace of whoever asked, and names nobody", async () => {
    const tracer = Tracer.from(
      settings({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: "x-key=a%20b, y=z" }),
    );
    house.tracer = tracer;
    await house.again();
    const authorization = `Bearer ${await house.token("read")}`;
    const trace = "0af7651916cd43dd8448eb211c80319c";
    await house.get("/api/v1/findings?entity=jo@example.com", {
      authorization,
      traceparent: `00-${trace}-b7ad6b7169203331-01`,
    });
    await house.get("/api/v1/findings/nl-of-jo", { authorization, traceparent: `00-${trace}-b7ad6b7169203331-00` });
    await house.get("/api/v1/events/acme/jo", {
      traceparent: "00-00000000000000000000000000000000-b7ad6b7169203331-01",
    });
    await house.get("/nothing/jo");
    await tracer?.stop();
    const [sent] = got;
    expect([got.length, sent?.url, sent?.key]).toEqual([1, "/otlp/v1/traces", "a b"]);
    expect(sent?.spans.map(({ name }) => name)).toEqual([
      "GET /api/v1/findings",
      "GET /api/v1/events/{tenant}/{uid}",
      "GET none",
    ]);
    const [first, second] = sent?.spans ?? [];
    expect(first).toMatchObject({ traceId: trace, parentSpanId: "b7ad6b7169203331" });
    expect(second?.parentSpanId).toBeUndefined();
    expect(second?.traceId).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
    expect(first?.startTimeUnixNano).toBe(`${NOW}000000`);
    expect(BigInt(first?.endTimeUnixNano ?? 0)).toBeGreaterThanOrEqual(BigInt(first?.startTimeUnixNano ?? 0));
    expect(JSON.stringify(sent)).not.toContain("jo@example.com");
    expect(JSON.stringify(sent)).not.toContain("nl-of-jo");
    house.tracer = undefined;
    await house.again();
  });

  it("AP-38 a collector that is away costs the traces, and nothing else", async () => {
    house.tracer = Tracer.from(settings({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" }));
    await house.again();
    expect((await house.get("/healthz")).status).toBe(200);
    await house.tracer?.stop();
    house.tracer = undefined;
    await house.again();
    expect(house.troubles).toEqual([]);
  });
});
