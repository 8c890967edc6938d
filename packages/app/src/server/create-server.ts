import { getRequestListener } from "@hono/node-server";
import type { ServerConfig } from "../config/service.ts";
import { createApp } from "./http/app.ts";
import { Refusal, refusalOf, refusalResponse } from "./http/refusal.ts";
import { listen, originOf, type Patience } from "./listen.ts";
import type { ServerParts } from "./parts.ts";

/** The interface while it listens. */
export interface ApiServer {
  /** Such as `http://127.0.0.1:8417`. */
  readonly origin: string;
  /** Takes no more connections, ends streams, and waits for what is being answered; cuts what is left after a time. */
  readonly stop: (graceMs?: number) => Promise<void>;
}

/** How clients are waited for; only tests want others. Milliseconds. */
export interface ServerTimes extends Patience {
  /** Between two signs of life of a stream. */
  readonly beat: number;
}

const TIMES: ServerTimes = { headers: 10_000, request: 30_000, idle: 60_000, beat: 15_000 };
const MOST_STREAMS = 100;
const GRACE = 5000;
const SWEEP = 20;

/**
 * Starts the HTTP interface over stores and watches that are open already (spec AP-1 to AP-49).
 * Throws a ServerError: `NL-SERVER-EXPOSED`, `NL-SERVER-TLS` or `NL-SERVER-PORT`.
 */
export async function createServer(
  parts: ServerParts,
  config: ServerConfig,
  times: ServerTimes = TIMES,
): Promise<ApiServer> {
  const stopping = new AbortController();
  const app = createApp(parts, { stopping: stopping.signal, beat: times.beat, most: MOST_STREAMS });
  const listener = getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    // What has no address to be looked up under, such as a request with a strange host.
    errorHandler: (error) => {
      const strange = error instanceof Error && error.name === "RequestError";
      return refusalResponse(
        strange ? new Refusal("NL-API-INPUT", "The address or the host of the request is none") : refusalOf(error),
      );
    },
  });
  const server = await listen(config, times, (request, response) => void listener(request, response));
  return {
    origin: originOf(server, config),
    stop: async (graceMs = GRACE) => {
      stopping.abort();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      // A connection whose answer is done would wait for a next request that is not taken.
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP);
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(cut);
    },
  };
}
