/**
 * From the first malicious event's appearance in the log to every session of the intruder ended and read back, in the
 * drill: the product watches over HTTP, finds, opens a case, plans, and runs what asks nobody. Each repetition is a theft
 * of its own: a victim signs in, the intruder uses the cookie. Nothing is asserted about a time.
 *
 *   node --conditions=source bench/contain.ts --repetitions 50 --poll 1000
 *
 * `total` is all of it; `beside the poll` leaves out the wait until the log was looked at next; `after the finding` is
 * from the finding to the last session ended and read back. `processor` is the processor time of all of it, the drill
 * tenant and the event store included, which other programs on the machine disturb less.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { bookOf } from "../packages/app/src/cli/knowledge.ts";
import { NO_CONFIG } from "../packages/app/src/config/config.ts";
import { NO_SERVICE } from "../packages/app/src/config/service.ts";
import { OktaClient, readOrigin, withApiToken } from "../packages/app/src/connect/okta/index.ts";
import { contentPath } from "../packages/app/src/content.ts";
import { networksOf } from "../packages/app/src/detect/knowledge.ts";
import { readRuleFiles } from "../packages/app/src/detect/rule-files.ts";
import { Intruder } from "../packages/app/src/drill/attack/intruder.ts";
import { found } from "../packages/app/src/drill/company.ts";
import { defend, type DefenceNews } from "../packages/app/src/drill/defence.ts";
import { openApp, signIn } from "../packages/app/src/drill/organisation/do/sign-in.ts";
import { createToken } from "../packages/app/src/drill/organisation/do/tenant.ts";
import { createUser, grantRole } from "../packages/app/src/drill/organisation/do/users.ts";
import { SYSTEM } from "../packages/app/src/drill/organisation/organisation.ts";
import { INTRUDER, office } from "../packages/app/src/drill/places.ts";
import { startDrillTenant } from "../packages/app/src/drill/start-drill-tenant.ts";
import { Outbox } from "../packages/app/src/notify/index.ts";
import { openStores } from "../packages/app/src/service/index.ts";
import { watchTenant } from "../packages/app/src/watch/index.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const { values } = parseArgs({
  options: { repetitions: { type: "string", default: "50" }, poll: { type: "string", default: "1000" } },
});
const repetitions = Number(values.repetitions);
const pollMs = Number(values.poll);

// The organisation's clock runs as ours, but jumps an hour between thefts, so that each session has an age.
let ahead = -repetitions * 3 * HOUR;
const now = (): number => Date.now() + ahead;
const folder = mkdtempSync(join(tmpdir(), "nightlatch-contain-"));
const tenant = await startDrillTenant({ seed: 2023, now });
const stores = await openStores(NO_SERVICE, { folder, secrets: { file: "", env: {} } });
const stop = new AbortController();
try {
  const company = found(tenant.org, { morning: now() - DAY, days: 14 });
  tenant.rates.factor = 1000;
  const at = now() - 40 * DAY;
  const reader = createUser(tenant.org, SYSTEM, { login: "svc-nl@example.com", firstName: "N", lastName: "L", at });
  grantRole(tenant.org, reader, "READ_ONLY_ADMIN", SYSTEM, at);
  const { secret } = createToken(tenant.org, reader, "reads", SYSTEM, at);
  const origin = readOrigin(tenant.origin);
  const reading = new OktaClient({ origin, signIn: withApiToken(secret), share: 1 });
  const networkOf = await networksOf(NO_CONFIG);
  const book = await bookOf(NO_CONFIG, await readRuleFiles([contentPath("rules")], () => undefined));
  let heard = 0;
  let lookedAt = 0;
  // Of the looks at the log the first counts that begins after the event is there.
  const looking: typeof fetch = (input, init) => {
    if (lookedAt === 0) lookedAt = performance.now();
    return fetch(input, init);
  };
  const watching = new OktaClient({ origin, signIn: withApiToken(secret), share: 1, fetch: looking });
  let ended: (at: number) => void = () => undefined;
  const tell = (news: DefenceNews): void => {
    if (news.kind !== "action" || news.news.what !== "proven") return;
    if (news.title.startsWith("End every session")) ended(performance.now());
  };
  const parts = { tenant: "drill", drill: tenant, company, stores, reading, networkOf, now, tell };
  const defence = await defend(parts);
  const watch = await watchTenant(
    { tenant: "drill", client: watching, pollMs, backfillDays: 60, quietMs: 100 * DAY },
    {
      ...stores,
      outbox: new Outbox(stores.state, [], { now }),
      book,
      networkOf,
      now,
      tell: (news) => {
        if (news.kind === "findings" && lookedAt > 0 && heard === 0) heard = performance.now();
        defence.hear(news);
      },
    },
  );
  const running = watch.run(stop.signal);
  while (!watch.state.caughtUp) await sleep(50);
  const totals: number[] = [];
  const beside: number[] = [];
  const after: number[] = [];
  const processor: number[] = [];
  for (let n = 0; n < repetitions; n++) {
    // The administrators in turn: their cookies are worth stealing, and leave a trace at once.
    const person = n % 3;
    const victim = company.people[person];
    if (victim === undefined) break;
    tenant.org.zones.get("nzoBLOCKED")?.gateways.splice(0);
    const session = signIn(tenant.org, victim, { place: office(person) });
    if (session === undefined) throw new Error(`${victim.login} cannot sign in`);
    ahead += HOUR;
    openApp(tenant.org, session, { appId: company.appIds[1] ?? "" });
    await sleep(pollMs + 200);
    ahead += HOUR;
    const contained = new Promise<number>((resolve) => {
      ended = resolve;
    });
    let appeared = 0;
    let used = process.cpuUsage();
    const quiet = tenant.org.log.onEvent(({ record }) => {
      if (appeared > 0 || !JSON.stringify(record).includes(INTRUDER.ip)) return;
      appeared = performance.now();
      [heard, lookedAt] = [0, 0];
      used = process.cpuUsage();
    });
    await new Intruder(tenant.origin, session.id).ask("opens the Admin Console", "GET", "/admin/dashboard");
    const end = await Promise.race([contained, sleep(30_000).then(() => 0)]);
    const { user, system } = process.cpuUsage(used);
    quiet();
    if (end === 0) {
      console.log(`repetition ${n}: not contained within 30 s`);
      continue;
    }
    totals.push(end - appeared);
    after.push(end - heard);
    beside.push(end - lookedAt);
    processor.push((user + system) / 1000);
    await defence.settle();
  }
  stop.abort();
  await running;
  const load = loadavg()[0]?.toFixed(1) ?? "?";
  console.log(
    `${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, load ${load}, Node ${process.version}, ${totals.length} thefts, a look at the log every ${pollMs} ms`,
  );
  for (const [name, all] of [
    ["total", totals],
    ["beside the poll", beside],
    ["after the finding", after],
    ["processor", processor],
  ] as const)
    console.log(
      `${name.padEnd(18)} median ${quantile(all, 0.5)}  p90 ${quantile(all, 0.9)}  p99 ${quantile(all, 0.99)}  most ${quantile(all, 1)}`,
    );
} finally {
  stop.abort();
  await tenant.stop();
  await stores.close();
  rmSync(folder, { recursive: true, force: true });
}

/** A quantile in milliseconds. */
function quantile(numbers: readonly number[], part: number): string {
  const ordered = numbers.toSorted((a, b) => a - b);
  const found = ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * part))] ?? Number.NaN;
  return `${found.toFixed(0)} ms`.padStart(8);
}
