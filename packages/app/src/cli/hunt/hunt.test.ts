import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { House } from "../../server/server.fixture.ts";
import { event } from "../../store/events/event.fixture.ts";
import { MAIN, nightlatch, type Ran, ROOT } from "../nightlatch.fixture.ts";

const LOG = join(ROOT, "corpus", "scenarios", "demo", "events.ndjson");
const lines = readFileSync(LOG, "utf8").trimEnd().split("\n");
const total = new Set(lines.map((line) => (JSON.parse(line) as { uuid: string }).uuid)).size;
const root = mkdtempSync(join(tmpdir(), "nightlatch-history-"));
const data = join(root, "data");
const run = (...args: readonly string[]): Promise<Ran> => nightlatch([...args, "--data", data]);
const json = async (...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
  const { stdout } = await run(...args, "--format", "json");
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
};
const RULE = `title: Users made
id: 7d0c2f62-5d0a-4a36-8a7d-3a1f8a5a0c11
logsource: { product: okta, service: okta }
detection:
  made: { eventType: user.lifecycle.create }
  condition: made
level: medium
`;
const ruleFile = join(root, "made.yml");

afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeAll(() => {
  writeFileSync(ruleFile, RULE);
  writeFileSync(join(root, "rest.json.gz"), gzipSync(`[${lines.slice(500).join(",")}]`));
  writeFileSync(join(root, "bad.ndjson"), `rubbish\n${lines[0]}\n{"uuid":"x"}\n`);
});

// One story: each test goes on from the one before.
describe("nightlatch import", () => {
  it("HT-45 stores every event of exported logs once, in any wrapping, whatever is there already", async () => {
    const begin = await nightlatch(["import", "-", "--tenant", "demo", "--data", data, "--format", "json"], {
      stdin: lines.slice(0, 600).join("\n"),
    });
    const { stored, ...rest } = JSON.parse(begin.stdout) as { stored: number };
    expect(rest).toMatchObject({ schema: "nightlatch.import/1", tenant: "demo", contradictions: 0, rejected: 0 });
    const gzip = await run("import", join(root, "rest.json.gz"), "--tenant", "demo");
    expect([gzip.exit, gzip.stderr]).toEqual([0, ""]);
    const again = await run("import", LOG, "--tenant", "demo");
    expect(again.stdout).toBe(`0 events of demo were stored, ${lines.length} were there already\n`);
    expect(stored).toBeGreaterThan(500);
    expect(await json("sql", "SELECT toUInt32(count()) AS n, toUInt32(uniqExact(uid)) AS u FROM events")).toMatchObject(
      {
        rows: [{ n: total, u: total }],
      },
    );
  });

  it("HT-46 says what is no event with file and line, stores the rest, and keeps what was there first", async () => {
    const { exit, stdout, stderr } = await run("import", join(root, "bad.ndjson"), "--tenant", "demo");
    expect([exit, stdout]).toEqual([
      3,
      "0 events of demo were stored, 1 were there already\n2 records were rejected\n",
    ]);
    expect(
      stderr.split("\n").map((line) =>
        line
          .slice(root.length + 1)
          .split(" ", 2)
          .join(" "),
      ),
    ).toEqual(["bad.ndjson:1: NL-INPUT-NOT-JSON", "bad.ndjson:3: NL-EVENT-NO-TYPE", ""]);
    writeFileSync(join(root, "other.ndjson"), (lines[0] ?? "").replace("{", '{"x":1,'));
    expect(await json("import", join(root, "other.ndjson"), "--tenant", "demo")).toMatchObject({
      stored: 0,
      repeats: 0,
      contradictions: 1,
    });
    const missing = await run("import", join(root, "nothing"), "--tenant", "demo");
    expect([missing.exit, missing.stderr]).toEqual([3, expect.stringContaining("NL-INPUT-MISSING")]);
  });
});

