import { randomBytes } from "node:crypto";

/** One request, while it is answered. */
export interface Span {
  /** Ends it. `route` is the path as the contract has it, never as it was asked: that may name people. */
  readonly end: (facts: { readonly route: string; readonly status: number }) => void;
}

/** Where traces go, as the environment says (OpenTelemetry, "OTLP Exporter Configuration"). */
export interface TracerSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** Milliseconds between two sendings; 5,000 unless told otherwise. */
  readonly every?: number;
}

const EVERY = 5000;
const PATIENCE = 10_000;
/** Spans that wait; beyond that new ones are dropped, because a collector that is away must cost nothing. */
const WAITING = 2048;
/** W3C Trace Context, `traceparent` of version 00. */
const TRACEPARENT = /^00-(?<trace>(?!0{32})[0-9a-f]{32})-(?<parent>(?!0{16})[0-9a-f]{16})-[0-9a-f](?<flags>[0-9a-f])$/;
const SERVER = 2;
const ERROR = 2;

/** Traces of requests, sent as OTLP over HTTP in JSON. What cannot be sent is dropped, and holds nothing up. */
export class Tracer {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #settings: TracerSettings;
  readonly #timer: NodeJS.Timeout;
  #spans: unknown[] = [];

  private constructor(url: string, headers: Readonly<Record<string, string>>, settings: TracerSettings) {
    this.#url = url;
    this.#headers = headers;
    this.#settings = settings;
    this.#timer = setInterval(() => void this.#send(), settings.every ?? EVERY).unref();
  }

  /** A tracer when `OTEL_EXPORTER_OTLP_ENDPOINT` is set; `undefined` otherwise, and nothing is traced. */
  static from(settings: TracerSettings): Tracer | undefined {
    const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: said = "" } = settings.env;
    if (endpoint === undefined || endpoint === "") return undefined;
    return new Tracer(`${endpoint.replace(/\/+$/, "")}/v1/traces`, headersIn(said), settings);
  }

  /** Begins a request, within the trace of whoever asked when there is one. */
  start(method: string, traceparent: string | undefined): Span {
    const { trace, parent, flags = "1" } = TRACEPARENT.exec(traceparent ?? "")?.groups ?? {};
    const begun = this.#settings.now();
    const clock = performance.now();
    return {
      end: ({ route, status }) => {
        const sampled = (Number.parseInt(flags, 16) & 1) === 1;
        if (!sampled || this.#spans.length >= WAITING) return;
        this.#spans.push({
          traceId: trace ?? randomBytes(16).toString("hex"),
          spanId: randomBytes(8).toString("hex"),
          ...(parent === undefined ? {} : { parentSpanId: parent }),
          name: `${method} ${route}`,
          kind: SERVER,
          startTimeUnixNano: nanoseconds(begun),
          endTimeUnixNano: nanoseconds(begun + performance.now() - clock),
          attributes: [
            { key: "http.request.method", value: { stringValue: method } },
            { key: "http.route", value: { stringValue: route } },
            { key: "http.response.status_code", value: { intValue: String(status) } },
          ],
          ...(status >= 500 ? { status: { code: ERROR } } : {}),
        });
      },
    };
  }

  /** Sends what waits, once, and ends. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#send();
  }

  async #send(): Promise<void> {
    const spans = this.#spans;
    if (spans.length === 0) return;
    this.#spans = [];
    const attributes = [
      { key: "service.name", value: { stringValue: this.#settings.env["OTEL_SERVICE_NAME"] ?? "nightlatch" } },
      { key: "service.version", value: { stringValue: this.#settings.version } },
    ];
    const scopeSpans = [{ scope: { name: "nightlatch.server" }, spans }];
    const headers = { ...this.#headers, "content-type": "application/json" };
    const body = JSON.stringify({ resourceSpans: [{ resource: { attributes }, scopeSpans }] });
    const signal = AbortSignal.timeout(PATIENCE);
    await fetch(this.#url, { method: "POST", headers, body, signal, redirect: "error" })
      .then((response) => response.body?.cancel())
      .catch(() => undefined);
  }
}

/** Whole milliseconds and what is beyond them, each exact. */
function nanoseconds(ms: number): string {
  const whole = Math.floor(ms);
  return String(BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1_000_000)));
}

/** `name=value` pairs between commas, values percent-encoded; what is no pair is left out. */
function headersIn(said: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [, name = "", value = ""] of said.matchAll(/([\w-]+)\s*=\s*([^,]*)/g))
    headers[name] = value
      .trim()
      .replaceAll(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
  return headers;
}
