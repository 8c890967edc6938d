import type { SourceConfig } from "../config/service.ts";
import { readSecret } from "../config/secret.ts";
import type { OktaClient } from "../connect/okta/index.ts";
import { RetentionKeeper } from "../retention/index.ts";
import type { VigilKeeper } from "../respond/index.ts";
import { type TenantWatch, watchTenant, type WatchParts } from "../watch/index.ts";
import type { ServiceNews } from "./news.ts";
import { readingClient } from "./okta-client.ts";
import type { SecretSource } from "./open-state.ts";

const MINUTE = 60_000;
const SECOND = 1000;
const SOURCE = "okta.system_log";

/** What a source needs from outside, read and in order: nothing of it can fail any more. */
export interface ReadySource {
  readonly config: SourceConfig;
  readonly client: OktaClient;
  readonly hookKey: string | undefined;
}

/** Reads a source's secrets and makes its client. Throws ConfigError, or an OktaError NL-OKTA-ORIGIN. */
export async function readySource(
  config: SourceConfig,
  from: { readonly secrets: SecretSource; readonly now: () => number },
): Promise<ReadySource> {
  const client = await readingClient(config, from);
  return { config, client, hookKey: config.hook && (await readSecret(config.hook, from.secrets)) };
}

/** What a source is watched with. */
export interface SourceParts extends WatchParts {
  readonly tell: (news: ServiceNews) => void;
  readonly vigil: (source: SourceConfig) => VigilKeeper;
}

/** One source while it is watched: the watch over its log, the vigil over what was ended, and its retention. */
export class WatchedSource {
  readonly hookKey: string | undefined;
  readonly watch: TenantWatch;
  readonly #vigil: VigilKeeper;
  readonly #retention: RetentionKeeper | undefined;
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  private constructor(
    { config: { tenant, keep }, hookKey }: ReadySource,
    watch: TenantWatch,
    { vigil, parts }: { readonly vigil: VigilKeeper; readonly parts: SourceParts },
  ) {
    this.hookKey = hookKey;
    this.watch = watch;
    this.#vigil = vigil;
    this.#retention =
      keep === undefined ? undefined : new RetentionKeeper({ tenant, source: SOURCE, keep }, parts, parts.tell);
  }

  /** Takes a source up where its last watch stopped. */
  static async open(ready: ReadySource, parts: SourceParts): Promise<WatchedSource> {
    const { config, client } = ready;
    const { tenant, poll, backfill, quiet, keep } = config;
    const watched = {
      tenant,
      client,
      pollMs: poll * SECOND,
      // What would be forgotten at once is not read.
      backfillDays: Math.min(backfill, keep ?? backfill),
      quietMs: quiet * MINUTE,
    };
    const watch = await watchTenant(watched, parts);
    return new WatchedSource(ready, watch, { vigil: parts.vigil(config), parts });
  }

  /** Events of the source arrived. */
  notice(): void {
    this.#vigil.notice(this.watch.state.tenant);
  }

  start(): void {
    const { signal } = this.#stop;
    this.#running = Promise.all([this.watch.run(signal), this.#vigil.run(signal), this.#retention?.run(signal)]);
    // Told by whoever stops it.
    this.#running.catch(() => undefined);
  }

  /** Stops and saves. Throws what saving throws; nothing is lost by it, because everything can be judged anew. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}
