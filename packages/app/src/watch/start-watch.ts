import type { NetworkOf } from "@nightlatch/core";
import { LogReader, type OktaClient } from "../connect/okta/index.ts";
import { judgeOf, type RuleBook } from "../detect/index.ts";
import { Ingest, OktaPoller, PageReader } from "../ingest/index.ts";
import type { Outbox } from "../notify/index.ts";
import { loadJudge } from "../pipeline/index.ts";
import type { EventStore } from "../store/events/index.ts";
import type { StateStore } from "../store/state/index.ts";
import { LiveDetection } from "./live-detection.ts";
import { Publisher } from "./publish.ts";
import { receivedClock } from "./received-clock.ts";
import { SavedCheckpoints } from "./saved-checkpoints.ts";
import { type News, TenantWatch } from "./tenant-watch.ts";

const SOURCE = "okta.system_log";

/** What is watched, and with what. */
export interface WatchParts {
  readonly events: EventStore;
  readonly state: StateStore;
  readonly outbox: Outbox;
  readonly book: RuleBook;
  readonly networkOf: NetworkOf;
  readonly now: () => number;
  readonly tell: (news: News) => void;
}

export interface WatchedTenant {
  readonly tenant: string;
  readonly client: OktaClient;
  readonly pollMs: number;
  readonly backfillDays: number;
  readonly quietMs: number;
  /** How long events are expected to arrive, in milliseconds; two minutes unless told otherwise. */
  readonly settleMs?: number;
  /** Records asked for at a time; as many as Okta gives unless told otherwise. */
  readonly pageSize?: number;
}

/** Makes the watch over a tenant, ready to run: what was saved is gone on from. */
export async function watchTenant(watched: WatchedTenant, parts: WatchParts): Promise<TenantWatch> {
  const { tenant, client, pollMs, backfillDays, quietMs, settleMs, pageSize } = watched;
  const { events, state, outbox, book, networkOf, now, tell } = parts;
  const judge = await loadJudge(judgeOf(book));
  const holding = (await events.holdings()).find((one) => one.tenant === tenant && one.source === SOURCE);
  const clock = receivedClock(now, holding?.received ?? 0);
  const poller = new OktaPoller({
    key: { tenant, source: SOURCE },
    log: new LogReader(client),
    pages: new PageReader(tenant, judge),
    ingest: new Ingest(events, state),
    state,
    now: clock,
    backfillDays,
    ...(settleMs === undefined ? {} : { settle: settleMs }),
    ...(pageSize === undefined ? {} : { pageSize }),
  });
  const watch = new TenantWatch({
    tenant,
    source: SOURCE,
    poller,
    live: new LiveDetection({ tenant, source: SOURCE, book, judge: await loadJudge(judgeOf(book)), networkOf, events }),
    publisher: new Publisher(state, outbox, now),
    saved: new SavedCheckpoints(state, `live:${SOURCE}:${tenant}`, now),
    now,
    pollMs,
    quietMs,
    tell,
  });
  await watch.resume();
  return watch;
}
