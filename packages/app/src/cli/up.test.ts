import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DrillTenant, found, SYSTEM_BY } from "../drill/index.ts";
import { nightlatch } from "./nightlatch.fixture.ts";
import { Up, watchable } from "./service.fixture.ts";

const root = mkdtempSync(join(tmpdir(), "nightlatch-up-"));
const ENV = { NL_TEST_TOKEN: "", NL_TEST_SIGN: "sign-with-this-secret" };
let tenant: DrillTenant;
let up: Up;

function configure(more: string): void {
  const source = `sources:\n  - { tenant: acme, origin: "${tenant.origin}", read: { token: { env: NL_TEST_TOKEN } }, poll: 0.2 }\n`;
  writeFileSync(join(root, "nightlatch.yaml"), `${source}server: { port: 0 }\n${more}`);
}

function rule(title: string): string {
  return `title: ${title}\nid: 33333333-3333-4333-8333-333333333333\nlogsource: { product: okta, service: okta }\ndetection:\n  s: { eventType: user.session.end, displayMessage: ${JSON.stringify(title)} }\n  condition: s\nlevel: high\n`;
}

function happens(message: string): void {
  tenant.org.log.write({ type: "user.session.end", message, actor: SYSTEM_BY.actor });
}

beforeAll(async () => {
  const made = await watchable(21);
  tenant = made.tenant;
  ENV.NL_TEST_TOKEN = made.secret;
  found(tenant.org, { morning: Date.now() - 3_600_000 * 20, days: 2 });
  configure("");
  up = new Up([], { cwd: root, env: ENV });
});
afterAll(async () => {
  await up.stop();
  await tenant.stop();
  rmSync(root, { recursive: true, force: true });
});

/** Sends the signal, and waits for what is said about it. */
async function hangUp(event: string): Promise<string> {
  const before = up.log.length;
  up.child.kill("SIGHUP");
  await expect.poll(() => up.log.slice(before).some((one) => one.event === event), { timeout: 60_000 }).toBe(true);
  return up.log
    .slice(before)
    .map(({ message }) => message)
    .join("\n");
}

describe("a service that runs", () => {
  it("CL-85 logs one JSON object a line where nobody looks on, with level, event and sentence", async () => {
    await up.logged(({ event, caughtUp }) => event === "read" && caughtUp === true);
    for (const { at, level, event, message } of up.log) {
      expect(["debug", "info", "warn", "error"]).toContain(level);
      expect([typeof at, typeof event, typeof message]).toEqual(["string", "string", "string"]);
    }
    expect(up.stdout).toBe("");
  });

  it("CL-86 takes rules, decisions, sources and outputs that changed on SIGHUP", async () => {
    writeFileSync(join(root, "own.yml"), rule("A late bell"));
    configure(
      "rules: own.yml\noutputs: [{ name: soc, kind: webhook, url: 'http://127.0.0.1:9/', secret: { env: NL_TEST_SIGN } }]\n",
    );
    expect(await hangUp("reloaded")).toContain("The configuration was read again");
    happens("A late bell");
    const told = await up.logged(({ event, message }) => event === "finding" && message.includes("A late bell"));
    expect(told).toMatchObject({ tenant: "acme", level: "info" });
    configure("rules: own.yml\ndisable: [A late bell]\n");
    await hangUp("reloaded");
    happens("A late bell");
    const reads = up.log.filter(({ event }) => event === "read").length;
    await expect
      .poll(() => up.log.filter(({ event }) => event === "read").length, { timeout: 60_000 })
      .toBeGreaterThan(reads);
    happens("Something else");
    await expect
      .poll(() => up.log.filter(({ event }) => event === "read").length, { timeout: 60_000 })
      .toBeGreaterThan(reads + 1);
    expect(up.log.filter(({ event, message }) => event === "finding" && message.includes("A late bell"))).toHaveLength(
      1,
    );
  });

  it("CL-87 keeps the old configuration when the new one is wrong, and says what is wrong with it", async () => {
    configure("rulse: own.yml\n");
    expect(await hangUp("reload-refused")).toMatch(/stays as it was: NL-CONFIG-FORM .*nightlatch\.yaml:4: .*rulse/);
    configure(
      "outputs: [{ name: soc, kind: webhook, url: 'http://127.0.0.1:9/', secret: { env: NL_TEST_NOWHERE } }]\n",
    );
    expect(await hangUp("reload-refused")).toContain("NL-CONFIG-SECRET");
    writeFileSync(join(root, "nightlatch.yaml"), "tenant: acme\n");
    expect(await hangUp("reload-refused")).toContain("NL-CONFIG-NO-SOURCE");
    happens("Still there");
    const reads = up.log.filter(({ event }) => event === "read").length;
    await expect
      .poll(() => up.log.filter(({ event }) => event === "read").length, { timeout: 60_000 })
      .toBeGreaterThan(reads);
  });

  it("CL-88 says which changes hold only after the next start, and takes the level of the log", async () => {
    configure("data: elsewhere\nlog: { level: warn }\n");
    await hangUp("reload-later");
    expect(up.log.at(-1)).toMatchObject({ level: "warn", key: "data" });
    const before = up.log.length;
    tenant.faults.push({ path: "/logs", kind: "html", times: 2 });
    await up.logged(({ event, code }) => event === "trouble" && code === "NL-OKTA-ANSWER");
    expect(up.log.slice(before).map(({ level }) => level)).not.toContain("info");
  });

  it("CL-89 has no secret in its log, and a second service on its folder is refused", async () => {
    configure("");
    const second = await nightlatch(["up", "--format", "json"], { cwd: root, env: ENV });
    expect([second.exit, second.stderr]).toMatchObject([4, expect.stringContaining("NL-STORE-LOCKED")]);
    expect(await up.stop()).toBe(0);
    for (const secret of Object.values(ENV)) expect(up.stdout + up.stderr).not.toContain(secret);
  });
});
