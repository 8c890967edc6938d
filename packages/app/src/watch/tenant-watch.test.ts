import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NO_CONFIG } from "../config/config.ts";
import { LogReader, OktaClient, readOrigin, withApiToken } from "../connect/okta/index.ts";
import { readRuleBook } from "../detect/index.ts";
import { networksOf } from "../detect/knowledge.ts";
import { createToken, createUser, type DrillTenant, grantRole, startDrillTenant, SYSTEM_BY } from "../drill/index.ts";
import { Ingest, OktaPoller, PageReader } from "../ingest/index.ts";
import { Outbox } from "../notify/index.ts";
import { NO_JUDGE } from "../pipeline/judge.ts";
import { event, record } from "../store/events/event.fixture.ts";
import { type EventStore, openEventStore } from "../store/events/index.ts";
import { openStateStore, type StateStore } from "../store/state/index.ts";
import { type News, type TenantWatch, watchTenant } from "./index.ts";

const RULE = `title: A session ends
id: 44444444-4444-4444-8444-444444444444
logsource: { product: okta, service: okta }
detection:
  s: { eventType: user.session.end }
  condition: s
level: low
`;
let folder = "";
let events: EventStore;
let state: StateStore;
let tenant: DrillTenant;
let client: OktaClient;
let news: News[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "nightlatch-watch-"));
  events = await openEventStore({ folder });
  state = await openStateStore({ folder });
  tenant = await startDrillTenant({ seed: 8, now: Date.now });
  const at = Date.now() - 40 * 86_400_000;
  const reader = createUser(tenant.org, SYSTEM_BY, { login: "reader@example.com", firstName: "R", lastName: "R", at });
  grantRole(tenant.org, reader, "READ_ONLY_ADMIN", SYSTEM_BY, at);
  const { secret } = createToken(tenant.org, reader, "reader", SYSTEM_BY, at);
  client = new OktaClient({ origin: readOrigin(tenant.origin), signIn: withApiToken(secret), share: 1 });
  news = [];
});
afterEach(async () => {
  await tenant.stop();
  await events.close();
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(told: () => void = () => undefined): Promise<TenantWatch> {
  return watchTenant(
    { tenant: "t", client, pollMs: 5, backfillDays: 1, quietMs: 1e12, settleMs: 0 },
    {
      events,
      state,
      outbox: new Outbox(state, [], { now: Date.now }),
      book: readRuleBook([{ file: "r.yml", text: RULE }]),
      networkOf: await networksOf(NO_CONFIG),
      now: Date.now,
      tell: (said) => {
        news.push(said);
        told();
      },
    },
  );
}

/** Watches until what it said is enough. */
async function watch(enough: (watch: TenantWatch) => boolean): Promise<void> {
  const stop = new AbortController();
  const one = await open(() => {
    if (enough(one)) stop.abort();
  });
  await one.run(stop.signal);
}

const findings = (): number => news.filter(({ kind }) => kind === "findings").length;

describe("a watch", () => {
  it("WT-7 tells what was stored and not told before a crash, also when nothing new happens", async () => {
    tenant.org.log.write({ type: "user.session.end", message: "gone", actor: SYSTEM_BY.actor });
    // Everything of a run but its last step: events and cursor are in the store, the finding was not made known.
    const poller = new OktaPoller({
      key: { tenant: "t", source: "okta.system_log" },
      log: new LogReader(client),
      pages: new PageReader("t", NO_JUDGE),
      ingest: new Ingest(events, state),
      state,
      now: Date.now,
      backfillDays: 1,
    });
    expect((await poller.step()).fresh).toHaveLength(1);
    await watch(() => findings() > 0);
    expect(news.map(({ kind }) => kind)).toEqual(["findings"]);
  });

  it("WT-9 judges what somebody else stored, before the last event or behind it", async () => {
    const one = await open();
    const day = Date.UTC(2026, 0, 5);
    for (const [n, time] of [day, day + 2, day + 1].entries()) {
      const end = event(record(`e${n}`, time, { eventType: "user.session.end" }), { tenant: "t" });
      await events.append([end]);
      await one.storedFrom({ time, uid: `e${n}` });
    }
    const told = news.flatMap((said) => (said.kind === "findings" ? said.published : []));
    const rest = told.map(({ finding }) => finding.evidence.map(({ uid }) => uid).join(" "));
    expect(rest).toEqual(["e0", "e0 e1", "e0 e2 e1"]);
    expect(one.state).toMatchObject({ events: 3, rollbacks: 1 });
  });

  it("WT-8 says that a credential lost a right, and goes on where it stopped when it has it again", async () => {
    tenant.org.log.write({ type: "user.session.end", message: "before", actor: SYSTEM_BY.actor });
    await watch(() => findings() > 0);
    tenant.org.log.write({ type: "user.session.end", message: "meanwhile", actor: SYSTEM_BY.actor });
    tenant.faults.push({ path: "/logs", kind: "status", status: 403, times: 2 });
    news = [];
    let troubled = "";
    await watch((one) => {
      troubled ||= one.state.trouble;
      return findings() > 0;
    });
    expect(news[0]).toMatchObject({ kind: "trouble", code: "NL-OKTA-FORBIDDEN" });
    expect(troubled).toContain("NL-OKTA-FORBIDDEN");
    const stored: string[] = [];
    for await (const page of events.read({ tenant: "t" }))
      stored.push(
        ...page.map(
          ({ raw }) => (JSON.parse(Buffer.from(raw).toString()) as { displayMessage: string }).displayMessage,
        ),
      );
    expect(stored).toEqual(["before", "meanwhile"]);
  });
});
