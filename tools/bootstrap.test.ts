import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** A process number that no system gives to a process. */
const NOBODY = 2 ** 30;

describe("bootstrap", () => {
  let folder: string;

  /** A checkout in which the command line tells where it runs and what it was given. */
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "nightlatch-bootstrap-"));
    const main = join(folder, "packages", "app", "src", "main.ts");
    mkdirSync(join(folder, "tools"));
    mkdirSync(dirname(main), { recursive: true });
    cpSync(join(import.meta.dirname, "bootstrap.mjs"), join(folder, "tools", "bootstrap.mjs"));
    writeFileSync(
      main,
      "console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd() })); process.exitCode = 3;",
    );
    writeFileSync(join(folder, "package.json"), '{ "name": "x", "version": "1.0.0" }');
    lock({});
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function lock(packages: object): void {
    const root = {
      "": {
        name: "x",
        version: "1.0.0",
        dependencies: Object.fromEntries(Object.keys(packages).map((name) => [name.slice(13), "1.0.0"])),
      },
    };
    writeFileSync(
      join(folder, "package-lock.json"),
      JSON.stringify({ name: "x", version: "1.0.0", lockfileVersion: 3, packages: { ...root, ...packages } }),
    );
  }

  async function run(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ code: unknown; out: string; err: string }> {
    const child = spawn(process.execPath, [join(folder, "tools", "bootstrap.mjs"), ...args], {
      env: { ...process.env, INIT_CWD: folder, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    const [code] = (await once(child, "close")) as unknown[];
    return { code, out, err };
  }

  it("HS-1 brings what the lock file says once, and says nothing when there is nothing to do", async () => {
    expect((await run(["nightlatch"])).err).toBe("Bringing dependencies (npm ci) …\n");
    expect((await run(["nightlatch"])).err).toBe("");
    writeFileSync(
      join(folder, "package-lock.json"),
      JSON.stringify({ name: "x", version: "1.0.0", lockfileVersion: 3, packages: {} }),
    );
    expect((await run(["nightlatch"])).err).toBe("Bringing dependencies (npm ci) …\n");
  });

  it("HS-2 two runs at once install once, and both go on", async () => {
    const both = await Promise.all([run(["nightlatch"]), run(["nightlatch"])]);
    expect(both.map(({ code }) => code)).toEqual([3, 3]);
    expect(both.filter(({ err }) => err.includes("Bringing dependencies"))).toHaveLength(1);
  });

  it("HS-3 a run that died while it installed does not keep the next one waiting", async () => {
    mkdirSync(join(folder, ".node"));
    writeFileSync(join(folder, ".node", "installing.lock"), String(NOBODY));
    expect((await run(["nightlatch"])).code).toBe(3);
    expect(existsSync(join(folder, ".node", "installing.lock"))).toBe(false);
  });

  it("HS-4 paths count from where the user stands, and the exit code is the command's own", async () => {
    mkdirSync(join(folder, "elsewhere"));
    const { code, out } = await run(["nightlatch", "scan", "a b"], { INIT_CWD: join(folder, "elsewhere") });
    expect(code).toBe(3);
    expect(JSON.parse(out)).toEqual({ args: ["scan", "a b"], cwd: join(folder, "elsewhere") });
  });

  it("HS-5 start plays a theft, watches what is configured, or runs what is given to it instead", async () => {
    const args = async (...given: string[]): Promise<unknown> =>
      (JSON.parse((await run(["start", ...given])).out) as { args: unknown }).args;
    expect(await args()).toEqual(["drill", "okta-2023"]);
    expect(await args("scan", "mine.json")).toEqual(["scan", "mine.json"]);
    writeFileSync(join(folder, "nightlatch.yaml"), "sources: []\n");
    expect(await args()).toEqual(["up"]);
  });

  it("HS-6 without a network it says what could not be brought", async () => {
    lock({ "node_modules/made-up-and-never-published": { version: "1.0.0", integrity: "sha512-eA==" } });
    writeFileSync(
      join(folder, "package.json"),
      '{ "name": "x", "version": "1.0.0", "dependencies": { "made-up-and-never-published": "1.0.0" } }',
    );
    const { code, err } = await run(["nightlatch"], {
      npm_config_offline: "true",
      npm_config_cache: join(folder, "cache"),
    });
    expect(code).toBe(1);
    expect(err).toContain("Could not bring the dependencies. The npm registry was not reached.");
  });

  it("HS-6 an unknown verb is refused with those that there are", async () => {
    const { code, err } = await run(["dance"]);
    expect(code).toBe(1);
    expect(err).toBe('Unknown verb "dance"; one of: start, nightlatch, test, bench, scorecard, fuzz.\n');
  });
});
