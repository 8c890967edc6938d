import { rolesNow, stateNow } from "../cases/index.ts";
import { type Config, readConfig } from "../config/config.ts";
import type { LogConfig, ServerConfig } from "../config/service.ts";
import type { Log } from "../log/index.ts";
import { type ApiServer, createServer, Metrics, Tracer } from "../server/index.ts";
import { openResponder, readingClient, type SecretSource, Service, type ServiceNews } from "../service/index.ts";
import { VERSION } from "../version.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { Failure, failureOf } from "./failure.ts";
import type { GlobalOptions } from "./global-options.ts";
import { type Knowledge, knowledgeWithFlaws } from "./knowledge.ts";
import { logNews, serviceLog } from "./service-log.ts";

/** `nightlatch up` */
export async function runUp(flags: GlobalOptions): Promise<ExitCode> {
  const config = await watchedConfig(flags);
  const json = flags.format === "json";
  let log = serviceLog(config.service.log, json);
  const stop = new AbortController();
  const interrupt = (): void => {
    if (!stop.signal.aborted) log("info", "stopping", "Stopping: what was read is saved first …");
    stop.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  let hangUp = (): void => log("warn", "reload", "It is still starting; the configuration was not read again");
  const reload = (): void => hangUp();
  process.on("SIGHUP", reload);
  try {
    const secrets = { file: flags.config ?? "nightlatch.yaml", env: process.env };
    const service = await Service.start({
      config: config.service,
      ...(await knowledge(config, log)),
      folder: flags.data,
      secrets,
      now: Date.now,
      tell: (news: ServiceNews) => {
        if (json) process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...news })}\n`);
        logNews(log, news);
      },
    });
    const tracer = Tracer.from({ env: process.env, version: VERSION, now: Date.now });
    const server = await serve(service, config.service.server, {
      tracer,
      log: (...entry) => log(...entry),
      readConfig: () => readConfig(flags.config),
      secrets,
    });
    const tenants = service.watches.map(({ tenant }) => tenant).join(", ");
    const where = `${server.origin}/openapi.json`;
    log("info", "started", `Watching ${tenants}; ${where}, tokens with nightlatch token create`, {
      origin: server.origin,
      version: VERSION,
    });
    hangUp = (): void => void reloadService(service, flags, { log, now: (as) => (log = serviceLog(as, json)) });
    // Whoever asks is answered to the end before the stores close.
    const watching = new AbortController();
    const end = (): void => void server.stop().finally(() => watching.abort());
    stop.signal.addEventListener("abort", end, { once: true });
    if (stop.signal.aborted) end();
    try {
      await service.run(watching.signal);
    } finally {
      await server.stop();
      await tracer?.stop();
    }
    return EXIT.done;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt).off("SIGHUP", reload);
  }
}

async function watchedConfig(flags: GlobalOptions): Promise<Config> {
  const config = await readConfig(flags.config);
  if (config.service.sources.length > 0) return config;
  throw new Failure("NL-CONFIG-NO-SOURCE", "No source is configured, so there is nothing to watch", {
    exit: EXIT.usage,
    next: "Write one with nightlatch init, or see it work on a made-up organisation: nightlatch drill okta-2023",
  });
}

/** What a service judges by; what of it cannot be followed is logged. */
async function knowledge(config: Config, log: Log): Promise<Knowledge> {
  const { rejected, ending, ...known } = await knowledgeWithFlaws(config);
  for (const { file, line, code, reason } of rejected)
    log("warn", "rejected", `${file}:${line}: ${code} ${reason}`, { file, line, code });
  for (const message of ending) log("warn", "decision", message);
  return known;
}

/** Reads the configuration again and goes on with it, `now` with its log; when anything is wrong with it, the old one holds. */
async function reloadService(
  service: Service,
  flags: GlobalOptions,
  { log, now }: { readonly log: Log; readonly now: (log: LogConfig) => void },
): Promise<void> {
  try {
    const config = await watchedConfig(flags);
    const later = await service.reload({ config: config.service, ...(await knowledge(config, log)) });
    now(config.service.log);
    log(
      "info",
      "reloaded",
      "The configuration was read again: rules, decisions, sources, outputs and log are as it says",
    );
    for (const key of later)
      log("warn", "reload-later", `\`${key}\` changed, and will hold after the next start`, { key });
  } catch (error) {
    const { code, message } = failureOf(error);
    log("error", "reload-refused", `The configuration stays as it was: ${code} ${message}`, { code });
  }
}

/** The HTTP interface over a service that runs. */
async function serve(
  service: Service,
  config: ServerConfig,
  {
    tracer,
    log,
    readConfig: read,
    secrets,
  }: {
    readonly tracer: Tracer | undefined;
    readonly log: Log;
    /** As the configuration is now: what is protected holds from the moment that it is written down. */
    readonly readConfig: () => Promise<Config>;
    readonly secrets: SecretSource;
  },
): Promise<ApiServer> {
  const { stores } = service;
  const { state, events } = stores;
  try {
    return await createServer(
      {
        state,
        events,
        outbox: service.outbox,
        signals: service.signals,
        responder: async (tenant) => openResponder(tenant, { config: await read(), stores, secrets, now: Date.now }),
        live: async (tenant) => {
          const source = (await read()).service.sources.find((one) => one.tenant === tenant);
          if (source === undefined) return undefined;
          const client = await readingClient(source, { secrets, now: Date.now });
          return { roles: rolesNow(client), current: stateNow(client) };
        },
        sources: () => service.watches,
        hook: (tenant, bytes) => service.hook(tenant, bytes),
        hookKey: (tenant) => service.hookKey(tenant),
        onFindings: (listener) => service.listen(({ kind }) => kind === "findings" && listener()),
        now: Date.now,
        version: VERSION,
        metrics: new Metrics(),
        tracer,
        trouble: ({ route, error }) =>
          log("error", "request", `${route}: ${error instanceof Error ? error.message : String(error)}`, { route }),
      },
      config,
    );
  } catch (error) {
    await service.stores.close();
    throw error;
  }
}
