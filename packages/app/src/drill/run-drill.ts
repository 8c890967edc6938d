import { setTimeout as sleep } from "node:timers/promises";
import { atLeast, type NetworkOf } from "@nightlatch/core";
import { OktaClient, readOrigin, withApiToken } from "../connect/okta/index.ts";
import type { RuleBook } from "../detect/index.ts";
import { Outbox } from "../notify/index.ts";
import type { Stores } from "../service/index.ts";
import { type News, watchTenant } from "../watch/index.ts";
import { type Beat, replayOkta2023 } from "./attack/okta-2023.ts";
import { found } from "./company.ts";
import { defend, type Defended, type DefenceNews } from "./defence.ts";
import { FastClock } from "./fast-clock.ts";
import { createToken } from "./organisation/do/tenant.ts";
import { createUser, grantRole } from "./organisation/do/users.ts";
import { SYSTEM } from "./organisation/organisation.ts";
import { INTRUDER } from "./places.ts";
import { startDrillTenant } from "./start-drill-tenant.ts";

/** How a drill is run. */
export interface DrillSettings {
  readonly stores: Stores;
  readonly book: RuleBook;
  readonly networkOf: NetworkOf;
  readonly seed: number;
  /** Minutes of the story in a second of ours. */
  readonly speed: number;
  /** Sessions of administrators are bound to their network, as Okta does since October 2023. */
  readonly binding: boolean;
  /** Whether findings are answered; else they are only watched for. */
  readonly contain: boolean;
  /** Milliseconds UTC. */
  readonly now: () => number;
  readonly tell: (news: DrillNews) => void;
  readonly signal: AbortSignal;
}

/** What happens in a drill: the story goes on, or the watch says something. Times are the story's. */
export type DrillNews =
  | { readonly kind: "beat"; readonly beat: Beat }
  | { readonly kind: "ready"; readonly events: number }
  | { readonly kind: "watch"; readonly at: number; readonly news: News }
  | { readonly kind: "defence"; readonly news: DefenceNews };

/** What came of it. Times are the story's, milliseconds UTC. */
export interface DrillOutcome {
  /** The intruder's first request that worked. */
  readonly firstAct: number | undefined;
  /** The first finding that wakes somebody: when it was known, and which. */
  readonly caught: { readonly at: number; readonly finding: string; readonly summary: string } | undefined;
  readonly acts: number;
  readonly refused: number;
  /** What was done about it; absent when it was only watched. */
  readonly defended?: Defended;
  /** Milliseconds of ours from the intruder's first event in the log until every known session was ended, read back. */
  readonly contained?: number;
  /** Milliseconds of ours between two looks at the log. */
  readonly pollMs: number;
}

const TENANT = "drill";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const HISTORY_DAYS = 14;
const POLL_MS = 250;

/**
 * The theft of October 2023 on a made-up organisation, in compressed time, while the product watches it as it would
 * watch a real one: over HTTP, through its own connector, into its own stores.
 */
export async function runDrill(settings: DrillSettings): Promise<DrillOutcome> {
  const { stores, book, networkOf, seed, speed, binding, contain, now, tell, signal } = settings;
  // The story's afternoon ends about now, so that it is no more in the future than any log.
  const start = now() - 4 * HOUR;
  const clock = new FastClock({ start, speed: speed * 60, real: () => performance.now() });
  const tenant = await startDrillTenant({ seed, now: clock.now, binding });
  const watching = new AbortController();
  const stop = AbortSignal.any([signal, watching.signal]);
  let caught: DrillOutcome["caught"];
  try {
    const company = found(tenant.org, { morning: start - HOUR, days: HISTORY_DAYS });
    // In an hour that passes in a minute, everybody asks more often.
    tenant.rates.factor = speed * 60;
    const reader = createUser(tenant.org, SYSTEM, {
      login: "svc-nightlatch@example.com",
      firstName: "Night",
      lastName: "Latch",
      at: start - 30 * 24 * HOUR,
    });
    grantRole(tenant.org, reader, "READ_ONLY_ADMIN", SYSTEM, start - 30 * 24 * HOUR);
    const { secret } = createToken(tenant.org, reader, "Nightlatch reads", SYSTEM, start - 30 * 24 * HOUR);
    const client = new OktaClient({ origin: readOrigin(tenant.origin), signIn: withApiToken(secret), share: 1 });
    const defence = contain
      ? await defend({
          tenant: TENANT,
          drill: tenant,
          company,
          stores,
          reading: client,
          networkOf,
          now: clock.now,
          tell: (news) => tell({ kind: "defence", news }),
        })
      : undefined;
    let appeared: number | undefined;
    tenant.org.log.onEvent(({ record }) => {
      if (JSON.stringify(record).includes(INTRUDER.ip)) appeared ??= performance.now();
    });
    const hear = (news: News): void => {
      tell({ kind: "watch", at: clock.now(), news });
      defence?.hear(news);
      if (news.kind !== "findings") return;
      const loud = news.published.find(({ finding }) => atLeast(finding.severity, "high"));
      if (loud !== undefined) caught ??= { at: clock.now(), finding: loud.finding.id, summary: loud.finding.summary };
    };
    const watch = await watchTenant(
      {
        tenant: TENANT,
        client,
        pollMs: POLL_MS,
        backfillDays: HISTORY_DAYS + 1,
        quietMs: 24 * HOUR,
        settleMs: 2 * MINUTE,
      },
      { ...stores, outbox: new Outbox(stores.state, [], { now }), book, networkOf, now: clock.now, tell: hear },
    );
    const running = watch.run(stop);
    while (!watch.state.caughtUp && !stop.aborted) await sleep(50);
    tell({ kind: "ready", events: watch.state.events });
    let firstAct: number | undefined;
    const tries = await replayOkta2023({
      tenant,
      company,
      pass: (minutes) => clock.pass(minutes * MINUTE, stop),
      tell: (beat) => {
        if (beat.by === "intruder" && beat.status !== undefined && beat.status < 400) firstAct ??= beat.at;
        tell({ kind: "beat", beat });
      },
    });
    // What the intruder did last still has to be read.
    await sleep(POLL_MS * 6, undefined, { signal });
    const defended = await defence?.settle();
    watching.abort();
    await running;
    const refused = tries.filter(({ status }) => status === 0 || status >= 400).length;
    const outcome = { firstAct, caught, acts: tries.length - refused, refused, pollMs: POLL_MS };
    if (defended === undefined) return outcome;
    const { endedAt } = defended;
    return {
      ...outcome,
      defended,
      ...(endedAt === undefined || appeared === undefined ? {} : { contained: endedAt - appeared }),
    };
  } finally {
    watching.abort();
    await tenant.stop();
  }
}
