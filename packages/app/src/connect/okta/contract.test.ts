import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  createToken,
  createUser,
  type DrillTenant,
  found,
  grantRole,
  startDrillTenant,
  SYSTEM_BY,
} from "../../drill/index.ts";
import { LogReader, OktaClient, type OktaRequest, readOrigin, withApiToken } from "./index.ts";

const ROOT = fileURLToPath(new URL("../../../../../", import.meta.url));
/** Okta's official description of its management API: it lies beside the checkout where it is to be had. */
const DESCRIPTION = join(ROOT, "..", "shared", "reference", "okta", "management.yaml");
const PRISM = join(ROOT, ".node", "prism", "node_modules", "@stoplight", "prism-cli", "dist", "index.js");
const absent = [
  existsSync(DESCRIPTION) ? "" : "Okta's description of its API is not beside the checkout",
  existsSync(PRISM) ? "" : "the contract checker is not installed in .node/prism (CI installs it)",
].filter((reason) => reason !== "");

const folder = mkdtempSync(join(tmpdir(), "nightlatch-contract-"));
const NOW = Date.UTC(2026, 0, 20, 12);
let now = NOW;
let tenant: DrillTenant;
let checker: ChildProcess;
let client: OktaClient;
let token = "";
let company: ReturnType<typeof found>;

/**
 * The description without what keeps the checker from using it: examples refer to what is not there; alternatives that
 * are to exclude each other (`oneOf`) overlap, so that right answers match two of them; and the pattern of a duration
 * matches the letter P alone.
 */
function mended(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mended);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, inner]) =>
      key !== "examples" && key !== "example" && !(key === "pattern" && String(inner).startsWith("^P(?:$)")),
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key === "oneOf" ? "anyOf" : key, mended(inner)]));
}

function prepared(): string {
  const path = join(folder, "management.json");
  writeFileSync(path, JSON.stringify(mended(parse(readFileSync(DESCRIPTION, "utf8")))));
  return path;
}

/** What the checker has against a request or its answer. */
async function complaint({ method = "GET", path, body }: OktaRequest): Promise<string> {
  const answer = await fetch(new URL(path, tenant.facade), {
    method,
    headers: {
      accept: "application/json",
      authorization: `SSWS ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await answer.text()).slice(0, 500);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return typeof address === "object" && address !== null ? address.port : 0;
}

describe.skipIf(absent.length > 0)(
  `every request of ours against Okta's own description${absent.length > 0 ? ` (skipped: ${absent.join("; ")})` : ""}`,
  () => {
    beforeAll(async () => {
      tenant = await startDrillTenant({ seed: 3, now: () => now });
      company = found(tenant.org, { morning: NOW - 3_600_000, days: 2 });
      const admin = createUser(tenant.org, SYSTEM_BY, {
        login: "responder@example.com",
        firstName: "R",
        lastName: "R",
      });
      grantRole(tenant.org, admin, "SUPER_ADMIN", SYSTEM_BY);
      token = createToken(tenant.org, admin, "responder", SYSTEM_BY).secret;
      const port = await freePort();
      checker = spawn(
        process.execPath,
        [PRISM, "proxy", "-h", "127.0.0.1", "-p", String(port), "--errors", prepared(), tenant.origin],
        {
          stdio: ["ignore", "pipe", "pipe"],
        },
      );
      await new Promise<void>((resolve, reject) => {
        const hear = (chunk: Buffer): void => {
          if (chunk.toString().includes("listening")) resolve();
        };
        checker.stdout?.on("data", hear);
        checker.once("exit", (code) => reject(new Error(`The contract checker ended with ${code}`)));
      });
      tenant.facade = `http://127.0.0.1:${port}`;
      client = new OktaClient({
        origin: readOrigin(tenant.facade),
        signIn: withApiToken(token),
        share: 1,
        wait: () => Promise.resolve(),
      });
    }, 180_000);
    afterAll(async () => {
      checker.kill();
      await tenant.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it("CN-40 reading the log", async () => {
      const answer = await client.request({ path: LogReader.begin(NOW - 40 * 86_400_000) });
      expect(answer.status).toBe(200);
      expect(Array.isArray(answer.json())).toBe(true);
    });

    it("CN-41 everything that is read, and everything that containing does", async () => {
      const { jo, sam, appIds } = company;
      const [provider] = tenant.org.providers.values();
      const [policy] = tenant.org.policies.values();
      const [minted] = tenant.org.tokens.values();
      const group = [...tenant.org.groups.values()][1];
      const rule = policy?.rules[0];
      const of = (path: string, method: OktaRequest["method"] = "GET", body?: unknown): OktaRequest => ({
        path: `/api/v1${path}`,
        method,
        ...(body === undefined ? {} : { body }),
      });
      const requests: readonly OktaRequest[] = [
        of("/users?limit=200"),
        of(`/users/${jo.id}`),
        of(`/users/${jo.id}/factors`),
        of(`/users/${jo.id}/roles`),
        of(`/users/${jo.id}/grants`),
        of(`/users/${jo.id}/clients`),
        of("/iam/assignees/users"),
        of("/api-tokens"),
        of("/apps?limit=200"),
        of("/groups?limit=200"),
        of("/idps"),
        of("/policies?type=OKTA_SIGN_ON"),
        of(`/policies/${policy?.id}/rules`),
        of("/zones"),
        of("/org/privacy/oktaSupport/cases"),
        of(`/users/${jo.id}/sessions?oauthTokens=true`, "DELETE"),
        of(`/users/${sam.id}/lifecycle/suspend`, "POST"),
        of(`/users/${sam.id}/lifecycle/unsuspend`, "POST"),
        of(`/users/${sam.id}/lifecycle/expire_password`, "POST"),
        of(`/users/${sam.id}/lifecycle/reset_password?sendEmail=false`, "POST"),
        of(`/users/${jo.id}/factors/${jo.factors[0]?.id}`, "DELETE"),
        of(`/users/${jo.id}/grants`, "DELETE"),
        of(`/users/${jo.id}/clients/0oaclient/tokens`, "DELETE"),
        of(`/users/${jo.id}/roles/${jo.roles[0]?.id}`, "DELETE"),
        of(`/groups/${group?.id}/users/${jo.id}`, "DELETE"),
        of(`/idps/${provider?.id}/lifecycle/deactivate`, "POST"),
        of(`/policies/${policy?.id}/rules/${rule?.id}/lifecycle/deactivate`, "POST"),
        of("/zones/nzoBLOCKED", "PUT", {
          type: "IP",
          name: "BlockedIpZone",
          usage: "BLOCKLIST",
          status: "ACTIVE",
          gateways: [{ type: "CIDR", value: "203.0.113.9/32" }],
          proxies: [],
        }),
        of(`/apps/${appIds[3]}/lifecycle/deactivate`, "POST"),
        of("/org/privacy/oktaSupport/cases/01234567", "PATCH", {
          impersonation: { status: "DISABLED" },
        }),
        of(`/api-tokens/${minted?.id}`, "DELETE"),
      ];
      const wrong: string[] = [];
      for (const request of requests) {
        now += 1000;
        const outcome = await client.request(request).catch((error: unknown) => error);
        if (outcome instanceof Error) wrong.push(`${request.method} ${request.path}: ${await complaint(request)}`);
      }
      expect(wrong).toEqual([]);
    }, 120_000);
  },
);
