import { lagOf } from "../areas/sources.ts";
import type { ServerParts } from "../parts.ts";
import type { Sample } from "./metrics.ts";

/** What the server counts of itself. */
export interface ServerFigures {
  readonly answered: (route: string, status: number, seconds: number) => void;
  readonly streams: (by: 1 | -1) => void;
}

/** Sets up the server's figures: requests, streams, sources, findings, the outbox, the process. */
export function serverFigures(parts: ServerParts): ServerFigures {
  const { metrics, state, sources, now, version } = parts;
  const { db } = state;
  const requests = metrics.counter("nightlatch_http_requests_total", "Requests answered, by route and status");
  const seconds = metrics.counter("nightlatch_http_request_seconds_total", "Seconds spent on requests, by route");
  let open = 0;
  metrics.gauge("nightlatch_streams", "Open streams of findings", () => [{ value: open }]);
  metrics.gauge("nightlatch_info", "The version that runs", () => [{ labels: { version }, value: 1 }]);
  metrics.gauge("nightlatch_source_lag_seconds", "Seconds since the moment up to which all was read", async () => {
    const lags = await Promise.all(sources().map(async (one) => ({ labels: of(one), value: await lagOf(parts, one) })));
    return lags.flatMap(({ labels, value }) => (value === undefined ? [] : [{ labels, value }]));
  });
  metrics.gauge("nightlatch_source_silence_seconds", "Seconds since the source's last event happened", () =>
    sources()
      .filter(({ lastEvent }) => lastEvent !== 0)
      .map((one) => ({ labels: of(one), value: Math.round((now() - one.lastEvent) / 1000) })),
  );
  metrics.gauge("nightlatch_source_quiet", "1 when the source is silent for longer than it should", () =>
    sources().map((one) => ({ labels: of(one), value: one.quiet ? 1 : 0 })),
  );
  metrics.gauge("nightlatch_source_failing", "1 when the source cannot be read now", () =>
    sources().map((one) => ({ labels: of(one), value: one.trouble === "" ? 0 : 1 })),
  );
  metrics.gauge("nightlatch_findings", "Findings kept, by tenant and severity", async (): Promise<Sample[]> => {
    const rows = await db
      .selectFrom("finding")
      .select(({ fn }) => ["tenant", "severity", fn.countAll().as("count")])
      .groupBy(["tenant", "severity"])
      .execute();
    return rows.map(({ tenant, severity, count }) => ({ labels: { tenant, severity }, value: Number(count) }));
  });
  metrics.gauge(
    "nightlatch_outbox",
    "Notices by output and state: waiting, sent, dead",
    async (): Promise<Sample[]> => {
      const rows = await db
        .selectFrom("outbox")
        .select(({ fn }) => ["output", "state", fn.countAll().as("count")])
        .groupBy(["output", "state"])
        .execute();
      return rows.map(({ output, state: name, count }) => ({ labels: { output, state: name }, value: Number(count) }));
    },
  );
  metrics.gauge("process_resident_memory_bytes", "Memory of the process", () => [{ value: process.memoryUsage.rss() }]);
  metrics.gauge("process_uptime_seconds", "How long the process runs", () => [{ value: Math.round(process.uptime()) }]);
  return {
    answered: (route, status, took) => {
      requests.add({ route, status: String(status) });
      seconds.add({ route }, took);
    },
    streams: (by) => (open += by),
  };
}

function of({
  tenant,
  source,
}: {
  readonly tenant: string;
  readonly source: string;
}): Readonly<Record<string, string>> {
  return { tenant, source };
}
