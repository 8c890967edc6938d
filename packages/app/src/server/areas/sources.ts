import { listSources, type SourceState } from "@nightlatch/client";
import { coverageOf } from "../../store/state/index.ts";
import type { WatchState } from "../../watch/index.ts";
import type { Routes } from "../http/routes.ts";
import type { ServerParts } from "../parts.ts";
import { utcOrNull } from "./rfc3339.ts";

/** Sources: how far each was read. */
export function addSources(routes: Routes, parts: ServerParts): void {
  routes.json(listSources, async () => ({
    items: await Promise.all(parts.sources().map((watch) => sourceState(parts, watch))),
  }));
}

async function sourceState(parts: ServerParts, watch: WatchState): Promise<SourceState> {
  const { tenant, source, lastRead, lastEvent, caughtUp, quiet, trouble } = watch;
  const lag = await lagOf(parts, watch);
  // Its words are for the log; what they repeat of another machine's answer is not ours to tell on.
  const code = /^NL-[A-Z-]+/.exec(trouble)?.[0] ?? "NL-WATCH-FAILED";
  return {
    tenant,
    source,
    lastRead: utcOrNull(lastRead),
    lastEvent: utcOrNull(lastEvent),
    lagSeconds: lag ?? null,
    caughtUp,
    quiet,
    problem: trouble === "" ? null : code,
  };
}

/** Seconds between now and the end of the last complete stretch of a source; `undefined` when there is none. */
export async function lagOf(
  { state, now }: Pick<ServerParts, "state" | "now">,
  { tenant, source }: Pick<WatchState, "tenant" | "source">,
): Promise<number | undefined> {
  const spans = await coverageOf(state.db, { tenant, source });
  const last = spans.findLast((span) => span.state === "complete");
  return last === undefined ? undefined : Math.max(0, Math.round((now() - last.until) / 1000));
}
