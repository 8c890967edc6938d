import { spawn } from "node:child_process";
import type { Token } from "@nightlatch/client";
import { afterEach, describe, expect, it } from "vitest";
import { Folder } from "../connect/files/export.fixture.ts";
import { NO_SERVICE } from "../config/service.ts";
import { openState } from "../service/index.ts";
import { authenticate } from "../store/state/index.ts";
import { MAIN, nightlatch, ROOT } from "./nightlatch.fixture.ts";

const used: Folder[] = [];
function folder(): string {
  const one = new Folder();
  used.push(one);
  return one.path;
}
afterEach(() => {
  for (const one of used.splice(0)) one.remove();
});

const STATE = { secrets: { file: "", env: {} } };

describe("nightlatch token", () => {
  it("CL-70 makes a token whose secret is on stdout alone, lists it without, and revokes it", async () => {
    const data = folder();
    const made = await nightlatch([
      "token",
      "create",
      "soc",
      "--scope",
      "read",
      "hook:acme",
      "--days",
      "7",
      "--data",
      data,
    ]);
    expect([made.exit, made.stdout]).toEqual([0, expect.stringMatching(/^nlt_[0-9a-f]{16}_[\w-]{43}\n$/)]);
    const secret = made.stdout.trim();
    expect(made.stderr).not.toContain(secret.slice(21));
    const listed = await nightlatch(["token", "list", "--format", "json", "--data", data]);
    const { tokens } = JSON.parse(listed.stdout) as { readonly tokens: readonly Token[] };
    expect(tokens).toMatchObject([{ name: "soc", scopes: ["read", "hook:acme"], revoked: null, used: null }]);
    expect(listed.stdout).not.toContain(secret.slice(21));
    const opens = async (): Promise<boolean> => {
      const state = await openState(NO_SERVICE, { ...STATE, folder: data });
      const token = await authenticate(state.db, secret, Date.now());
      await state.close();
      return token !== undefined;
    };
    expect(await opens()).toBe(true);
    const revoked = await nightlatch(["token", "revoke", tokens[0]?.id ?? "", "--data", data]);
    expect([revoked.exit, revoked.stdout]).toEqual([0, expect.stringContaining("revoked 20")]);
    expect(await opens()).toBe(false);
  });

  it("CL-71 says what is wrong with a scope, a number of days, and an id that there is not", async () => {
    const data = folder();
    const wrong = [
      ["create", "soc", "--scope", "reed"],
      ["create", "soc"],
      ["create", "soc", "--scope", "read", "--days", "367"],
      ["create", " ", "--scope", "read"],
    ];
    for (const args of wrong) {
      const ran = await nightlatch(["token", ...args, "--data", data]);
      expect([args, ran.exit, ran.stdout, ran.stderr.slice(0, 12)]).toEqual([args, 2, "", "NL-CLI-USAGE"]);
    }
    const nothing = await nightlatch(["token", "revoke", "0123456789abcdef", "--data", data]);
    expect([nothing.exit, nothing.stdout, nothing.stderr.slice(0, 12)]).toEqual([2, "", "NL-CLI-TOKEN"]);
  });

  it("CL-72 while a service has the store it says how to ask that one", async () => {
    const data = folder();
    const state = await openState(NO_SERVICE, { ...STATE, folder: data });
    const ran = await nightlatch(["token", "list", "--data", data]);
    await state.close();
    expect([ran.exit, ran.stdout]).toEqual([4, ""]);
    expect(ran.stderr).toContain("NL-STORE-LOCKED");
    expect(ran.stderr).toContain("NIGHTLATCH_TOKEN");
  });

  it("CL-72 with a token in the environment it asks the service", async () => {
    const env = { ...process.env, NIGHTLATCH_TOKEN: "nlt_x", NIGHTLATCH_URL: "http://127.0.0.1:1" };
    const args = ["--conditions=source", MAIN, "token", "list"];
    const child = spawn(process.execPath, args, { cwd: ROOT, env });
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    const exit = await new Promise((resolve) => {
      child.once("close", resolve);
    });
    expect([exit, stderr.slice(0, 14)]).toEqual([4, "NL-CLIENT-AWAY"]);
  });
});
