import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "@nightlatch/core";
import { Intruder } from "../../drill/attack/intruder.ts";
import { type Company, type DrillTenant, found } from "../../drill/index.ts";
import type { Session } from "../../drill/organisation/entities.ts";
import { openApp, signIn } from "../../drill/organisation/do/sign-in.ts";
import { INTRUDER, office } from "../../drill/places.ts";
import type { LeakedReport } from "../../leaked/index.ts";
import { nightlatch, type Ran } from "../nightlatch.fixture.ts";
import { Up, watchable } from "../service.fixture.ts";

const root = mkdtempSync(join(tmpdir(), "nightlatch-leak-"));
const ENV = { NL_TEST_TOKEN: "" };
const HOUR = 3_600_000;
let tenant: DrillTenant;
let company: Company;
let session: Session;
let up: Up;
let token: string | undefined;

beforeAll(async () => {
  const made = await watchable(41);
  tenant = made.tenant;
  ENV.NL_TEST_TOKEN = made.secret;
  company = found(tenant.org, { morning: Date.now() - 20 * HOUR, days: 2 });
  const opened = signIn(tenant.org, company.jo, { place: office(0), at: Date.now() - HOUR / 2 });
  if (opened === undefined) throw new Error("Jo could not sign in");
  session = opened;
  const source = `sources:\n  - { tenant: acme, origin: "${tenant.origin}", read: { token: { env: NL_TEST_TOKEN } }, poll: 0.2 }\n`;
  writeFileSync(join(root, "nightlatch.yaml"), `${source}server: { port: 0 }\n`);
  up = new Up([], { cwd: root, env: ENV });
  await up.logged(({ event, caughtUp }) => event === "read" && caughtUp === true);
});
afterAll(async () => {
  await up.stop();
  await tenant.stop();
  rmSync(root, { recursive: true, force: true });
});

const at = (args: readonly string[]): Promise<Ran> => nightlatch(args, { cwd: root, env: ENV });

/** What Jo sends to the provider's support: the cookie of a session that is alive. */
function capture(): string {
  const headers = [
    { name: "user-agent", value: office(0).ua },
    { name: "cookie", value: `idx=${session.id}` },
  ];
  const request = { method: "GET", url: `${tenant.origin}/admin/dashboard`, headers, cookies: [], queryString: [] };
  const response = { status: 200, headers: [], cookies: [], content: { size: 0, mimeType: "text/html" } };
  const entries = [{ startedDateTime: new Date().toISOString(), time: 9, request, response }];
  const file = join(root, "support.har");
  writeFileSync(file, JSON.stringify({ log: { version: "1.2", creator: { name: "x", version: "1" }, entries } }));
  return file;
}

async function kept(): Promise<readonly Finding[]> {
  token ??= (await at(["token", "create", "soc", "--scope", "read"])).stdout.trim();
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${await up.origin()}/api/v1/findings?limit=200`, { headers });
  const { items } = (await answer.json()) as { readonly items: readonly { readonly finding: Finding }[] };
  return items.map(({ finding }) => finding).filter(({ rule }) => rule.id === "leak.foreign-use");
}

describe("a watch over a leaked capture", () => {
  it("HR-56 HR-57 is set in the store of the running service, and the first use that does not fit is critical", async () => {
    const file = capture();
    const told = await at(["har", "leaked", file, "--format", "json"]);
    expect([told.exit, told.stderr]).toEqual([0, ""]);
    const report = JSON.parse(told.stdout) as LeakedReport;
    expect(report.sessions[0]).toMatchObject({
      session: session.id,
      certainty: "certain",
      state: "alive",
      foreign: [],
    });
    expect(report.watch).toMatchObject({ isSet: true, watches: [{ kind: "session", id: session.id }] });
    expect(Date.parse(report.watch.watches[0]?.until ?? "") - Date.now()).toBeGreaterThan(29 * 24 * HOUR);

    // Its owner goes on working: nothing is said.
    const [app = ""] = company.appIds;
    openApp(tenant.org, session, { appId: app, at: Date.now() + 1 });
    const before = up.log.length;
    await expect.poll(() => up.log.slice(before).some(({ event }) => event === "read"), { timeout: 60_000 }).toBe(true);
    expect(await kept()).toEqual([]);

    const tried = await new Intruder(tenant.origin, session.id).ask("looks around", "GET", "/admin/dashboard");
    expect(tried.status).toBe(200);
    await expect.poll(async () => (await kept()).length, { timeout: 60_000, interval: 2000 }).toBe(1);
    const [finding] = await kept();
    expect(finding).toMatchObject({ severity: "critical", entities: { session: [session.id], ip: [INTRUDER.ip] } });
    expect(finding?.summary).toContain("another browser and another address");
    expect(finding?.next[0]).toContain(`DELETE /api/v1/users/${company.jo.id}/sessions`);
    expect((await at(["verify", "--format", "json"])).exit).toBe(0);
  });
});
