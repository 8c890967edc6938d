import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createToken,
  createUser,
  type DrillTenant,
  found,
  grantRole,
  startDrillTenant,
  SYSTEM_BY,
} from "../drill/index.ts";
import { MAIN, nightlatch, type Ran } from "./nightlatch.fixture.ts";

const root = mkdtempSync(join(tmpdir(), "nightlatch-operate-"));
let tenant: DrillTenant;
let secret = "";
let watched: Ran = { exit: null, stdout: "", stderr: "" };

beforeAll(async () => {
  tenant = await startDrillTenant({ seed: 11, now: Date.now });
  tenant.rates.factor = 100;
  const at = Date.now() - 70 * 86_400_000;
  found(tenant.org, { morning: Date.now() - 3_600_000 * 20, days: 3 });
  const reader = createUser(tenant.org, SYSTEM_BY, { login: "reader@example.com", firstName: "R", lastName: "R", at });
  grantRole(tenant.org, reader, "READ_ONLY_ADMIN", SYSTEM_BY, at);
  ({ secret } = createToken(tenant.org, reader, "reader", SYSTEM_BY, at));
  process.env["NL_TEST_TOKEN"] = secret;
});
afterAll(async () => {
  delete process.env["NL_TEST_TOKEN"];
  await tenant.stop();
  rmSync(root, { recursive: true, force: true });
});

const at = (args: readonly string[]): Promise<Ran> => nightlatch(args, { cwd: root });