describe("nightlatch hunt", () => {
  it("HT-5 hunts with a file, a rule of the pack, or the whole pack; only these make findings", async () => {
    interface Report {
      readonly findings: readonly { readonly rule: { readonly title: string } }[];
      readonly summary: { readonly rules: { readonly rules: number } };
    }
    const titles = ({ findings }: Report): ReadonlySet<string> => new Set(findings.map(({ rule }) => rule.title));
    const own = (await json("hunt", ruleFile)) as unknown as Report;
    expect([...titles(own)]).toEqual(["Users made"]);
    expect(own.summary.rules.rules).toBe(1);
    const known = "User with the name known from October 2023";
    const named = (await json("hunt", known.toUpperCase())) as unknown as Report;
    expect([...titles(named)]).toEqual([known]);
    const pack = (await json("hunt", "--level", "medium")) as unknown as Report;
    expect(titles(pack)).toContain(known);
    expect(titles(pack)).not.toContain("Users made");
    const wide = (await json("hunt", "--level", "medium", "--since", "2023-10-05")) as unknown as Report;
    expect(titles(wide)).not.toContain(known);
  });

  it("HT-6 a rule that is not there is wrong usage, one that cannot run is rejected, and --fail-on ends with 10", async () => {
    for (const [rule, code] of [
      ["no-such.yml", "NL-RULES-MISSING"],
      ["no such", "NL-RULES-UNKNOWN"],
    ] as const) {
      const { exit, stdout, stderr } = await run("hunt", rule);
      expect([exit, stdout, stderr]).toEqual([2, "", expect.stringContaining(code)]);
    }
    const broken = join(root, "broken.yml");
    writeFileSync(broken, RULE.replace("user.lifecycle.create", "user.lifecycle.creat").replace("7d0c", "7d0d"));
    const { exit, stderr } = await run("hunt", broken);
    expect([exit, stderr]).toEqual([3, expect.stringContaining("broken.yml:5:22: NL-RULES-EVENT-TYPE")]);
    expect((await run("hunt", ruleFile, broken, "--fail-on", "medium")).exit).toBe(10);
    expect((await run("hunt", ruleFile, "--fail-on", "high")).exit).toBe(0);
    const window = await run("hunt", ruleFile, "--since", "2023-10-05", "--until", "2023-10-04");
    expect([window.exit, window.stderr]).toEqual([2, expect.stringContaining("NL-CLI-WINDOW")]);
  });

  it("HT-7 says what it found as a table, JSON, CSV or OCSF", async () => {
    const as = async (format: string): Promise<string> => (await run("hunt", ruleFile, "--format", format)).stdout;
    const [table, csv, ocsf] = [await as("table"), await as("csv"), await as("ocsf")];
    expect(table).toMatch(/^SEVERITY +LAST +USER.*RULE\nmedium +2023-10-/);
    expect(table).toContain(`findings in ${total} stored events of demo, by 1 rules and 0 correlations`);
    expect(csv).toMatch(/^severity,first,last,user,ip,events,id,rule,summary\r\nmedium,2023-10-/);
    expect(JSON.parse(ocsf.split("\n")[0] ?? "")).toMatchObject({ class_uid: 2004 });
    const wrong = await run("hunt", ruleFile, "--format", "html");
    expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining("NL-CLI-FORMAT")]);
  });
});

