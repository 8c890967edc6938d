import { CaseKeeper, type CaseNews } from "../cases/index.ts";
import { readSecret } from "../config/secret.ts";
import type { ServiceConfig } from "../config/service.ts";
import type { Finding, NetworkOf } from "@nightlatch/core";
import type { RuleBook } from "../detect/index.ts";
import { Outbox } from "../notify/index.ts";
import { Vigil, VigilKeeper, type VigilNews } from "../respond/index.ts";
import { type News, Publisher, type TenantWatch, watchTenant, type WatchState } from "../watch/index.ts";
import { readingClient } from "./okta-client.ts";
import type { SecretSource } from "./open-state.ts";
import { openStores, type Stores } from "./open-stores.ts";
import { routesOf } from "./outputs.ts";

/** What a service is started with. */
export interface ServiceParts {
  readonly config: ServiceConfig;
  readonly folder: string | undefined;
  readonly secrets: SecretSource;
  readonly book: RuleBook;
  readonly networkOf: NetworkOf;
  readonly now: () => number;
  readonly tell: (
    news:
      | News
      | CaseNews
      | VigilNews
      | { readonly kind: "dead-letter"; readonly output: string; readonly error: string },
  ) => void;
}

const MINUTE = 60_000;
const SECOND = 1000;

/** The service: stores, a watch for each tenant, and the outbox. */
export class Service {
  readonly stores: Stores;
  readonly outbox: Outbox;
  readonly #watches: ReadonlyMap<string, TenantWatch>;
  readonly #hookKeys: ReadonlyMap<string, string>;
  readonly #keeper: CaseKeeper;
  /** One for each tenant. */
  readonly #vigils: readonly VigilKeeper[];
  readonly #listeners = new Set<(news: News) => void>();

  private constructor(parts: {
    stores: Stores;
    outbox: Outbox;
    watches: ReadonlyMap<string, TenantWatch>;
    hookKeys: ReadonlyMap<string, string>;
    keeper: CaseKeeper;
    vigils: readonly VigilKeeper[];
  }) {
    this.stores = parts.stores;
    this.outbox = parts.outbox;
    this.#watches = parts.watches;
    this.#hookKeys = parts.hookKeys;
    this.#keeper = parts.keeper;
    this.#vigils = parts.vigils;
  }

  /** Opens the stores and takes every watch up where it stopped. What cannot be opened is thrown, with nothing left open. */
  static async start(parts: ServiceParts): Promise<Service> {
    const { config, folder, secrets, book, networkOf, now, tell } = parts;
    const stores = await openStores(config, { folder, secrets });
    try {
      const dead = ({ output, error }: { readonly output: string; readonly error: string }): void =>
        tell({ kind: "dead-letter", output, error });
      const outbox = new Outbox(stores.state, await routesOf(config.outputs, { secrets, now }), { now, dead });
      const watches = new Map<string, TenantWatch>();
      const hookKeys = new Map<string, string>();
      const publisher = new Publisher(stores.state, outbox, now);
      const keeper = new CaseKeeper({ ...stores, now, tell, publish: (findings) => publisher.publish(findings) });
      const vigils = config.sources.map(({ tenant, act }) => {
        const actClient = act?.kind === "app" ? act.clientId : "";
        const publish = async (findings: readonly Finding[]): Promise<void> => {
          if ((await publisher.publish(findings)).length > 0) keeper.notice("findings");
        };
        return new VigilKeeper(new Vigil({ ...stores, tenant, actClient, publish, now }), tenant, tell);
      });
      const service = new Service({ stores, outbox, watches, hookKeys, keeper, vigils });
      const both = (news: News): void => {
        tell(news);
        for (const listener of service.#listeners) listener(news);
      };
      for (const source of config.sources) {
        const client = await readingClient(source, { secrets, now });
        if (source.hook !== undefined) hookKeys.set(source.tenant, await readSecret(source.hook, secrets));
        const watched = {
          tenant: source.tenant,
          client,
          pollMs: source.poll * SECOND,
          backfillDays: source.backfill,
          quietMs: source.quiet * MINUTE,
        };
        watches.set(source.tenant, await watchTenant(watched, { ...stores, outbox, book, networkOf, now, tell: both }));
      }
      return service;
    } catch (error) {
      await stores.close();
      throw error;
    }
  }

  get watches(): readonly WatchState[] {
    return [...this.#watches.values()].map(({ state }) => state);
  }

  /** Is told of everything that a watch says; answers how to stop that. */
  listen(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The key of a tenant's event hook, when it has one. */
  hookKey(tenant: string): string | undefined {
    return this.#hookKeys.get(tenant);
  }

  /** Takes in what a hook delivered. */
  async hook(tenant: string, bytes: Uint8Array): Promise<void> {
    await this.#watches.get(tenant)?.hook(bytes);
  }

  /** Watches and sends until the signal says otherwise; then everything is saved and closed. */
  async run(signal: AbortSignal): Promise<void> {
    let wake: () => void = () => undefined;
    const stop = this.listen(({ kind, tenant }) => {
      if (kind === "read") for (const vigil of this.#vigils) vigil.notice(tenant);
      if (kind === "findings") wake();
      if (kind === "findings" || kind === "read") this.#keeper.notice(kind === "findings" ? "findings" : "events");
    });
    const ready = (): Promise<void> =>
      new Promise((resolve) => {
        wake = resolve;
      });
    try {
      await Promise.all([
        ...[...this.#watches.values()].map((watch) => watch.run(signal)),
        this.outbox.run(signal, ready),
        this.#keeper.run(signal),
        ...this.#vigils.map((vigil) => vigil.run(signal)),
      ]);
    } finally {
      stop();
      await this.stores.close();
    }
  }
}
