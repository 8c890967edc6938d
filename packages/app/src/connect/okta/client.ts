import { setTimeout as sleep } from "node:timers/promises";
import { linkOf } from "./links.ts";
import { OktaError } from "./okta-error.ts";
import { onOrigin } from "./origin.ts";
import { refusalOf } from "./refusal.ts";
import { pause, pauseAfterRefusal, type RateHeaders, readRateHeaders } from "./rate.ts";
import type { SignIn } from "./sign-in/sign-in.ts";

export interface OktaClientSettings {
  readonly origin: URL;
  readonly signIn: SignIn;
  /** Part of each rate bucket that we may use, 0 to 1; the rest is the tenant's. Half unless told otherwise. */
  readonly share?: number;
  readonly fetch?: typeof fetch;
  /** Waits that long; ends early, throwing, when the signal says so. */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  /** How long an answer may take, in milliseconds. Okta's own bound on a log query is 30 seconds. */
  readonly timeoutMs?: number;
  /** Told of every pause for the sake of the rate limit. */
  readonly paused?: (what: { readonly bucket: string; readonly ms: number }) => void;
}

export interface OktaRequest {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path and query below the origin, or a whole address on it. */
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

export interface OktaAnswer {
  readonly status: number;
  /** The body's exact bytes. */
  readonly bytes: Uint8Array;
  /** Target of the `next` link, on the same origin. */
  readonly next: string | undefined;
  /** The server's own time, milliseconds UTC; NaN when it did not say. */
  readonly serverTime: number;
  /** The body as JSON; `undefined` for an empty one. Throws an OktaError `NL-OKTA-ANSWER`. */
  readonly json: () => unknown;
}

const TRIES = 5;
const LONGEST_BODY = 64 * 1024 * 1024;

/**
 * A thin client of Okta's management API: raw bytes kept, origin pinned, rate limits shared, failures that pass tried
 * again. Nothing is cached, because what is read back has to be true.
 */
export class OktaClient {
  readonly origin: URL;
  readonly #signIn: SignIn;
  readonly #share: number;
  readonly #fetch: typeof fetch;
  readonly #wait: NonNullable<OktaClientSettings["wait"]>;
  readonly #timeoutMs: number;
  readonly #paused: OktaClientSettings["paused"];
  /** What was last heard of each bucket, and when another request of it is welcome. */
  readonly #welcome = new Map<string, Promise<unknown>>();

  constructor(settings: OktaClientSettings) {
    this.origin = settings.origin;
    this.#signIn = settings.signIn;
    this.#share = settings.share ?? 0.5;
    this.#fetch = settings.fetch ?? fetch;
    this.#wait =
      settings.wait ??
      ((ms, signal) => sleep(ms, undefined, { ...(signal === undefined ? {} : { signal }), ref: true }));
    this.#timeoutMs = settings.timeoutMs ?? 45_000;
    this.#paused = settings.paused;
  }

  /** The id by which our own calls appear in the tenant's log; `""` for an API token. */
  get clientId(): string {
    return this.#signIn.clientId;
  }