describe("nightlatch find", () => {
  const query = 'type=user.session.* country!="United States"';

  it("HT-31 answers as a table, JSON with the whole record, CSV or OCSF, with the number of all there are", async () => {
    interface Signed {
      readonly uuid: string;
      readonly eventType: string;
      readonly client?: { readonly geographicalContext?: { readonly country?: string } | null } | null;
    }
    const wanted = lines.map((line) => JSON.parse(line) as Signed);
    const due = new Set(
      wanted
        .filter(
          ({ eventType, client }) =>
            eventType.startsWith("user.session.") && client?.geographicalContext?.country !== "United States",
        )
        .map(({ uuid }) => uuid),
    );
    const { events, total: all } = (await json("find", query)) as unknown as {
      readonly events: readonly { readonly uid: string; readonly record: unknown }[];
      readonly total: number;
    };
    expect([new Set(events.map(({ uid }) => uid)), all]).toEqual([due, due.size]);
    expect(wanted).toContainEqual(events[0]?.record);
    const table = (await run("find", query, "--limit", "2")).stdout;
    expect(table).toMatch(/^TIME +TYPE +OUTCOME +USER +IP +COUNTRY +TARGET +UID\n2023-10-/);
    const [, after = ""] = new RegExp(`2 events of ${due.size}; further ones with --after (\\S+)`).exec(table) ?? [];
    const rest = (await json("find", query, "--after", after)) as unknown as { readonly events: readonly unknown[] };
    expect(rest.events).toEqual(events.slice(2));
    const csv = (await run("find", query, "--oldest", "--limit", "1", "--format", "csv")).stdout.split("\r\n");
    expect([csv[0]?.slice(0, 22), csv[1]?.includes(events.at(-1)?.uid ?? "-")]).toEqual([
      "time,tenant,source,uid",
      true,
    ]);
    const ocsf = (await run("find", query, "--format", "ocsf")).stdout.trimEnd().split("\n");
    expect(ocsf).toHaveLength(due.size);
  });

  it("HT-34 a wrong question shows the mark, and ends with 2", async () => {
    const { exit, stdout, stderr } = await run("find", "usr=jo");
    expect([exit, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^NL-FIND-FIELD .*did you mean "user".*\n {2}usr=jo\n {2}\^\^\^\n/);
    const place = await run("find", "--after", "x");
    expect([place.exit, place.stderr]).toEqual([2, expect.stringContaining("NL-FIND-PLACE")]);
  });

  it("HT-35 shells complete a query word by word, types of events among them", async () => {
    const offered = async (...words: readonly string[]): Promise<readonly string[]> =>
      (await nightlatch(["find", "--complete", "--", ...words])).stdout
        .split("\n")
        .map((line) => line.split("\t")[0] ?? "");
    expect(await offered("us")).toEqual(["user=", ""]);
    expect(await offered("since=7d", "type=user.session.im")).toContain("type=user.session.impersonation.grant");
    expect(await offered("outcome=(ALLOW,D")).toEqual(["outcome=(ALLOW,DENY", ""]);
    for (const shell of ["bash", "zsh", "fish"])
      expect((await nightlatch(["completion", shell])).stdout).toContain("find --complete");
    const script = (await nightlatch(["completion", "bash"])).stdout;
    const program = `nightlatch() { "${process.execPath}" --conditions=source "${MAIN}" "$@"; }`;
    const line = 'COMP_LINE="nightlatch find since=7d type=user.session.im" COMP_POINT=${#COMP_LINE}';
    const words = "COMP_WORDS=(nightlatch find since = 7d type = user.session.im) COMP_CWORD=7";
    const ask = `${program}\n${script}\n${line}; COMP_POINT=\${#COMP_LINE}; ${words}; _nightlatch; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync("bash", ["-c", ask], { encoding: "utf8" });
    expect(stdout.split("\n")).toContain("user.session.impersonation.grant");
  });

  it("HT-32 with a token in the environment the service that runs is asked, with the same answer", async () => {
    const house = await House.open();
    try {
      await house.events.append(lines.slice(0, 700).map((line) => event(line, { tenant: "acme" })));
      const env = { ...process.env, NIGHTLATCH_URL: house.server.origin, NIGHTLATCH_TOKEN: await house.token("read") };
      const flags = ["--disable-warning=ExperimentalWarning", "--conditions=source", MAIN];
      const ask = async (...args: readonly string[]): Promise<Ran> => {
        const child = spawn(process.execPath, [...flags, "find", ...args], { cwd: ROOT, env });
        let [stdout, stderr] = ["", ""];
        child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
        child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
        const exit = await new Promise<number | null>((resolve) => {
          child.once("close", resolve);
        });
        return { exit, stdout, stderr };
      };
      interface Answer {
        readonly events: readonly { readonly uid: string }[];
        readonly next: string | null;
      }
      const uidsOf = ({ events }: Answer): readonly string[] => events.map(({ uid }) => uid);
      const first = JSON.parse((await ask("", "--limit", "550", "--format", "json")).stdout) as Answer;
      const second = JSON.parse((await ask("", "--after", first.next ?? "", "--format", "json")).stdout) as Answer;
      const there = await house.events.query("SELECT uid FROM events ORDER BY time DESC, uid DESC");
      expect([...uidsOf(first), ...uidsOf(second)]).toEqual(there.slice(0, 650).map(({ uid }) => uid));
      const refused = await ask("--oldest");
      expect([refused.exit, refused.stderr]).toEqual([2, expect.stringContaining("NL-CLI-USAGE")]);
    } finally {
      await house.close();
    }
  });
});

describe("nightlatch sql", () => {
  it("HT-40 answers one SELECT as a table, JSON or CSV, and says when there are more rows", async () => {
    const sql =
      "SELECT type, toUInt32(count()) AS n, [1, 2] AS list, NULL AS none FROM events GROUP BY type ORDER BY n DESC";
    const table = (await run("sql", sql, "--limit", "2")).stdout.split("\n");
    expect(table[0]).toMatch(/^TYPE +N +LIST +NONE$/);
    expect(table[1]).toMatch(/^user\.authentication\.sso +\d+ +\[1,2\]$/);
    expect(table.at(-2)).toBe("2 rows, and there are more: --limit");
    expect(await json("sql", "SELECT 1 AS one")).toEqual({
      schema: "nightlatch.sql/1",
      rows: [{ one: 1 }],
      more: false,
    });
    expect((await run("sql", "SELECT 'a,b' AS t", "--format", "csv")).stdout).toBe('t\r\n"a,b"\r\n');
    expect((await run("sql", "SELECT 1 AS one WHERE 0")).stdout).toBe("0 rows\n");
  });

  it("HT-41 what is no question, or reaches beyond the tables, is refused with a reason", async () => {
    for (const sql of ["DROP TABLE events", "SELECT file('/etc/hostname')", "SELECT 1; SELECT 2", "SELECT nothing"]) {
      const { exit, stdout, stderr } = await run("sql", sql);
      expect([sql, exit, stdout, stderr.slice(0, 14)]).toEqual([sql, 2, "", "NL-STORE-QUERY"]);
    }
  });
});
