import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DrillTenant, SYSTEM_BY } from "../drill/index.ts";
import { nightlatch, type Ran } from "./nightlatch.fixture.ts";
import { Up, watchable } from "./service.fixture.ts";

const root = mkdtempSync(join(tmpdir(), "nightlatch-outbox-"));
const ENV = { NL_TEST_TOKEN: "", NL_TEST_SIGN: "sign-with-this-secret" };
const RULE = `title: A bell
id: 55555555-5555-4555-8555-555555555555
logsource: { product: okta, service: okta }
detection:
  s: { eventType: user.session.end }
  condition: s
level: high
`;
let tenant: DrillTenant;
let receiver: Server;
let status = 404;
const got: unknown[] = [];
let up: Up;

beforeAll(async () => {
  const made = await watchable(41);
  tenant = made.tenant;
  ENV.NL_TEST_TOKEN = made.secret;
  receiver = createServer((request, response) => {
    got.push(request.headers["nightlatch-id"]);
    request.resume().once("end", () => {
      response.statusCode = status;
      response.end();
    });
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/a-secret-path`;
  writeFileSync(join(root, "own.yml"), RULE);
  writeFileSync(
    join(root, "nightlatch.yaml"),
    `sources: [{ tenant: acme, origin: "${tenant.origin}", read: { token: { env: NL_TEST_TOKEN } }, poll: 0.2 }]
outputs: [{ name: soc, kind: webhook, url: "${url}", secret: { env: NL_TEST_SIGN }, atLeast: medium }]
rules: own.yml
server: { port: 0 }
`,
  );
  up = new Up([], { cwd: root, env: ENV });
});
afterAll(async () => {
  await up.stop();
  receiver.close();
  await tenant.stop();
  rmSync(root, { recursive: true, force: true });
});

const at = (...args: readonly string[]): Promise<Ran> => nightlatch(args, { cwd: root, env: ENV });

describe("nightlatch outbox", () => {
  it("NT-6 shows what was put aside, with its reason and no secret, and sends it again with the same id", async () => {
    await up.origin();
    tenant.org.log.write({ type: "user.session.end", message: "ding", actor: SYSTEM_BY.actor });
    await up.logged(({ event, output }) => event === "dead-letter" && output === "soc");
    const listed = await at("outbox", "list", "--format", "json");
    expect(JSON.parse(listed.stdout)).toMatchObject({
      schema: "nightlatch.outbox/1",
      waiting: 0,
      dead: [{ output: "soc", tenant: "acme", revision: 1, error: "The receiver answered 404", attempts: 1 }],
    });
    expect(listed.stdout + (await at("outbox", "list")).stdout).not.toContain("secret");
    expect((await at("outbox", "retry", "--output", "other")).stdout).toMatch(/^0 notices/);
    status = 200;
    expect((await at("outbox", "retry")).stdout).toMatch(/^1 notices will be sent again/);
    await expect.poll(() => got.length, { timeout: 60_000 }).toBe(2);
    expect(new Set(got).size).toBe(1);
    await expect
      .poll(async () => (await at("outbox", "list")).stdout, { timeout: 60_000 })
      .toBe("0 notices were put aside, 0 wait to be sent\n");
  });
});