describe("running it as a service", () => {
  it("CL-80 init writes a configuration without a secret in it, tests the credential, and overwrites nothing", async () => {
    const answers = ["--tenant", "acme", "--origin", tenant.origin, "--token-env", "NL_TEST_TOKEN"];
    const first = await at(["init", ...answers]);
    expect(first.stdout).toContain("ok       acme: reading credential");
    const written = readFileSync(join(root, "nightlatch.yaml"), "utf8");
    expect(written).not.toContain(secret);
    expect(first.stdout + first.stderr).not.toContain(secret);
    const second = await at(["init", ...answers]);
    expect([second.exit, second.stderr]).toMatchObject([2, expect.stringContaining("NL-INIT-EXISTS")]);
    const third = await at(["init", "--tenant", "acme", "--config", "other.yaml"]);
    expect([third.exit, third.stderr]).toMatchObject([2, expect.stringContaining("NL-INIT-WANTS")]);
    writeFileSync(
      join(root, "nightlatch.yaml"),
      `${written.replace("poll: 10 ", "poll: 0.2 ")}\nserver: { port: 0 }\n`,
    );
  });

  it("CL-81 up watches, keeps what it read, serves its interface, and stops with everything saved", async () => {
    const child = spawn(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", "--conditions=source", MAIN, "up", "--format", "json"],
      {
        cwd: root,
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = new Promise<number | null>((resolve) => {
      child.on("close", resolve);
    });
    await expect.poll(() => /"kind":"read".*"caughtUp":true/.test(stdout), { timeout: 60_000 }).toBe(true);
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(stderr)?.[0] ?? "";
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${origin}/api/v1/findings`)).status).toBe(401);
    // The store has one master, which lets this user's commands in; what needs the files alone is refused.
    const coverage = await at(["coverage", "--format", "json"]);
    expect([coverage.exit, JSON.parse(coverage.stdout)]).toMatchObject([0, { sources: [{ tenant: "acme" }] }]);
    expect(await at(["case", "list"])).toMatchObject({ exit: 0 });
    const made = await at(["token", "create", "soc", "--scope", "read"]);
    const asked = await fetch(`${origin}/api/v1/findings`, {
      headers: { authorization: `Bearer ${made.stdout.trim()}` },
    });
    expect(asked.status).toBe(200);
    for (const alone of [["up"], ["backup", join(root, "never")]]) {
      const refused = await at(alone);
      expect([refused.exit, refused.stderr]).toMatchObject([4, expect.stringContaining("NL-STORE-LOCKED")]);
    }
    child.kill("SIGTERM");
    watched = { exit: await ended, stdout, stderr };
    expect(watched.exit).toBe(0);
    expect(stdout + stderr).not.toContain(secret);
  });

  it("CL-82 coverage says which times are complete, and doctor what is missing", async () => {
    const coverage = await at([
      "coverage",
      "--format",
      "json",
      "--since",
      new Date(Date.now() - 3_600_000 * 10).toISOString(),
    ]);
    const { sources } = JSON.parse(coverage.stdout) as { sources: { tenant: string; proven: boolean }[] };
    expect(sources).toMatchObject([{ tenant: "acme", proven: true }]);
    const doctor = await at(["doctor", "--format", "json"]);
    const { looks } = JSON.parse(doctor.stdout) as { looks: { what: string; ok: boolean; says: string }[] };
    expect(looks.find(({ what }) => what === "stores")?.says).toMatch(/^\d+ events/);
    expect(looks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it("CL-83 a backup is brought back into an empty folder, and nowhere else", async () => {
    const backup = join(root, "backup");
    expect((await at(["backup", backup])).stdout).toMatch(/^Backed up \d+ events/);
    const full = await at(["restore", backup]);
    expect([full.exit, full.stderr]).toMatchObject([2, expect.stringContaining("NL-BACKUP-FULL")]);
    const restored = await at(["restore", backup, "--data", join(root, "again")]);
    expect(restored.stdout).toMatch(/^Restored \d+ events/);
    const now = JSON.parse((await at(["coverage", "--format", "json"])).stdout) as { sources: { events: number }[] };
    const then = JSON.parse(
      (await at(["coverage", "--format", "json", "--data", join(root, "again")])).stdout,
    ) as typeof now;
    expect(then.sources[0]?.events).toBe(now.sources[0]?.events);
    expect(existsSync(join(root, "again", "state.sqlite"))).toBe(true);
  });

  it("CL-91 init and doctor say which scopes a service app lacks, and what is lost without each", async () => {
    const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
    writeFileSync(
      join(root, "read.json"),
      JSON.stringify({ ...(await exportJWK(privateKey)), kid: "k", alg: "ES256" }),
    );
    tenant.org.clients.set("0oaREAD", {
      clientId: "0oaREAD",
      name: "Nightlatch",
      keys: [{ ...(await exportJWK(publicKey)), kid: "k", alg: "ES256" }],
      scopes: ["okta.logs.read", "okta.users.read"],
      superAdmin: true,
    });
    const config = ["--config", "app.yaml"];
    const answers = ["--tenant", "acme", "--origin", tenant.origin, "--client-id", "0oaREAD", "--key", "read.json"];
    const init = await at(["init", ...answers, ...config]);
    expect(init.exit).toBe(4);
    expect(init.stdout).toContain("ok       acme: reading credential");
    expect(init.stdout).toContain("ok       acme: okta.users.read");
    expect(init.stdout).toContain("NOT OK   acme: okta.policies.read: Missing: whether a policy is still weakened");
    const doctor = await at(["doctor", "--format", "json", "--data", join(root, "none"), ...config]);
    const { ok, looks } = JSON.parse(doctor.stdout) as { ok: boolean; looks: { what: string; ok: boolean }[] };
    expect([doctor.exit, ok]).toEqual([4, false]);
    expect(looks.filter((one) => !one.ok).map(({ what }) => what)).toEqual(
      [
        "roles.read",
        "apiTokens.read",
        "idps.read",
        "policies.read",
        "networkZones.read",
        "apps.read",
        "groups.read",
      ].map((scope) => `acme: okta.${scope}`),
    );
  });

  it("CL-84 up without a source says what to do", async () => {
    writeFileSync(join(root, "empty.yaml"), "tenant: acme\n");
    const ran = await at(["up", "--config", "empty.yaml"]);
    expect([ran.exit, ran.stderr]).toMatchObject([2, expect.stringContaining("nightlatch init")]);
  });
});
