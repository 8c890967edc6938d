import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSignals } from "../service/index.ts";
import { openStateStore } from "../store/state/index.ts";
import { parseConfig } from "../config/config.ts";
import { nightlatch } from "./nightlatch.fixture.ts";

it("SI-54 signals key makes a signing key, list shows streams and what was put aside, retry takes it up again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nightlatch-signals-cli-"));
  const got: string[] = [];
  const receiver = createServer((request, response) => {
    got.push(request.headers["content-type"] ?? "");
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, "127.0.0.1", resolve);
  });
  try {
    const made = await nightlatch(["signals", "key"]);
    expect(JSON.parse(made.stdout)).toMatchObject({ kty: "RSA", alg: "RS256", d: expect.any(String) as string });
    writeFileSync(join(folder, "k.jwk"), made.stdout);
    const file = join(folder, "nightlatch.yaml");
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const text = `signals:\n  issuer: https://nl.example.com\n  key: { file: k.jwk }\n  receivers:\n    - { name: soc, url: "${url}", audience: "https://soc.example.com" }\n`;
    writeFileSync(file, text);
    // Something was proven, and the receiver refused to hear of it.
    const state = await openStateStore({ folder });
    const secrets = { file, env: {} };
    const open = await openSignals({
      config: parseConfig({ file, text }).service,
      stores: { state },
      secrets,
      now: Date.now,
    });
    const aim = { kind: "user", id: "00u1", name: "jo@example.com" } as const;
    const done = {
      case: "C-1",
      id: "a",
      action: "suspend-user",
      title: "Suspend",
      aim,
      before: {},
      at: 1,
      byPerson: true,
    };
    const told = await state.db
      .transaction()
      .execute((db) => open?.tellOthers("acme")(db, done) ?? Promise.resolve(undefined));
    expect(told).toMatchObject({ streams: ["config:soc"] });
    await state.db.updateTable("signal_set").set({ state: "dead", error: "refused", attempts: 1 }).execute();
    await state.close();
    const at = ["--config", file, "--data", folder];
    const list = await nightlatch(["signals", "list", "--format", "json", ...at]);
    expect(JSON.parse(list.stdout)).toMatchObject({
      schema: "nightlatch.signals/1",
      streams: [{ id: "config:soc", to: url, method: "push", status: "enabled", waiting: 0, dead: 1 }],
      dead: [{ error: "refused" }],
    });
    expect((await nightlatch(["signals", "list", ...at])).stdout).toContain("0 wait, 0 arrived, 1 put aside");
    expect((await nightlatch(["signals", "retry", ...at])).stdout).toBe("1 events are taken up again, 1 arrived\n");
    expect(got).toEqual(["application/secevent+jwt"]);
    expect((await nightlatch(["signals", "list", ...at])).stdout).toContain("0 wait, 1 arrived, 0 put aside");
    writeFileSync(join(folder, "k.jwk"), "hush");
    const refused = await nightlatch(["signals", "retry", ...at]);
    expect([refused.exit, refused.stderr]).toEqual([2, expect.stringContaining("NL-CONFIG-KEY") as string]);
    expect(refused.stderr).not.toContain("hush");
  } finally {
    receiver.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