  /**
   * Makes one request. A GET, PUT or DELETE whose answer was lost is made again; a POST or PATCH is not, because nobody
   * knows what it did: `NL-OKTA-UNKNOWN`.
   * Throws an OktaError: `NL-OKTA-AWAY`, `-UNKNOWN`, `-SIGN-IN`, `-FORBIDDEN`, `-NOT-FOUND`, `-REFUSED`, `-ANSWER`,
   * `-RATE`, `-FOREIGN-LINK`.
   */
  async request(request: OktaRequest): Promise<OktaAnswer> {
    const { method = "GET", signal } = request;
    const url = onOrigin(this.origin, request.path);
    const bucket = bucketOf(method, url);
    // RFC 9110, section 9.2.2: what is idempotent may be asked twice.
    const mayRepeat = method !== "POST" && method !== "PATCH";
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      await this.#welcome.get(bucket);
      const headers = await this.#signIn.headers(method, url);
      let answered: { readonly response: Response; readonly bytes: Uint8Array };
      try {
        answered = await this.#send(url, method, { headers, request });
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof OktaError) throw error;
        if (!mayRepeat) throw lost("NL-OKTA-UNKNOWN", url, error);
        if (attempt >= TRIES) throw lost("NL-OKTA-AWAY", url, error);
        await this.#wait(500 * 2 ** attempt, signal);
        continue;
      }
      const { response, bytes } = answered;
      const rate = readRateHeaders(response.headers);
      if (response.status === 429) {
        if (attempt >= TRIES)
          throw new OktaError(
            "NL-OKTA-RATE",
            `Okta's rate limit for "${bucket}" stayed used up; others in the tenant may need it`,
            { status: 429 },
          );
        await this.#hold(bucket, pauseAfterRefusal(rate, attempt), signal);
        continue;
      }
      if (response.status === 401 && !renewed && this.#signIn.renew()) {
        renewed = true;
        continue;
      }
      if (response.status >= 500 && attempt < TRIES && mayRepeat) {
        await this.#wait(500 * 2 ** attempt, signal);
        continue;
      }
      this.#spare(bucket, rate);
      if (!response.ok) throw refusalOf(response, bytes, url);
      // A page of something in between: whether Okta ever had the request is not known.
      if (/^text\/html\b/i.test(response.headers.get("content-type") ?? ""))
        throw new OktaError(
          "NL-OKTA-ANSWER",
          `Okta's answer to ${url.pathname} is a page in HTML (${bytes.length} bytes); something in between answered`,
          { status: response.status },
        );
      return this.#answerOf(response, bytes, url);
    }
  }

  async #send(
    url: URL,
    method: string,
    { headers, request }: { readonly headers: Readonly<Record<string, string>>; readonly request: OktaRequest },
  ): Promise<{ readonly response: Response; readonly bytes: Uint8Array }> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const response = await this.#fetch(url, {
      method,
      redirect: "error",
      signal: request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]),
      headers: {
        accept: "application/json",
        "user-agent": "nightlatch",
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    return { response, bytes: await bounded(response, url) };
  }

  #answerOf(response: Response, bytes: Uint8Array, url: URL): OktaAnswer {
    const next = linkOf(response.headers, "next");
    return {
      status: response.status,
      bytes,
      next: next === undefined ? undefined : onOrigin(this.origin, next).href,
      serverTime: Date.parse(response.headers.get("date") ?? ""),
      json: () => {
        if (bytes.length === 0) return undefined;
        try {
          return JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown;
        } catch (cause) {
          const type = response.headers.get("content-type") ?? "nothing said";
          throw new OktaError(
            "NL-OKTA-ANSWER",
            `Okta's answer to ${url.pathname} is not JSON (${type}, ${bytes.length} bytes)`,
            { status: response.status, cause },
          );
        }
      },
    };
  }

  /** Lets the bucket rest when our share of it is used. Nobody waits now, but the next request does. */
  #spare(bucket: string, rate: RateHeaders | undefined): void {
    const ms = pause(rate, this.#share);
    if (ms > 0) void this.#hold(bucket, ms).catch(() => undefined);
  }

  async #hold(bucket: string, ms: number, signal?: AbortSignal): Promise<void> {
    this.#paused?.({ bucket, ms });
    const until = this.#wait(ms, signal);
    const quiet = until
      .catch(() => undefined)
      .finally(() => {
        if (this.#welcome.get(bucket) === quiet) this.#welcome.delete(bucket);
      });
    this.#welcome.set(bucket, quiet);
    await until;
  }
}

/** Okta counts requests by endpoint; ids are not part of one. */
function bucketOf(method: string, url: URL): string {
  const path = url.pathname.replaceAll(/\/(?=[^/]*\d)[\w-]{15,}/g, "/{id}");
  return `${method === "GET" ? "GET" : "write"} ${path}`;
}

async function bounded(response: Response, url: URL): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += (chunk as Uint8Array).length;
    if (length > LONGEST_BODY)
      throw new OktaError("NL-OKTA-ANSWER", `Okta's answer to ${url.pathname} is longer than ${LONGEST_BODY} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}

function lost(code: string, url: URL, cause: unknown): OktaError {
  const doubt = code === "NL-OKTA-UNKNOWN" ? "; whether it was done is not known, so read the state back" : "";
  return new OktaError(code, `Okta at "${url.origin}" did not answer a request to ${url.pathname}${doubt}`, { cause });
}
