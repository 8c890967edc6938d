import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { Folder } from "../connect/files/export.fixture.ts";
import { MAIN, nightlatch, ROOT } from "./nightlatch.fixture.ts";

const used: Folder[] = [];
function folder(): Folder {
  const one = new Folder();
  used.push(one);
  return one;
}
afterEach(() => {
  for (const one of used.splice(0)) one.remove();
});

const RULE = `title: A token was made
id: 7c0d9a8e-1b2c-4d3e-8f40-5a6b7c8d9e0f
status: test
description: Somebody made an API token.
logsource: { product: okta, service: okta }
detection:
  selection: { eventType: system.api_token.create }
  condition: selection
level: medium
falsepositives: [Administrators who make one]
tests:
  positive:
    - why: A token is made
      event: { uuid: a, published: "2026-01-05T09:00:00.000Z", eventType: system.api_token.create }
  negative:
    - why: A token is only looked at
      event: { uuid: b, published: "2026-01-05T09:00:00.000Z", eventType: system.api_token.read }
`;

describe("any command", () => {
  it("CL-3 shows help with examples, and the version", async () => {
    const helps = ["scan", "rules test", "rules list", "rules show", "rules lint", "completion"];
    for (const words of ["", ...helps]) {
      const ran = await nightlatch([...words.split(" ").filter((word) => word !== ""), "--help"]);
      expect([words, ran.exit, ran.stderr]).toEqual([words, 0, ""]);
      expect(ran.stdout).toContain("Examples:\n");
    }
    const version = await nightlatch(["--version"]);
    expect([version.exit, version.stderr]).toEqual([0, ""]);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [["scan"], "Missing required argument 'path'"],
    [["scan", "x", "--sinc", "3"], "Unknown option '--sinc'"],
    [["skan", "x"], "Unknown command 'skan'"],
    [["scan", "x", "--since", "yesterday"], "is invalid"],
    [["scan", "x", "--workers", "many"], "A number from 0 to 64 is wanted"],
    [["scan", "x", "--fail-on", "loud"], "Allowed choices are informational, low, medium, high, critical"],
    [["scan", "x", "--format", "xml"], "Allowed choices are text, json, ocsf, markdown, html"],
    [["rules", "show"], "Missing required argument 'rule'"],
  ])("CL-1 CL-4 CL-5 refuses %j", async (args, said) => {
    const ran = await nightlatch(args);
    expect([ran.exit, ran.stdout]).toEqual([2, ""]);
    expect(ran.stderr).toMatch(/^NL-CLI-USAGE [A-Z]/);
    expect(ran.stderr).toContain(said);
    expect(ran.stderr).toMatch(/\n {2}What to do: .+\n {2}More: docs\/errors\.md#nl-cli-usage\n$/);
  });

  it("CL-4 names the option and the command that were probably meant", async () => {
    expect((await nightlatch(["scan", "x", "--basline", "y"])).stderr).toContain("(Did you mean --baseline?)");
    expect((await nightlatch(["scna"])).stderr).toContain("(Did you mean scan?)");
  });

  it("CL-4 shows help and ends with 2 when no command is given", async () => {
    const ran = await nightlatch([]);
    expect([ran.exit, ran.stdout]).toEqual([2, ""]);
    expect(ran.stderr).toContain("Usage: nightlatch");
  });

  it("CL-8 takes a reader that goes away early for no failure", async () => {
    const story = join("corpus", "scenarios", "r2-beyondtrust", "events.ndjson");
    const args = ["--conditions=source", MAIN, "scan", story, "--no-builtin-rules"];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const exit = await once(child, "close").then(([code]) => code as number | null);
    expect([exit, stderr]).toEqual([0, ""]);
  });

  it("CL-6 takes the options of every command before it and after it", async () => {
    const rules = folder();
    const before = await nightlatch(["--format", "json", "--data", "x", "rules", "list", rules.path]);
    const after = await nightlatch(["rules", "list", rules.path, "--data", "x", "--format", "json"]);
    expect(after).toEqual(before);
    expect(JSON.parse(after.stdout)).toEqual({ schema: "nightlatch.rules/1", rules: [], waiting: [], replaced: [] });
    const refused = await nightlatch(["rules", "list", rules.path, "--format", "html"]);
    expect([refused.exit, refused.stderr.split(" ")[0]]).toEqual([2, "NL-CLI-FORMAT"]);
  });
});

describe("nightlatch completion", () => {
  it("CL-7 writes a script for each shell that names every command and option", async () => {
    for (const shell of ["bash", "zsh", "fish"]) {
      const ran = await nightlatch(["completion", shell]);
      expect([ran.exit, ran.stderr]).toEqual([0, ""]);
      for (const word of ["scan", "rules", "lint", "completion", "fail-on", "no-builtin-rules", "markdown"])
        expect(ran.stdout).toContain(word);
    }
    const other = await nightlatch(["completion", "csh"]);
    expect([other.exit, other.stderr.split(" ")[0]]).toEqual([2, "NL-CLI-SHELL"]);
  });

  it("CL-7 completes in bash", async () => {
    const { stdout } = await nightlatch(["completion", "bash"]);
    const complete = (...words: string[]): readonly string[] => {
      const script = `${stdout}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _nightlatch; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return spawnSync("bash", ["-c", script], { encoding: "utf8", cwd: folder().path }).stdout.trim().split("\n");
    };
    expect(complete("nightlatch", "sca")).toEqual(["scan"]);
    expect(complete("nightlatch", "rules", "li")).toEqual(["list", "lint"]);
    expect(complete("nightlatch", "scan", "--fail")).toEqual(["--fail-on"]);
    expect(complete("nightlatch", "scan", "--fail-on", "h")).toEqual(["high"]);
    expect(complete("nightlatch", "scan", "x", "--format", "m")).toEqual(["markdown"]);
  });
});

describe("nightlatch rules", () => {
  it("CL-50 runs the tests inside rules, prints counts and each failing test with file and line", async () => {
    const rules = folder();
    const path = rules.write("token.yml", RULE);
    const good = await nightlatch(["rules", "test", rules.path]);
    expect(good).toEqual({ exit: 0, stdout: "1 rules; 2 tests, 2 passed, 0 failed (2 events)\n", stderr: "" });
    const bad = rules.write("bad.yml", RULE.replace("api_token.read", "api_token.create").replace("9e0f", "9e10"));
    const ran = await nightlatch(["rules", "test", path, bad]);
    expect(ran.exit).toBe(3);
    expect(ran.stdout).toMatch(
      new RegExp(
        `^${bad}:\\d+: NL-RULES-TEST "A token was made": It matches, and must not \\(A token is only looked at\\)\\n`,
      ),
    );
    expect(ran.stdout).toMatch(/\n2 rules; 4 tests, 3 passed, 1 failed \(4 events\)\n$/);
    const json = JSON.parse((await nightlatch(["rules", "test", rules.path, "--format", "json"])).stdout) as unknown;
    expect(json).toMatchObject({ schema: "nightlatch.rule-tests/1", rules: 2, passed: 3, failed: 1 });
  });

  it("CL-50 runs ours, and takes an empty folder for nothing to do", async () => {
    expect((await nightlatch(["rules", "test"])).exit).toBe(0);
    const empty = folder();
    mkdirSync(join(empty.path, "rules"));
    expect(await nightlatch(["rules", "test", join(empty.path, "rules")])).toEqual({
      exit: 0,
      stdout: "0 rules; 0 tests, 0 passed, 0 failed (0 events)\n",
      stderr: "",
    });
    const missing = await nightlatch(["rules", "test", join(empty.path, "nowhere")]);
    expect([missing.exit, missing.stderr.split(" ")[0]]).toEqual([2, "NL-RULES-MISSING"]);
  });

  it("CL-51 lists, shows and lints rules", async () => {
    const rules = folder();
    const path = rules.write("token.yml", RULE);
    const broken = rules.write(
      "broken.yml",
      "title: Broken\nlogsource: { product: okta }\ndetection:\n  selection: { a|re: '(' }\n  condition: selection\n",
    );
    const list = await nightlatch(["rules", "list", rules.path]);
    expect(list.exit).toBe(3);
    expect(list.stdout).toMatch(
      new RegExp(`^medium +7c0d9a8e-1b2c-4d3e-8f40-5a6b7c8d9e0f +A token was made {2}${path}\\n1 rules\\n$`),
    );
    expect(list.stderr).toMatch(new RegExp(`^${broken}:4:\\d+: NL-SIGMA-REGEX `));
    for (const name of ["7c0d9a8e-1b2c-4d3e-8f40-5a6b7c8d9e0f", "a token was MADE"]) {
      const shown = await nightlatch(["rules", "show", name, path]);
      expect(shown.exit).toBe(0);
      expect(shown.stdout).toMatch(/^A token was made\n\nid {10}7c0d9a8e/);
      expect(shown.stdout).toContain("Ordinary explanations\n- Administrators who make one\n");
    }
    const unknown = await nightlatch(["rules", "show", "A token was mode", path]);
    expect([unknown.exit, unknown.stdout]).toEqual([2, ""]);
    expect(unknown.stderr).toMatch(/^NL-RULES-UNKNOWN [^\n]+\n {2}What to do: Did you mean "A token was made"\?\n/);
    const lint = await nightlatch(["rules", "lint", rules.path]);
    expect(lint.exit).toBe(3);
    expect(lint.stdout).toMatch(
      new RegExp(
        `${broken}:4:\\d+: NL-SIGMA-REGEX [^\\n]+\\n(?:[^\\n]+\\n)*1 rules can run; 1 errors, \\d+ warnings\\n$`,
      ),
    );
    expect((await nightlatch(["rules", "lint", path])).exit).toBe(0);
  });
});
