import { setTimeout as sleep } from "node:timers/promises";
import { CaseKeeper } from "../cases/index.ts";
import type { ServiceConfig, SourceConfig } from "../config/service.ts";
import type { Finding, NetworkOf } from "@nightlatch/core";
import type { RuleBook } from "../detect/index.ts";
import { LeakVigil } from "../leaked/index.ts";
import { Outbox } from "../notify/index.ts";
import { Vigil, VigilKeeper } from "../respond/index.ts";
import { type Inbox, keepPushing } from "../signals/index.ts";
import { type News, OneAtATime, Publisher, type WatchState } from "../watch/index.ts";
import type { ServiceNews } from "./news.ts";
import { folderOf, type SecretSource } from "./open-state.ts";
import { type Door, openDoor } from "../store/door/index.ts";
import { VERSION } from "../version.ts";
import { openStores, type Stores } from "./open-stores.ts";
import { routesOf } from "./outputs.ts";
import { openInbox, type OpenSignals, openSignals } from "./signals.ts";
import { readySource, type SourceParts, WatchedSource } from "./watched-source.ts";

/** What can be given anew while it runs. */
export interface ServiceSettings {
  readonly config: ServiceConfig;
  readonly book: RuleBook;
  readonly networkOf: NetworkOf;
}

/** What a service is started with. */
export interface ServiceParts extends ServiceSettings {
  readonly folder: string | undefined;
  readonly secrets: SecretSource;
  readonly now: () => number;
  readonly tell: (news: ServiceNews) => void;
}

/** Keys of the configuration that hold from one start to the next. */
const FIXED = ["data", "store", "server", "signals"] as const;
const AGAIN_MS = 5_000;

/** The service: stores, a watch for each tenant, and the outbox. */
export class Service {
  readonly stores: Stores;
  readonly outbox: Outbox;
  readonly #parts: ServiceParts;
  readonly #keeper: CaseKeeper;
  readonly #publisher: Publisher;
  readonly #listeners = new Set<(news: News) => void>();
  readonly #turn = new OneAtATime();
  readonly #stopping = new AbortController();
  #sources: ReadonlyMap<string, WatchedSource> = new Map();
  #running = false;
  #signals: (OpenSignals & { readonly inbox: Inbox | undefined }) | undefined;

