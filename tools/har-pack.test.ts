import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as har from "@nightlatch/har";

const root = dirname(import.meta.dirname);
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
const CAPTURE = { log: { entries: [{ request: { url: "https://a.example/?token=abcDEF123456ghiJKL" } }] } };
const USE = `import { scrub } from "@nightlatch/har";
const bytes = Uint8Array.from(${JSON.stringify(JSON.stringify(CAPTURE))}, (char) => char.charCodeAt(0));
let out = "";
const scrubbed = await scrub(() => [bytes], (part) => { for (const byte of part) out += String.fromCharCode(byte); }, { key: new Uint8Array(32).fill(1) });
globalThis.answer = JSON.stringify({ ok: scrubbed.ok, out });
`;

function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`"${program} ${args.join(" ")}" ended with ${String(status)}:\n${stdout}${stderr}`);
  return stdout;
}

describe("the tarball of @nightlatch/har", () => {
  let folder: string;
  let user: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "nightlatch-har-pack-"));
    user = join(folder, "user");
    mkdirSync(user);
    writeFileSync(join(user, "package.json"), '{ "private": true, "type": "module" }');
    run(process.execPath, [tsc, "-b", "packages/har"], root);
    run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder, "./packages/har"], root);
    const [tarball = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
    run("npm", ["install", "--ignore-scripts", "--offline", "--no-audit", "--no-fund", join(folder, tarball)], user);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("HR-70 holds what was built and its README, needs nothing, and has no source or tests", () => {
    const home = join(user, "node_modules", "@nightlatch", "har");
    const held = readdirSync(home, { recursive: true, encoding: "utf8" });
    expect(held).toContain(join("dist", "index.js"));
    expect(held).toContain("README.md");
    expect(held.filter((file) => /\.test\.|\.fixture\.|^src|tsbuildinfo/.test(file))).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as Record<string, unknown>;
    expect(manifest["dependencies"]).toBeUndefined();
  });

  it("HR-70 works in Node and gives everything that the source gives", () => {
    writeFileSync(
      join(user, "show.js"),
      'import * as har from "@nightlatch/har";\nconsole.log(JSON.stringify(Object.keys(har)));',
    );
    expect((JSON.parse(run(process.execPath, ["show.js"], user)) as string[]).sort()).toEqual(Object.keys(har).sort());
    writeFileSync(join(user, "use.js"), `${USE}console.log(globalThis.answer);`);
    expect(JSON.parse(run(process.execPath, ["use.js"], user))).toMatchObject({ ok: true });
  });

  it("HR-70 works in a bundle for browsers, with nothing of Node", async () => {
    writeFileSync(join(user, "page.js"), USE);
    const bundled = await build({
      entryPoints: [join(user, "page.js")],
      bundle: true,
      write: false,
      format: "esm",
      platform: "browser",
      target: "es2022",
      absWorkingDir: user,
    });
    const code = bundled.outputFiles[0]?.text ?? "";
    expect(code).not.toMatch(/from "node:|require\(|\bprocess\.|\bBuffer\b/);
    writeFileSync(join(user, "bundle.mjs"), `delete globalThis.process;delete globalThis.Buffer;\n${code}`);
    writeFileSync(
      join(user, "check.mjs"),
      'const { log } = console;\nawait import("./bundle.mjs");\nlog(globalThis.answer);',
    );
    const answer = JSON.parse(run(process.execPath, ["check.mjs"], user)) as { ok: boolean; out: string };
    expect([answer.ok, answer.out.includes("abcDEF123456ghiJKL")]).toEqual([true, false]);
  });

  it("HR-70 carries types that a strict TypeScript user can compile against", () => {
    writeFileSync(join(user, "use.ts"), 'export * from "@nightlatch/har";\n');
    const flags = [
      "--strict",
      "--noEmit",
      "--module",
      "nodenext",
      "--target",
      "es2024",
      "--lib",
      "es2024",
      "--types",
      "",
    ];
    expect(run(process.execPath, [tsc, ...flags, "use.ts"], user)).toBe("");
  });
});
