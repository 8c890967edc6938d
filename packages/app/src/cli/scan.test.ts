import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import type { Finding } from "@nightlatch/core";
import { afterEach, describe, expect, it } from "vitest";
import { Folder } from "../connect/files/export.fixture.ts";
import type { ScanReport } from "../report/index.ts";
import { nightlatch, type Ran, ROOT } from "./nightlatch.fixture.ts";

const STORY = join("corpus", "scenarios", "r2-beyondtrust", "events.ndjson");
const LINES = readFileSync(join(ROOT, STORY), "utf8").trimEnd().split("\n");

const used: Folder[] = [];
function folder(): Folder {
  const one = new Folder();
  used.push(one);
  return one;
}
afterEach(() => {
  for (const one of used.splice(0)) one.remove();
});

function reportOf({ stdout }: Ran): ScanReport {
  return JSON.parse(stdout) as ScanReport;
}

async function findings(args: readonly string[], stdin?: string): Promise<readonly Finding[]> {
  const ran = await nightlatch(
    ["scan", "--no-builtin-rules", "--format", "json", ...args],
    stdin === undefined ? {} : { stdin },
  );
  expect(ran.stderr).toBe("");
  expect(ran.exit).toBe(0);
  return reportOf(ran).findings;
}

function shuffled(lines: readonly string[]): readonly string[] {
  let seed = 20_231_018;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647);
  return lines
    .map((line) => ({ line, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ line }) => line);
}

const RULES = `title: A report was taken
id: 5b1f7a52-7d0c-4c8e-9d58-0a6c1d2e3f40
logsource: { product: okta, service: okta }
detection:
  selection: { eventType: analytics.reports.export.download }
  condition: selection
level: high
tags: [attack.t1530]
---
title: Lower case, as older public rules have it
id: 5b1f7a52-7d0c-4c8e-9d58-0a6c1d2e3f41
logsource: { product: okta, service: okta }
detection:
  selection: { eventtype: analytics.reports.export.download, outcome.result: SUCCESS }
  condition: selection
level: low
---
title: A rule for another log
id: 5b1f7a52-7d0c-4c8e-9d58-0a6c1d2e3f42
logsource: { product: windows, category: process_creation }
detection:
  selection: { Image: cmd.exe }
  condition: selection
level: high
---
title: A user made
name: user_made
id: 5b1f7a52-7d0c-4c8e-9d58-0a6c1d2e3f43
logsource: { product: okta, service: okta }
detection:
  selection: { eventType: [user.lifecycle.create, user.lifecycle.activate] }
  condition: selection
level: informational
---
title: A user made and activated within the hour
id: 5b1f7a52-7d0c-4c8e-9d58-0a6c1d2e3f44
correlation:
  type: event_count
  rules: [user_made]
  group-by: [actor.alternateId]
  timespan: 1h
  condition: { gte: 2 }
level: medium
`;