  private constructor(parts: ServiceParts, stores: Stores, outbox: Outbox) {
    const { now, tell } = parts;
    this.#parts = parts;
    this.stores = stores;
    this.outbox = outbox;
    this.#publisher = new Publisher(stores.state, outbox, now);
    this.#keeper = new CaseKeeper({
      ...stores,
      now,
      tell,
      publish: (findings) => this.#publisher.publish(findings),
    });
  }

  /** Opens the stores and takes every watch up where it stopped. What cannot be opened is thrown, with nothing left open. */
  static async start(parts: ServiceParts): Promise<Service> {
    const { config, folder, secrets, now, tell } = parts;
    const stores = await openStores(config, { folder, secrets, alone: true });
    try {
      const outbox = new Outbox(stores.state, await routesOf(config.outputs, { secrets, now }), {
        now,
        dead: ({ output, error }) => tell({ kind: "dead-letter", output, error }),
        trouble: ({ error, again }) => tell({ kind: "outbox-trouble", message: messageOf(error), again }),
      });
      const service = new Service(parts, stores, outbox);
      const sources = new Map<string, WatchedSource>();
      for (const source of config.sources) {
        const ready = await readySource(source, { secrets, now });
        sources.set(source.tenant, await WatchedSource.open(ready, service.#sourceParts(parts)));
      }
      service.#sources = sources;
      await service.#openSignals();
      return service;
    } catch (error) {
      await stores.close();
      throw error;
    }
  }

  /** Shared Signals, when they are configured. */
  get signals(): { readonly transmitter: OpenSignals["transmitter"]; readonly inbox: Inbox | undefined } | undefined {
    return this.#signals;
  }

  get watches(): readonly WatchState[] {
    return [...this.#sources.values()].map(({ watch }) => watch.state);
  }

  /** Is told of everything that a watch says; answers how to stop that. */
  listen(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The key of a tenant's event hook, when it has one. */
  hookKey(tenant: string): string | undefined {
    return this.#sources.get(tenant)?.hookKey;
  }

  /** Takes in what a hook delivered. */
  async hook(tenant: string, bytes: Uint8Array): Promise<void> {
    await this.#sources.get(tenant)?.watch.hook(bytes);
  }

  /**
   * Goes on with other settings: rules and decisions, networks, sources with their credentials, outputs. Everything that
   * can be wrong about them is looked at first; when something is, it is thrown and the old ones go on. Answers the keys
   * of the configuration that changed and will hold only after the next start.
   */
  async reload(next: ServiceSettings): Promise<readonly string[]> {
    const { secrets, now, config: begun } = this.#parts;
    const routes = await routesOf(next.config.outputs, { secrets, now });
    const ready = await Promise.all(next.config.sources.map((source) => readySource(source, { secrets, now })));
    await this.#turn.run(async () => {
      if (this.#stopping.signal.aborted) return;
      this.outbox.reroute(routes);
      await this.#stopSources();
      const sources = new Map<string, WatchedSource>();
      for (const one of ready) {
        const { tenant } = one.config;
        const opened = await this.#openForSure(tenant, () => WatchedSource.open(one, this.#sourceParts(next)));
        if (opened !== undefined) sources.set(tenant, opened);
      }
      this.#sources = sources;
      if (this.#running) for (const source of sources.values()) source.start();
    });
    return FIXED.filter((key) => JSON.stringify(next.config[key]) !== JSON.stringify(begun[key]));
  }

  /** Watches and sends until the signal says otherwise; then everything is saved and closed. */
  async run(signal: AbortSignal): Promise<void> {
    let wake: () => void = () => undefined;
    const stop = this.listen((news) => {
      if (news.kind === "read") this.#sources.get(news.tenant)?.notice();
      if (news.kind === "findings") wake();
      if (news.kind === "findings" || news.kind === "read")
        this.#keeper.notice(news.kind === "findings" ? "findings" : "events");
    });
    const ready = (): Promise<void> =>
      new Promise((resolve) => {
        wake = resolve;
      });
    const end = (): void => this.#stopping.abort();
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    this.#running = true;
    for (const source of this.#sources.values()) source.start();
    let door: Door | undefined;
    try {
      door = await this.#openDoor();
      await Promise.all([this.outbox.run(signal, ready), this.#keeper.run(signal), this.#push(signal)]);
      await this.#turn.run(() => this.#stopSources());
    } finally {
      stop();
      await door?.close();
      await this.stores.close();
    }
  }

  /** Lets this user's commands reach the stores, where they are files of this process. */
  async #openDoor(): Promise<Door | undefined> {
    const { config } = this.#parts;
    if (config.store.state !== undefined) return undefined;
    return openDoor({
      ...this.stores,
      folder: folderOf(config, this.#parts),
      version: VERSION,
      stored: (tenant, first) => {
        const judged = this.#sources.get(tenant)?.watch.storedFrom(first);
        judged?.catch((error: unknown) => this.#trouble(tenant, messageOf(error), 0));
      },
    });
  }

  async #openSignals(): Promise<void> {
    const { config, secrets, now } = this.#parts;
    const opened = await openSignals({ config, stores: this.stores, secrets, now });
    if (opened === undefined) return;
    const publish = async (findings: readonly Finding[]): Promise<void> => {
      if ((await this.#publisher.publish(findings)).length > 0) this.#keeper.notice("findings");
    };
    const inbox = await openInbox(config.signals, { ...this.stores, secrets, now, publish });
    this.#signals = { ...opened, inbox };
  }

  /** Tells others, for good. */
  async #push(signal: AbortSignal): Promise<void> {
    if (this.#signals === undefined) return;
    const { tell } = this.#parts;
    await keepPushing(
      {
        ...this.#signals.push,
        dead: ({ stream, error }) => tell({ kind: "dead-signal", stream, error }),
        trouble: ({ error, again }) => tell({ kind: "signal-trouble", message: messageOf(error), again }),
      },
      signal,
    );
  }

  #sourceParts({ book, networkOf }: ServiceSettings): SourceParts {
    const { now, tell } = this.#parts;
    return {
      ...this.stores,
      outbox: this.outbox,
      book,
      networkOf,
      now,
      tell: (news: ServiceNews) => {
        tell(news);
        if (isNews(news)) for (const listener of this.#listeners) listener(news);
      },
      vigil: (source) => this.#vigil(source),
    };
  }

  #vigil({ tenant, act }: SourceConfig): VigilKeeper {
    const { now, tell } = this.#parts;
    const actClient = act?.kind === "app" ? act.clientId : "";
    const publish = async (findings: readonly Finding[]): Promise<void> => {
      if ((await this.#publisher.publish(findings)).length > 0) this.#keeper.notice("findings");
    };
    const ended = new Vigil({ ...this.stores, tenant, actClient, publish, now });
    const leaked = new LeakVigil({ ...this.stores, tenant, publish, now });
    const look = async (): Promise<void> => {
      await ended.look();
      await leaked.look();
    };
    return new VigilKeeper({ look }, tenant, tell);
  }

  async #stopSources(): Promise<void> {
    const each = [...this.#sources].map(async ([tenant, source]) => {
      try {
        await source.stop();
      } catch (error) {
        this.#trouble(tenant, `What it knows could not be saved and will be worked out again: ${messageOf(error)}`, 0);
      }
    });
    await Promise.all(each);
  }

  #trouble(tenant: string, message: string, again: number): void {
    this.#parts.tell({ kind: "trouble", tenant, code: "NL-WATCH-FAILED", message, again });
  }

  /** Opens what only the stores can keep from being opened, as often as it takes. */
  async #openForSure(tenant: string, open: () => Promise<WatchedSource>): Promise<WatchedSource | undefined> {
    const { signal } = this.#stopping;
    while (!signal.aborted)
      try {
        return await open();
      } catch (error) {
        this.#trouble(tenant, messageOf(error), AGAIN_MS);
        await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    return undefined;
  }
}

function isNews(news: ServiceNews): news is News {
  return ["findings", "read", "trouble", "contradiction", "quiet"].includes(news.kind);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
