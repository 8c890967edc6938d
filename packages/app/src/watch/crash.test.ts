import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Baseline, type Finding } from "@nightlatch/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_CONFIG } from "../config/config.ts";
import { NO_SERVICE } from "../config/service.ts";
import { Judgement, judgeOf, readRuleBook } from "../detect/index.ts";
import { networksOf } from "../detect/knowledge.ts";
import {
  createToken,
  createUser,
  type DrillTenant,
  found,
  grantRole,
  live,
  startDrillTenant,
  SYSTEM_BY,
} from "../drill/index.ts";
import { PageReader } from "../ingest/index.ts";
import { loadJudge } from "../pipeline/index.ts";
import { openStores } from "../service/index.ts";
import { findingsSince } from "../store/state/index.ts";
import { comparePositions } from "./checkpoints.ts";
import { RULES } from "./rules.fixture.ts";

/** Kills; `NIGHTLATCH_CRASHES=200 npm test -- watch/crash` is the long run. */
const CRASHES = Number(process.env["NIGHTLATCH_CRASHES"] ?? 6);
const HOUR = 3_600_000;
const READS_WITHOUT_NEWS = 200;
const folder = mkdtempSync(join(tmpdir(), "nightlatch-crash-"));
const base = Date.now() - 40 * HOUR;
// The organisation's clock runs fast, so that every moment brings events, but not into our own future: seven seconds a
// kill are a slow machine.
const SPEED = Math.min(200, (24 * HOUR) / (CRASHES * 7_000));
const began = performance.now();
let leap = 0;
const now = (): number => Math.min(base + leap + (performance.now() - began) * SPEED, Date.now());
let tenant: DrillTenant;
let token = "";

beforeAll(async () => {
  tenant = await startDrillTenant({ seed: 5, now });
  tenant.rates.factor = 1000;
  const reader = createUser(tenant.org, SYSTEM_BY, {
    login: "reader@example.com",
    firstName: "R",
    lastName: "R",
    at: base - 900 * HOUR,
  });
  grantRole(tenant.org, reader, "READ_ONLY_ADMIN", SYSTEM_BY, base - 900 * HOUR);
  token = createToken(tenant.org, reader, "reader", SYSTEM_BY, base - 900 * HOUR).secret;
});
afterAll(async () => {
  await tenant.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the service; what it prints goes to `hear`. */
function start(hear: (line: string) => void): ChildProcess {
  const program = new URL("crash.fixture.ts", import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "--conditions=source", program, folder, tenant.origin, token],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  child.stdout?.setEncoding("utf8").on("data", hear);
  return child;
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
  });
}

describe("a service that is killed", () => {
  it("WT-4 loses no event, has none twice, and finds what an undisturbed one finds, killed at any moment", async () => {
    const seed = Number(process.env["NIGHTLATCH_CRASH_SEED"] ?? Date.now() % 100_000);
    process.stderr.write(`NIGHTLATCH_CRASH_SEED=${seed}\n`);
    let state = seed;
    const chance = (below: number): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
    const { org } = tenant;
    const company = found(org, { morning: base - 30 * HOUR, days: 6 });
    for (let crash = 0; crash < CRASHES; crash++) {
      let ready = false;
      const child = start((line) => (ready ||= line.includes("ready")));
      const end = ended(child);
      // Killed while it starts, too.
      const patience = chance(4) === 0 ? chance(900) : 20_000;
      const until = performance.now() + patience;
      while (!ready && performance.now() < until) await sleep(5);
      live(org, company.people.slice(0, 4), { morning: now() + chance(60_000), appIds: company.appIds });
      await sleep(chance(400));
      child.kill("SIGKILL");
      await end;
    }
    // The last one may finish: nothing new happens, and everything that was stored ahead of time has happened.
    const all = org.log.from(0, Number.MAX_SAFE_INTEGER);
    leap = 40 * HOUR;
    const since = Date.now() - 30 * 24 * HOUR;
    const happened = all.filter(({ stored: at }) => at >= since).map(({ record }) => record.uuid);
    let judged = 0;
    let idle = 0;
    const last = start((text) => {
      for (const [, said] of text.matchAll(/^judged (\d+)$/gm)) {
        idle = Number(said) === judged ? idle + 1 : 0;
        judged = Number(said);
      }
    });
    const end = ended(last);
    // Waits for a state, not for a time: everything was judged, or reading brings nothing more.
    while (judged < happened.length && idle < READS_WITHOUT_NEWS && last.exitCode === null) await sleep(20);
    last.kill("SIGTERM");
    await end;

    const stores = await openStores(NO_SERVICE, { folder, secrets: { file: "", env: {} } });
    const stored: string[] = [];
    for await (const page of stores.events.read({ tenant: "t" })) stored.push(...page.map(({ uid }) => uid));
    const [there, wanted] = [new Set(stored), new Set(happened)];
    expect({
      missing: happened.filter((uid) => !there.has(uid)),
      twice: stored.length - there.size,
      strange: stored.filter((uid) => !wanted.has(uid)),
    }).toEqual({ missing: [], twice: 0, strange: [] });
    const [rows] = await stores.events.query("SELECT count() AS n FROM events WHERE tenant = 't'");
    expect(Number(rows?.["n"])).toBe(happened.length);

    const kept = (await findingsSince(stores.state.db, { tenant: "t" })).map(({ finding }) => finding);
    await stores.close();
    const book = readRuleBook(RULES);
    const page = new PageReader("t", await loadJudge(judgeOf(book)));
    const events = page.read(
      "log",
      Buffer.from(JSON.stringify(all.filter(({ stored: at }) => at >= since).map(({ record }) => record))),
    ).events;
    const judgement = new Judgement({
      tenant: "t",
      networkOf: await networksOf(NO_CONFIG),
      book,
      baseline: new Baseline(),
      window: { since: undefined, until: undefined },
    });
    judgement.observe(events.toSorted((a, b) => comparePositions(a.envelope, b.envelope)));
    const byId = (findings: readonly Finding[]): readonly Finding[] =>
      findings.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(byId(kept)).toEqual(byId(judgement.standing()));
  }, 3_600_000);
});
