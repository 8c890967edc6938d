import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as sigma from "@nightlatch/sigma";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = dirname(import.meta.dirname);
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");

function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status !== 0)
    throw new Error(`"${program} ${args.join(" ")}" ended with ${String(status)}:\n${stdout}${stderr}`, {
      cause: error,
    });
  return stdout;
}

describe("the tarball of @nightlatch/sigma", () => {
  let folder: string;
  let user: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "nightlatch-pack-"));
    user = join(folder, "user");
    mkdirSync(user);
    writeFileSync(join(user, "package.json"), '{ "private": true, "type": "module" }');
    run(process.execPath, [tsc, "-b", "packages/sigma"], root);
    // What it stands on is packed from what is installed here, so that no network is needed.
    for (const from of ["packages/sigma", "node_modules/re2js", "node_modules/yaml"]) {
      run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder, `./${from}`], root);
    }
    const tarballs = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
    run(
      "npm",
      [
        "install",
        "--ignore-scripts",
        "--offline",
        "--no-audit",
        "--no-fund",
        ...tarballs.map((name) => join(folder, name)),
      ],
      user,
    );
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("HS-50 holds what was built and its README, and neither source nor tests", () => {
    const held = readdirSync(join(user, "node_modules", "@nightlatch", "sigma"), { recursive: true, encoding: "utf8" });
    expect(held).toContain(join("dist", "index.js"));
    expect(held).toContain("README.md");
    expect(held).toContain("LICENSE");
    expect(held.filter((file) => /\.test\.|\.fixture\.|^src|tsbuildinfo/.test(file))).toEqual([]);
  });

  it("HS-50 gives a program in another folder everything that the source gives", () => {
    writeFileSync(
      join(user, "show.js"),
      'import * as sigma from "@nightlatch/sigma";\nconsole.log(JSON.stringify(Object.keys(sigma)));',
    );
    expect((JSON.parse(run(process.execPath, ["show.js"], user)) as string[]).sort()).toEqual(
      Object.keys(sigma).sort(),
    );
  });

  it("HS-50 carries types that a strict TypeScript user can compile against", () => {
    writeFileSync(join(user, "use.ts"), 'export * from "@nightlatch/sigma";\n');
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
