import { type FindingState, type FindingStreamQuery, streamFindings } from "../areas/findings.ts";
import type { Page, PageQuery } from "../contract/page.ts";
import { asksInAddress, type Route } from "../contract/route.ts";
import { ApiError, errorOf } from "./api-error.ts";
import { readEvents } from "./read-events.ts";

/** Where the service is, and with which key it is asked. */
export interface ClientOptions {
  /** Such as `https://nightlatch.example.com`. */
  readonly origin: string;
  /** An API token. It goes to this origin only, and never into an address. */
  readonly token: string;
  /** Another `fetch` than the platform's. */
  readonly fetch?: typeof fetch;
}

/** How one call is made. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** A finding that came or changed, and the number of the change. */
export interface FollowedFinding {
  readonly change: number;
  readonly state: FindingState;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

/**
 * Asks a Nightlatch over HTTP, in Node and in browsers. Throws an ApiError for every refusal.
 *
 * @example
 * const client = new Client({ origin: "http://127.0.0.1:7447", token });
 * for await (const { finding } of client.each(listFindings, { severity: "high" })) …
 */
export class Client {
  readonly #origin: string;
  readonly #token: string;
  readonly #fetch: typeof fetch;

  constructor({ origin, token, fetch: other }: ClientOptions) {
    this.#origin = new URL(origin).origin;
    this.#token = token;
    this.#fetch = other ?? ((...given) => fetch(...given));
  }

  /** Calls a route. */
  async call<Input, Answer>(route: Route<Input, Answer>, input: Input, options: CallOptions = {}): Promise<Answer> {
    const response = await this.#send(route, input, { accept: "application/json", ...options });
    if (response.status === 204 || response.status === 202) return null as Answer;
    if (route.media !== undefined) return (await response.text()) as Answer;
    return (await response.json()) as Answer;
  }

  /** Every item of a list, page by page. */
  async *each<Input extends PageQuery, Item>(
    route: Route<Input, Page<Item>>,
    input: Input,
    options: CallOptions = {},
  ): AsyncGenerator<Item, void> {
    for (let cursor = input.cursor; ;) {
      const page = await this.call(route, cursor === undefined ? input : { ...input, cursor }, options);
      yield* page.items;
      if (page.next === null) return;
      cursor = page.next;
    }
  }

  /**
   * Findings as they come and change, for good: when the connection breaks it is made again, and goes on where it
   * stopped. Ends with the signal; throws when the service refuses.
   */
  async *follow(input: FindingStreamQuery = {}, options: CallOptions = {}): AsyncGenerator<FollowedFinding, void> {
    let last = input.after;
    let wait = FIRST_WAIT;
    const { signal } = options;
    const isOver = (): boolean => signal?.aborted === true;
    while (!isOver()) {
      try {
        const query = last === undefined ? input : { ...input, after: last };
        const response = await this.#send(streamFindings, query, { accept: "text/event-stream", ...options });
        for await (const { id, event, data } of readEvents(response)) {
          wait = FIRST_WAIT;
          if (/^\d+$/.test(id)) last = Number(id);
          if (event === "finding") yield { change: Number(id), state: JSON.parse(data) as FindingState };
        }
      } catch (error) {
        if (isOver()) return;
        if (error instanceof ApiError && error.status >= 400 && error.status < 500) throw error;
      }
      await pause(wait, signal);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }

  async #send<Input, Answer>(
    route: Route<Input, Answer>,
    input: Input,
    how: CallOptions & { readonly accept: string },
  ): Promise<Response> {
    const { method, path } = route;
    const rest = new Map(Object.entries(input as object).filter(([, value]) => value !== undefined));
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = String(rest.get(name));
      rest.delete(name);
      return encodeURIComponent(value);
    });
    const url = new URL(filled, this.#origin);
    if (asksInAddress(route)) for (const [name, value] of rest) url.searchParams.set(name, String(value));
    const headers: Record<string, string> = { authorization: `Bearer ${this.#token}`, accept: how.accept };
    if (!asksInAddress(route)) headers["content-type"] = "application/json";
    let response: Response;
    try {
      response = await this.#fetch(url, {
        method: method.toUpperCase(),
        headers,
        redirect: "error",
        credentials: "omit",
        ...(!asksInAddress(route) ? { body: JSON.stringify(Object.fromEntries(rest)) } : {}),
        ...(how.signal === undefined ? {} : { signal: how.signal }),
      });
    } catch (cause) {
      how.signal?.throwIfAborted();
      throw new ApiError("NL-CLIENT-AWAY", `Nothing answers at ${this.#origin}`, { cause });
    }
    if (!response.ok) throw await errorOf(response);
    return response;
  }
}

/** Waits, or until the signal. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, signal?.aborted === true ? 0 : milliseconds);
    signal?.addEventListener("abort", end, { once: true });
    function end(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    }
  });
}
