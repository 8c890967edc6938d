/**
 * The theft of October 2023 against the defence, step by step: time passes only when the story says so, the log is read
 * after every step, and what is found is answered before the story goes on. Nothing waits for a clock.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "@nightlatch/core";
import { bookOf } from "../cli/knowledge.ts";
import { NO_CONFIG } from "../config/config.ts";
import { NO_SERVICE } from "../config/service.ts";
import { OktaClient, readOrigin, withApiToken } from "../connect/okta/index.ts";
import { contentPath } from "../content.ts";
import type { RuleBook } from "../detect/index.ts";
import { networksOf } from "../detect/knowledge.ts";
import { readRuleFiles } from "../detect/rule-files.ts";
import { Outbox } from "../notify/index.ts";
import type { TellOthers } from "../respond/index.ts";
import { openStores, type Stores } from "../service/index.ts";
import { watchTenant } from "../watch/index.ts";
import type { Try } from "./attack/intruder.ts";
import { replayOkta2023 } from "./attack/okta-2023.ts";
import { type Company, found } from "./company.ts";
import { defend, type Defended, type DefenceNews } from "./defence.ts";
import { createToken } from "./organisation/do/tenant.ts";
import { createUser, grantRole } from "./organisation/do/users.ts";
import { SYSTEM } from "./organisation/organisation.ts";
import type { Fault } from "./http/guard.ts";
import { type DrillTenant, startDrillTenant } from "./start-drill-tenant.ts";

export interface Replay {
  readonly tenant: DrillTenant;
  readonly company: Company;
  readonly stores: Stores;
  readonly tries: readonly Try[];
  readonly defended: Defended;
  readonly findings: readonly Finding[];
  readonly news: readonly DefenceNews[];
  /** Reads the log and answers what it shows, once more; so many minutes later. */
  readonly again: (minutes?: number) => Promise<Defended>;
  /** The story's clock. */
  readonly now: () => number;
}

/** What a story plays in. */
export interface StoryWorld {
  readonly tenant: DrillTenant;
  readonly company: Company;
  readonly pass: (minutes: number) => Promise<void>;
}

export interface ReplaySettings {
  readonly binding?: boolean;
  readonly faults?: readonly Fault[];
  /** What is told instead of the whole theft; `pass` moves the clock. */
  readonly story?: (world: StoryWorld) => Promise<readonly Try[]>;
  /** Nobody looks until the story is over: the intruder gets everything done. */
  readonly late?: true;
  /** How others are told. */
  readonly tellOthers?: (world: { readonly stores: Stores; readonly tenant: DrillTenant }) => Promise<TellOthers>;
  /** Is told of what the defence does, while it does it. */
  readonly meanwhile?: (news: DefenceNews, world: { readonly tenant: DrillTenant; readonly company: Company }) => void;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
let book: Promise<RuleBook> | undefined;

/** Runs the story to its end, looks at it, and puts everything away. */
export async function replay(settings: ReplaySettings, look: (replay: Replay) => Promise<void> | void): Promise<void> {
  let clock = Date.UTC(2026, 0, 6, 8);
  const now = (): number => clock;
  const folder = mkdtempSync(join(tmpdir(), "nightlatch-replay-"));
  const tenant = await startDrillTenant({ seed: 2023, now, binding: settings.binding ?? false });
  const stores = await openStores(NO_SERVICE, { folder, secrets: { file: "", env: {} } });
  try {
    const company = found(tenant.org, { morning: clock, days: 4 });
    tenant.rates.factor = 1000;
    const reader = createUser(tenant.org, SYSTEM, {
      login: "svc-nightlatch@example.com",
      firstName: "Night",
      lastName: "Latch",
      at: clock - 30 * DAY,
    });
    grantRole(tenant.org, reader, "READ_ONLY_ADMIN", SYSTEM, clock - 30 * DAY);
    const { secret } = createToken(tenant.org, reader, "reads", SYSTEM, clock - 30 * DAY);
    const reading = new OktaClient({ origin: readOrigin(tenant.origin), signIn: withApiToken(secret), share: 1 });
    const networkOf = await networksOf(NO_CONFIG);
    book ??= readRuleFiles([contentPath("rules")], () => undefined).then((texts) => bookOf(NO_CONFIG, texts));
    const news: DefenceNews[] = [];
    const findings: Finding[] = [];
    const tellOthers = await settings.tellOthers?.({ stores, tenant });
    const defence = await defend({
      tenant: "drill",
      drill: tenant,
      company,
      stores,
      reading,
      networkOf,
      now,
      tellOthers,
      tell: (one) => {
        news.push(one);
        settings.meanwhile?.(one, { tenant, company });
      },
    });
    const watch = await watchTenant(
      { tenant: "drill", client: reading, pollMs: 1000, backfillDays: 30, quietMs: DAY },
      {
        ...stores,
        outbox: new Outbox(stores.state, [], { now }),
        book: await book,
        networkOf,
        now,
        tell: (one) => {
          if (one.kind === "findings") findings.push(...one.published.map(({ finding }) => finding));
          defence.hear(one);
        },
      },
    );
    clock += DAY / 4;
    await watch.lookAgain(clock - 30 * DAY, clock);
    tenant.faults.push(...(settings.faults ?? []).map((fault) => ({ ...fault })));
    const again = async (minutes = 1): Promise<Defended> => {
      clock += minutes * MINUTE;
      await watch.lookAgain(clock - minutes * MINUTE - DAY, clock);
      return defence.settle();
    };
    const pass = async (minutes: number): Promise<void> => {
      clock += (settings.late === true ? minutes : minutes - 1) * MINUTE;
      if (settings.late !== true) await again();
    };
    const tries = await (settings.story?.({ tenant, company, pass }) ??
      replayOkta2023({ tenant, company, pass, tell: () => undefined }));
    await look({ tenant, company, stores, tries, defended: await again(), findings, news, again, now });
  } finally {
    await tenant.stop();
    await stores.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
