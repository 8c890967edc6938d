import { readConfig } from "../config/config.ts";
import type { ServerConfig } from "../config/service.ts";
import { type ApiServer, createServer, Metrics, Tracer } from "../server/index.ts";
import { Service, type ServiceParts } from "../service/index.ts";
import { VERSION } from "../version.ts";
import { safeText } from "../report/index.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { Failure } from "./failure.ts";
import type { GlobalOptions } from "./global-options.ts";
import { knowledgeOf } from "./knowledge.ts";
import { writeError } from "./write-out.ts";

type SaidNews = Parameters<ServiceParts["tell"]>[0];

/** `nightlatch up` */
export async function runUp(flags: GlobalOptions): Promise<ExitCode> {
  const config = await readConfig(flags.config);
  if (config.service.sources.length === 0)
    throw new Failure("NL-CONFIG-NO-SOURCE", "No source is configured, so there is nothing to watch", {
      exit: EXIT.usage,
      next: "Write one with nightlatch init, or see it work on a made-up organisation: nightlatch drill okta-2023",
    });
  const { book, networkOf } = await knowledgeOf(config);
  const json = flags.format === "json";
  const stop = new AbortController();
  const interrupt = (): void => {
    if (!stop.signal.aborted) writeError("Stopping: what was read is saved first …\n");
    stop.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    const service = await Service.start({
      config: config.service,
      folder: flags.data,
      secrets: { file: flags.config ?? "nightlatch.yaml", env: process.env },
      book,
      networkOf,
      now: Date.now,
      tell: (news) => {
        if (json) process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...news })}\n`);
        else writeError(`${new Date().toISOString()}  ${lineOf(news)}\n`);
      },
    });
    const tracer = Tracer.from({ env: process.env, version: VERSION, now: Date.now });
    const server = await serve(service, config.service.server, tracer);
    writeError(
      `Watching ${service.watches.map(({ tenant }) => tenant).join(", ")}; ${server.origin}/openapi.json, tokens with nightlatch token create\n`,
    );
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
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** The HTTP interface over a service that runs. */
async function serve(service: Service, config: ServerConfig, tracer: Tracer | undefined): Promise<ApiServer> {
  const { state, events } = service.stores;
  try {
    return await createServer(
      {
        state,
        events,
        outbox: service.outbox,
        sources: () => service.watches,
        hook: (tenant, bytes) => service.hook(tenant, bytes),
        hookKey: (tenant) => service.hookKey(tenant),
        onFindings: (listener) => service.listen(({ kind }) => kind === "findings" && listener()),
        now: Date.now,
        version: VERSION,
        metrics: new Metrics(),
        tracer,
        trouble: ({ route, error }) =>
          writeError(`${route}: ${safeText(error instanceof Error ? error.message : String(error))}\n`),
      },
      config,
    );
  } catch (error) {
    await service.stores.close();
    throw error;
  }
}

function lineOf(news: SaidNews): string {
  switch (news.kind) {
    case "findings":
      return news.published
        .map(
          ({ finding, revision }) =>
            `${finding.severity} ${finding.id} r${revision} ${news.tenant}: ${safeText(finding.summary)}`,
        )
        .join("\n");
    case "read":
      return `${news.tenant}: ${news.fresh} new events${news.caughtUp ? "" : ", catching up"}`;
    case "trouble":
      return `${news.tenant}: ${news.code} ${safeText(news.message)}; trying again in ${Math.round(news.again / 1000)} s`;
    case "contradiction":
      return `${news.tenant}: ${news.uids.length} events came again with other content; what came first stays`;
    case "quiet":
      return `${news.tenant}: no event since ${new Date(news.since).toISOString()}`;
    case "case":
      return `${news.joined.case}: ${news.joined.opened ? "opened by" : "joined by"} ${news.joined.finding}${news.joined.merged.length === 0 ? "" : `, and ${news.joined.merged.join(", ")} merged into it`}`;
    case "vigil-trouble":
      return `${news.tenant}: the watch over what was ended could not look (${safeText(news.message)}); it tries again`;
    case "case-trouble":
      return `cases: ${safeText(news.message)}; trying again`;
    case "dead-letter":
      return `output ${news.output}: a notice was put aside (${safeText(news.error)})`;
  }
}