describe("nightlatch scan", () => {
  it("CL-10 CL-11 gives the same findings whatever the order, the packing, the wrapping and the way in", async () => {
    const files = folder();
    const expected = await findings([STORY]);
    expect(expected[0]).toMatchObject({ severity: "critical", rule: { id: "session.replay", kind: "session" } });
    const newest = `${LINES.toReversed().join("\n")}\n`;
    const mixed = shuffled([...LINES, ...LINES.slice(0, 200)]).join("\n");
    const list = JSON.stringify(LINES.map((line) => JSON.parse(line) as unknown));
    const [front, back] = [LINES.slice(0, 100).join("\n"), LINES.slice(100).join("\n")];
    const parts = folder();
    parts.write("2.ndjson", front);
    parts.write("1.ndjson.gz", gzipSync(back));
    for (const [args, stdin] of [
      [[files.write("newest.ndjson", newest)]],
      [[files.write("mixed.ndjson", mixed)]],
      [[files.write("events.gz", gzipSync(newest))]],
      [[files.write("events.zst", zstdCompressSync(mixed))]],
      [[files.write("events.json", list)]],
      [[parts.path]],
      [["-"], mixed],
    ] as const)
      expect(await findings(args, stdin)).toEqual(expected);
  });

  it("CL-12 writes the same bytes of JSON for 0, 1 and 2 workers", async () => {
    const rules = folder().write("rules.yml", RULES);
    const run = (workers: number): Promise<Ran> =>
      nightlatch(["scan", STORY, "--format", "json", "--rules", rules, "--workers", String(workers)]);
    const [none, one, two] = [await run(0), await run(1), await run(2)];
    expect(none.exit).toBe(0);
    expect(one).toEqual(none);
    expect(two).toEqual(none);
    expect(reportOf(none).findings.some(({ rule }) => rule.kind === "correlation")).toBe(true);
  });

  it("CL-2 CL-31 writes one JSON document with the findings, worst first, and what was looked at", async () => {
    const ran = await nightlatch(["--format", "json", "scan", STORY, "--tenant", "acme"]);
    const report = reportOf(ran);
    expect(Object.keys(report)).toEqual(["schema", "tool", "tenant", "findings", "summary"]);
    expect(report).toMatchObject({ schema: "nightlatch.scan/1", tool: { name: "nightlatch" }, tenant: "acme" });
    expect(report.findings[0]).toMatchObject({ tenant: "acme", severity: "critical" });
    expect(report.summary).toMatchObject({ files: 1, records: LINES.length, rejected: 0 });
    const again = reportOf(await nightlatch(["scan", STORY, "--tenant", "acme", "--format=json"]));
    expect(again).toEqual(report);
  });

  it("CL-32 writes one OCSF Detection Finding a line", async () => {
    const ran = await nightlatch(["scan", STORY, "--format", "ocsf"]);
    const lines = ran.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(ran.exit).toBe(0);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines)
      expect(line).toMatchObject({ class_uid: 2004, type_uid: 200401, metadata: { version: "1.8.0" } });
  });

  it("CL-30 CL-35 writes text, Markdown and HTML that begin with the worst session, without colours into a pipe", async () => {
    const text = await nightlatch(["scan", STORY]);
    expect(text.stdout).toMatch(/^STOLEN SESSION {2}critical\n/);
    expect(text.stdout).toContain("What to do now\n  1. End all sessions of sami.marsh@example.com");
    expect(text.stdout).not.toContain("\u001b");
    expect((await nightlatch(["scan", STORY, "--format", "markdown"])).stdout).toMatch(
      /^# Stolen session — critical\n/,
    );
    expect((await nightlatch(["scan", STORY, "--format", "html"])).stdout).toMatch(/^<!doctype html>\n/);
  });

  it("CL-13 says what it rejects with file, line and reason, reads the rest, and ends with 3", async () => {
    const files = folder();
    const [good = ""] = LINES;
    const path = files.write("export.ndjson", `${good}\n{"uuid":\nnot json\n{"uuid":"x"}\n\u0000\n${LINES[1]}\n`);
    const ran = await nightlatch(["scan", path, join(files.path, "nowhere"), "--format", "json"]);
    expect(ran.exit).toBe(3);
    const lines = ran.stderr.trimEnd().split("\n");
    for (const line of lines) expect(line).toMatch(/^\S+?(?::\d+)?: NL-(?:INPUT|EVENT)-[A-Z-]+ [A-Z\d].*[^.]$/);
    expect(lines.some((line) => line.startsWith(`${path}:4: NL-EVENT-`))).toBe(true);
    expect(lines.some((line) => line.startsWith(`${files.path}/nowhere: NL-INPUT-MISSING `))).toBe(true);
    expect(reportOf(ran).summary).toMatchObject({ events: 2, rejected: lines.length });
  });

  it("CL-13 lives through every malformed file of the corpus", async () => {
    const malformed = join("corpus", "malformed");
    const names = readdirSync(join(ROOT, malformed)).filter((name) => name !== "README.md");
    const ran = await nightlatch(["scan", "--format", "json", ...names.map((name) => join(malformed, name))]);
    expect(ran.exit).toBe(3);
    expect(reportOf(ran).summary.rejected).toBe(ran.stderr.trimEnd().split("\n").length);
    for (const line of ran.stderr.trimEnd().split("\n"))
      expect(line).toMatch(/^corpus\/malformed\/[\w.-]+(?::\d+)?: NL-[A-Z-]+ /);
    for (const name of ["cut-record.ndjson", "deep.ndjson", "ragged.csv", "truncated-list.json", "empty.ndjson"])
      expect(ran.stderr).toContain(`${malformed}/${name}`);
  });

  it("CL-38 ends with 10 when --fail-on is met, also when input was rejected", async () => {
    const broken = folder().write("export.ndjson", `not json\n${LINES.join("\n")}\n`);
    const quiet = join("corpus", "scenarios", "b1-benign", "events.ndjson");
    const exits = await Promise.all(
      [
        ["scan", STORY, "--fail-on", "critical"],
        ["scan", broken, "--fail-on", "low"],
        ["scan", broken],
        ["scan", quiet, "--fail-on", "high"],
      ].map(async (args) => (await nightlatch(args)).exit),
    );
    expect(exits).toEqual([10, 10, 3, 0]);
  });

  it("CL-15 CL-16 adds rules, runs those for this log, and rejects one that cannot run with its line", async () => {
    const files = folder();
    files.write("rules.yml", RULES);
    const bad = files.write(
      "bad.yml",
      "title: Broken\nlogsource: { product: okta }\ndetection:\n  selection: { a: b }\n  condition: selektion\n",
    );
    const ran = await nightlatch(["scan", STORY, "--rules", files.path, "--no-builtin-rules", "--format", "json"]);
    expect(ran.exit).toBe(3);
    expect(ran.stderr).toMatch(new RegExp(`^${bad}:5:14: NL-SIGMA-IDENTIFIER [^\\n]+\\n$`));
    const { findings: found, summary } = reportOf(ran);
    expect(summary.rules).toMatchObject({ rules: 3, correlations: 1, elsewhere: 1, waiting: 0, refused: 1 });
    const titles = found.map(({ rule }) => `${rule.kind} ${rule.title}`);
    expect(titles).toContain("sigma A report was taken");
    expect(titles).toContain("sigma Lower case, as older public rules have it");
    expect(titles).toContain("correlation A user made and activated within the hour");
    expect(titles).not.toContain("sigma A user made");
    const missing = await nightlatch(["scan", STORY, "--rules", join(files.path, "nowhere")]);
    expect([missing.exit, missing.stdout, missing.stderr.split(" ")[0]]).toEqual([2, "", "NL-RULES-MISSING"]);
  });

  it("TI-24 looks for lists of indicators, and says what of them cannot be used", async () => {
    const files = folder();
    const list = files.write("exits.txt", "# exits\n198.51.100.0/24\nnothing like that\n");
    const addresses = LINES.map(
      (line) => (JSON.parse(line) as { client: { ipAddress: string | null } }).client.ipAddress,
    );
    const ip = addresses.find((one) => one?.startsWith("192.0.2.") === true) ?? "";
    const csv = files.write("feed.csv", `indicator,comment,expires\n${ip},seen once,2030-01-01\n`);
    const args = ["scan", STORY, "--no-builtin-rules", "--indicators", list, "--indicators", csv, "--format", "json"];
    const ran = await nightlatch(args);
    expect([ran.exit, ran.stderr.trim()]).toEqual([3, expect.stringMatching(new RegExp(`^${list}:3: NL-INTEL-FORM `))]);
    const { findings: found, summary } = reportOf(ran);
    const intel = found.filter(({ rule }) => rule.kind === "intel");
    expect(intel.length).toBeGreaterThan(0);
    expect(summary.indicators).toEqual({ read: 2, expired: 0, unused: 0, findings: intel.length });
    expect(intel.every(({ severity }) => severity === "low" || severity === "medium")).toBe(true);
    expect(intel.map(({ summary: said }) => said).join("\n")).toContain(
      `address ${ip}, which feed.csv lists (seen once)`,
    );
    const missing = await nightlatch(["scan", STORY, "--indicators", join(files.path, "nowhere.txt")]);
    expect([missing.exit, missing.stdout, missing.stderr.split(" ")[0]]).toEqual([2, "", "NL-INTEL-MISSING"]);
  });

  it("CL-17 learns into a baseline, whole and for this user only, and reads it again", async () => {
    const files = folder();
    const baseline = join(files.path, "usual.json");
    const days = LINES.map((line) => ({ line, at: (JSON.parse(line) as { published: string }).published })).sort(
      (a, b) => (a.at < b.at ? -1 : 1),
    );
    const before = files.write(
      "before.ndjson",
      days
        .slice(0, 250)
        .map(({ line }) => line)
        .join("\n"),
    );
    const after = files.write(
      "after.ndjson",
      days
        .slice(250)
        .map(({ line }) => line)
        .join("\n"),
    );
    expect((await nightlatch(["scan", before, "--baseline", baseline])).exit).toBe(0);
    expect(statSync(baseline).mode & 0o777).toBe(0o600);
    const learnt = readFileSync(baseline, "utf8");
    expect(JSON.parse(learnt)).toMatchObject({ schema: "nightlatch.baseline/1" });
    const knowing = await findings([after, "--baseline", baseline]);
    const grown = JSON.parse(readFileSync(baseline, "utf8")) as { users: { n: number }[] };
    const sum = (users: readonly { n: number }[]): number => users.reduce((all, { n }) => all + n, 0);
    expect(sum(grown.users)).toBeGreaterThan(sum((JSON.parse(learnt) as { users: { n: number }[] }).users));
    expect(knowing.some(({ severity }) => severity === "critical")).toBe(true);
    expect(readdirSync(files.path).sort()).toEqual(["after.ndjson", "before.ndjson", "usual.json"]);
    const none = files.write("none.json", "{}");
    const refused = await nightlatch(["scan", after, "--baseline", none]);
    expect([refused.exit, refused.stderr.split(" ")[0]]).toEqual([2, "NL-BASELINE-FORM"]);
    expect(readFileSync(none, "utf8")).toBe("{}");
  });

  it("CL-21 learns from before --since, leaves aside what is after --until, and counts both", async () => {
    const run = async (...args: string[]): Promise<ScanReport> =>
      reportOf(await nightlatch(["scan", STORY, "--format", "json", "--no-builtin-rules", ...args]));
    const all = await run();
    const [theft] = all.findings;
    const taken = Date.parse(theft?.first ?? "");
    const day = 86_400_000;
    const at = (time: number): string => new Date(time).toISOString();
    const cut = await run("--since", at(taken - 60_000));
    expect(cut.findings[0]?.id).toBe(theft?.id);
    expect(cut.summary.window.before).toBeGreaterThan(300);
    expect((await run("--since", at(taken + 30 * day))).findings).toEqual([]);
    const early = await run("--until", at(taken));
    expect(early.findings.filter(({ id }) => id === theft?.id)).toEqual([]);
    expect(early.summary.window.after).toBeGreaterThan(5);
    expect(early.summary.window.after + early.summary.events).toBeGreaterThan(0);
    const empty = await nightlatch(["scan", STORY, "--since", "2023-10-02", "--until", "2023-10-01"]);
    expect([empty.exit, empty.stderr.split(" ")[0]]).toEqual([2, "NL-CLI-WINDOW"]);
  });

  it("CL-37 writes the report to --out, whole, and nothing to stdout", async () => {
    const files = folder();
    const out = join(files.path, "report.json");
    const ran = await nightlatch(["scan", STORY, "--format", "json", "--out", out]);
    expect(ran).toEqual({ exit: 0, stdout: "", stderr: "" });
    expect(readFileSync(out, "utf8")).toBe((await nightlatch(["scan", STORY, "--format", "json"])).stdout);
    expect(readdirSync(files.path)).toEqual(["report.json"]);
    const refused = await nightlatch(["scan", STORY, "--out", join(files.path, "nowhere", "report.txt")]);
    expect([refused.exit, refused.stdout, refused.stderr.split(" ")[0]]).toEqual([2, "", "NL-CLI-OUT"]);
  });

  it("CL-43 takes tenant, rules, placeholders and networks from the configuration, and a flag before it", async () => {
    const files = folder();
    files.write(
      "mine.yml",
      RULES.replace("analytics.reports.export.download }", '"%taken%" }').replace(
        "{ eventType:",
        "{ eventType|expand:",
      ),
    );
    const config = files.write(
      "nightlatch.yaml",
      "tenant: configured\nrules: mine.yml\nplaceholders: { taken: analytics.reports.export.download }\nnetworks:\n  - { cidr: 202.59.10.0/24, class: egress, name: Our own way out, ours: true }\n",
    );
    const log = join(ROOT, STORY);
    const ran = await nightlatch(["scan", log, "--format", "json"], { cwd: files.path });
    const configured = reportOf(ran);
    expect([ran.exit, configured.tenant]).toEqual([0, "configured"]);
    expect(configured.findings.some(({ rule }) => rule.title === "A report was taken")).toBe(true);
    expect(configured.findings[0]?.evidence.map(({ kind }) => kind)).not.toContain("network.anonymiser");
    const flagged = reportOf(
      await nightlatch(["scan", log, "--config", config, "--tenant", "flag", "--format", "json"]),
    );
    expect(flagged.tenant).toBe("flag");
    const wrong = files.write("wrong.yaml", "tenant: a\nnetworks:\n  - { cidr: nowhere, class: egress }\n");
    const refused = await nightlatch(["scan", log, "--config", wrong]);
    expect([refused.exit, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toMatch(/^NL-CONFIG-NETWORKS \S+wrong\.yaml:3: /);
  });
});
