import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AnyRoute, Client, type Problem, type Route, type TokenScope } from "@nightlatch/client";
import type { Finding } from "@nightlatch/core";
import type { ServerConfig } from "../config/service.ts";
import { Outbox } from "../notify/index.ts";
import { type EventStore, openEventStore } from "../store/events/index.ts";
import { keepFinding, openStateStore, type StateStore } from "../store/state/index.ts";
import type { WatchState } from "../watch/index.ts";
import { type ApiServer, createServer, Metrics, type ServerTimes } from "./index.ts";
import type { Tracer } from "./metrics/tracer.ts";
import type { ServerParts } from "./parts.ts";
import { makeToken } from "./token.ts";

/** The moment at which a house begins. */
export const NOW: number = Date.UTC(2026, 0, 5, 9);

export const LOOPBACK: ServerConfig = { host: "127.0.0.1", port: 0, tls: undefined, proxy: false };

const TIMES: ServerTimes = { headers: 10_000, request: 30_000, idle: 60_000, beat: 200 };
/** Too short for a busy machine, and short enough for a test to see them pass. */
export const IMPATIENT: ServerTimes = { ...TIMES, headers: 500, request: 500, idle: 2000 };

/** Real stores in a temporary folder, and the server over them. */
export class House {
  readonly folder: string;
  readonly state: StateStore;
  readonly events: EventStore;
  readonly outbox: Outbox;
  readonly hooked: { readonly tenant: string; readonly bytes: Uint8Array }[] = [];
  readonly troubles: { readonly route: string; readonly error: unknown }[] = [];
  readonly hookKeys = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  #eventsClosed = false;
  now = NOW;
  watches: WatchState[] = [watchState("acme")];
  tracer: Tracer | undefined;
  signals: ServerParts["signals"];
  /** What a question to the event store waits for. */
  wait: () => Promise<void> = () => Promise.resolve();
  /** What taking in a delivery does. */
  take: () => Promise<void> = () => Promise.resolve();
  server!: ApiServer;

  private constructor(folder: string, state: StateStore, events: EventStore) {
    this.folder = folder;
    this.state = state;
    this.events = events;
    this.outbox = new Outbox(state, [], { now: () => this.now });
  }

  static async open(): Promise<House> {
    const folder = mkdtempSync(join(tmpdir(), "nightlatch-server-"));
    const house = new House(
      folder,
      await openStateStore({ folder: join(folder, "state") }),
      await openEventStore({ folder: join(folder, "events") }),
    );
    await house.start();
    return house;
  }

  async start(config: ServerConfig = LOOPBACK, times: ServerTimes = TIMES): Promise<void> {
    const { state, events, outbox } = this;
    this.server = await createServer(
      {
        state,
        events: this.#patient(events),
        outbox,
        sources: () => this.watches,
        hook: async (tenant, bytes) => {
          this.hooked.push({ tenant, bytes });
          await this.take();
        },
        hookKey: (tenant) => this.hookKeys.get(tenant),
        onFindings: (listener) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
        tracer: this.tracer,
        signals: this.signals,
        now: () => this.now,
        version: "0.0.0",
        metrics: new Metrics(),
        trouble: (what) => this.troubles.push(what),
      },
      config,
      times,
    );
  }

  /** The store, asked after what `wait` waits for. */
  #patient(events: EventStore): EventStore {
    const query: EventStore["query"] = async (...asked) => {
      await this.wait();
      return events.query(...asked);
    };
    return new Proxy(events, {
      get: (store, name: keyof EventStore) => (name === "query" ? query : store[name].bind(store)),
    });
  }

  /** The same stores behind a new server. */
  async again(config: ServerConfig = LOOPBACK, times: ServerTimes = TIMES): Promise<void> {
    await this.server.stop(0);
    await this.start(config, times);
  }

  /** The event store goes away for good. */
  async closeEvents(): Promise<void> {
    if (!this.#eventsClosed) await this.events.close();
    this.#eventsClosed = true;
  }

  /** Everything is taken out again, so that one house serves many tests. */
  async clear(): Promise<void> {
    for (const table of ["finding", "finding_revision", "counter", "outbox", "suppression", "journal"] as const)
      await this.state.db.deleteFrom(table).execute();
    for (const table of ["api_token", "coverage_span", "coverage_minute"] as const)
      await this.state.db.deleteFrom(table).execute();
    this.now = NOW;
    this.watches = [watchState("acme")];
    this.hooked.length = 0;
    this.troubles.length = 0;
    this.hookKeys.clear();
  }

  async close(): Promise<void> {
    await this.server.stop(0);
    await this.closeEvents();
    await this.state.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** How many listen for findings. */
  get listening(): number {
    return this.#listeners.size;
  }

  async token(...scopes: readonly TokenScope[]): Promise<string> {
    const { secret } = await makeToken(this.state, { name: "test", scopes, days: 1 }, { who: "test", now: this.now });
    return secret;
  }

  async client(...scopes: readonly TokenScope[]): Promise<Client> {
    return new Client({ origin: this.server.origin, token: await this.token(...scopes) });
  }

  /** Keeps a finding and says so, as a watch does. */
  async keep(over: Partial<Finding> = {}): Promise<void> {
    await this.state.db.transaction().execute((db) => keepFinding(db, { ...FINDING, ...over }, this.now));
    for (const listener of this.#listeners) listener();
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}, init: RequestInit = {}): Promise<Response> {
    return fetch(new URL(path, this.server.origin), { headers, ...init });
  }
}

export const FINDING: Finding = {
  id: "nl-1",
  tenant: "acme",
  rule: { id: "session.replay", title: "Stolen session", kind: "session", attack: ["T1539"] },
  severity: "high",
  confidence: 0.97,
  first: "2026-01-05T08:00:00.000Z",
  last: "2026-01-05T08:10:00.000Z",
  entities: {
    user: [{ id: "00u1", name: "jo@example.com" }],
    session: ["idx1"],
    ip: ["192.0.2.1"],
    app: [],
    token: [],
  },
  evidence: [],
  summary: "The session of jo@example.com is used by somebody else",
  next: ["End all sessions"],
  unknown: [],
};

function watchState(tenant: string): WatchState {
  const source = "okta.system_log";
  const times = { lastRead: NOW - 1000, lastEvent: NOW - 5000 };
  return { tenant, source, ...times, caughtUp: true, quiet: false, events: 7, trouble: "", rollbacks: 0 };
}

/** The problem in an answer, after a look at what every refusal owes. */
export async function problemIn(response: Response): Promise<Problem> {
  if (response.headers.get("content-type") !== "application/problem+json")
    throw new Error(`The answer ${response.status} is ${response.headers.get("content-type") ?? "of no type"}`);
  const problem = (await response.json()) as Problem;
  if (problem.status !== response.status) throw new Error("The status of the problem is not that of the answer");
  return problem;
}

/** Calls a route and holds its answer to the contract. */
export async function kept<Input, Answer>(client: Client, route: Route<Input, Answer>, input: Input): Promise<Answer> {
  const answer = await client.call(route, input);
  route.answer.parse(answer);
  return answer;
}

/** A route's path with every name filled in. */
export function pathOf({ path }: AnyRoute): string {
  return path.replaceAll(/\{\w+\}/g, "acme");
}
