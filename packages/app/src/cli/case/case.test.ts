import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dueIn, eventsOf, fill } from "../../cases/stolen.fixture.ts";
import { openEventStore } from "../../store/events/index.ts";
import { openStateStore } from "../../store/state/index.ts";
import { nightlatch, type Ran } from "../nightlatch.fixture.ts";

const due = dueIn("r3-1password");
const theirs = new Set(
  due.mustFind.flatMap(({ evidenceUidsAnyOf, signals }) => [...evidenceUidsAnyOf, ...signals.map(({ uid }) => uid)]),
);

const all = eventsOf("r3-1password", Date.now() - 3_600_000);
/** A session of somebody else, on the last day. */
const own =
  all.findLast(({ envelope: { type, session, uid } }) => type.endsWith(".sso") && session !== "" && !theirs.has(uid))
    ?.envelope.session ?? "";

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "nightlatch-case-"));
  const events = await openEventStore({ folder });
  const state = await openStateStore({ folder });
  await fill({ events, state }, all, Date.now());
  await events.close();
  await state.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]): Promise<Ran> => nightlatch([...args, "--data", folder]);
const json = async (...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
  const { stdout, stderr, exit } = await run(...args, "--format", "json");
  expect([exit, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
};

// One story: each test goes on from the one before.
describe("nightlatch case, scope, ledger and verify", () => {
  it("CA-60 what was found is in a case by itself, and is listed and shown", async () => {
    const { cases } = (await json("case", "list")) as { cases: readonly { id: string; opened: string }[] };
    expect(cases.map(({ id }) => id)).toEqual(["C-1"]);
    expect(cases[0]?.opened).toMatch(/^\d{4}-\d\d-\d\dT/);
    const { stdout } = await run("case", "show", "C-1");
    expect(stdout).toContain("tara.nash@example.com");
    expect(stdout).toContain("first malicious act");
  });

  it("CA-61 scope of a case, of a finding and of a login give the intruder's events alone", async () => {
    interface Answer {
      readonly scope: { readonly steps: readonly { readonly uids: readonly string[] }[] };
    }
    const uids = ({ scope }: Answer): ReadonlySet<string> => new Set(scope.steps.flatMap((step) => step.uids));
    expect(uids((await json("scope", "C-1")) as unknown as Answer)).toEqual(theirs);
    expect(uids((await json("scope", due.mustFind[0]?.user.name ?? "")) as unknown as Answer)).toEqual(theirs);
    const wrong = await run("scope", "hm");
    expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining("NL-CLI-SEED")]);
  });

  it("CA-62 questions are answered with their events, and the ledger names what is open, with an exit code for it", async () => {
    const { answers } = (await json("case", "questions", "C-1")) as {
      answers: readonly { question: string; answer: string }[];
    };
    expect(answers.find(({ question }) => question === "providers-changed")?.answer).toBe("yes");
    const { rows } = (await json("ledger", "show", "C-1")) as {
      rows: readonly { credential: string; state: string }[];
    };
    expect(rows.length).toBeGreaterThan(0);
    const open = rows.filter(({ state }) => state === "open");
    expect((await run("ledger", "show", "C-1", "--fail-on-open")).exit).toBe(open.length > 0 ? 10 : 0);
  });

  it("CA-63 entries are written with who wrote them, and as-of shows the case without them", async () => {
    const before = new Date().toISOString();
    await sleep(5);
    const file = join(folder, "screenshot.png");
    writeFileSync(file, "pixels");
    await json("case", "note", "C-1", "Seen", "--who", "kim");
    await json("case", "pin", "C-1", [...theirs][0] ?? "", "--why", "The first");
    const { case: one } = (await json(
      "case",
      "fact",
      "C-1",
      "A screenshot",
      "--file",
      file,
      "--happened",
      "2023-09-29",
    )) as {
      case: Readonly<Record<string, unknown>>;
    };
    expect(one).toMatchObject({
      notes: [{ who: "kim", text: "Seen" }],
      pins: [{ why: "The first" }],
      facts: [
        { happened: "2023-09-29T00:00:00.000Z", source: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string } },
      ],
    });
    const { case: then } = (await json("case", "show", "C-1", "--as-of", before)) as { case: typeof one };
    expect(then).toMatchObject({ notes: [], pins: [], facts: [] });
    const none = await run("case", "fact", "C-1", "Said so");
    expect([none.exit, none.stderr]).toEqual([2, expect.stringContaining("NL-CLI-SOURCE")]);
    const gone = await run("case", "show", "C-9");
    expect([gone.exit, gone.stderr]).toEqual([2, expect.stringContaining("NL-CASE-UNKNOWN")]);
  });

  it("CA-64 a case is not closed over an open row, and the exit code says that it was not done", async () => {
    // Of a session that no finding tells about, everything is possible, and nothing ended it.
    await json("case", "open", "By hand", `session:${own}`);
    const { rows } = (await json("ledger", "show", "C-2")) as {
      rows: readonly { credential: string; state: string }[];
    };
    const open = rows.filter(({ state }) => state === "open").map(({ credential }) => credential);
    expect(open.length).toBeGreaterThan(0);
    const refused = await run("case", "close", "C-2", "--why", "over");
    expect([refused.exit, refused.stderr]).toEqual([3, expect.stringContaining("NL-CASE-OPEN-ROWS")]);
    await json("ledger", "settle", "C-2", open[0] ?? "", "--state", "rotated", "--proof", "Ticket 4711");
    const { case: one } = (await json("case", "close", "C-2", "--why", "over", "--over-open")) as {
      case: { status: string; closed: { open: readonly string[] } };
    };
    expect(one).toMatchObject({ status: "closed", closed: { open: open.slice(1) } });
  });

  it("CA-65 verify says that the journal holds, knows an earlier head, and exits with 3 for a changed byte", async () => {
    const { head, holds } = (await json("verify")) as { head: string; holds: boolean };
    expect(holds).toBe(true);
    await json("case", "note", "C-1", "One more");
    expect((await run("verify", "--head", head)).exit).toBe(0);
    expect((await run("verify", "--head", `${head.slice(0, -1)}${head.endsWith("0") ? "1" : "0"}`)).exit).toBe(3);
    const database = new DatabaseSync(join(folder, "state.sqlite"));
    database.exec("UPDATE journal SET body = replace(body, 'Seen', 'Sean') WHERE body LIKE '%\"Seen\"%'");
    database.close();
    const broken = await run("verify");
    expect([broken.exit, broken.stdout]).toEqual([3, expect.stringContaining("does NOT hold")]);
  });
});
