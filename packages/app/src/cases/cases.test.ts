import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEventStore } from "../store/events/index.ts";
import { keepFinding, openStateStore } from "../store/state/index.ts";
import type { Stores } from "../service/open-stores.ts";
import {
  askQuestions,
  CaseBook,
  type CaseParts,
  joinFindings,
  lookAtLedger,
  lookAtScope,
  lookFrom,
  settleRow,
  storedEvents,
} from "./index.ts";
import { dueIn, eventsOf, fill } from "./stolen.fixture.ts";

const NAME = "r1-cloudflare";
const all = eventsOf(NAME);
const last = all.reduce((most, { envelope }) => Math.max(most, envelope.time), 0);
const due = dueIn(NAME);
const theirs = new Set(due.mustFind.flatMap(({ evidenceUidsAnyOf }) => evidenceUidsAnyOf));

let folder = "";
let stores: Pick<Stores, "events" | "state">;
let clock = last + 60_000;
let parts: CaseParts;
let book: CaseBook;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "nightlatch-cases-"));
  stores = { events: await openEventStore({ folder }), state: await openStateStore({ folder }) };
  parts = { ...stores, now: () => clock };
  book = new CaseBook(parts);
  await fill(stores, all, clock);
});
afterAll(async () => {
  await stores.events.close();
  await stores.state.close();
  rmSync(folder, { recursive: true, force: true });
});

// One story: each test goes on from the one before.
describe("a case, from findings to its end", () => {
  it("CA-40 findings at high or above open a case and join it by what they share, once", async () => {
    const joined = await joinFindings(parts);
    expect(joined.map(({ opened }) => opened)).toEqual([true, false]);
    expect(await joinFindings(parts)).toEqual([]);
    const [one, ...more] = await book.list();
    expect(more).toEqual([]);
    expect(one?.findings.map(({ finding }) => finding.users[0]?.name).sort()).toEqual(
      due.mustFind.map(({ user }) => user.name).sort(),
    );
    const [, second] = one?.findings.toSorted((a, b) => a.at - b.at) ?? [];
    expect(second?.why).toContainEqual(expect.objectContaining({ by: "address", value: "23.106.56.38" }));
    expect(one?.findings.every(({ finding }) => finding.received > finding.first)).toBe(true);
  });

  it("CA-41 the scope over the store has every event of the intruder and none of anybody else", async () => {
    const { scope, revision, isNew } = await lookAtScope("C-1", "kim", { ...parts, book });
    expect([revision, isNew]).toEqual([1, true]);
    expect(new Set([...scope.objects, ...scope.steps].flatMap(({ uids }) => uids))).toEqual(theirs);
    const again = await lookAtScope("C-1", "kim", { ...parts, book });
    expect([again.revision, again.isNew, again.changed]).toEqual([1, false, []]);
  });

  it("CA-42 the questions are answered, a second time without writing anything", async () => {
    const answers = await askQuestions("C-1", "kim", { ...parts, book });
    const verdict = new Map(answers.map(({ question, answer }) => [question, answer]));
    expect(verdict.get("sessions-used")).toBe("yes");
    expect(verdict.get("factors-changed")).toBe("yes");
    expect(verdict.get("reports-run")).toBe("yes");
    expect(verdict.get("tokens-changed")).toBe("no");
    const { lastEntry } = await book.get("C-1");
    await askQuestions("C-1", "kim", { ...parts, book });
    expect((await book.get("C-1")).lastEntry).toBe(lastEntry);
  });

  it("CA-43 the ledger closes what the log shows closed, and watches it from then on", async () => {
    const rows = await lookAtLedger("C-1", "kim", { ...parts, book });
    const sessions = rows.filter(({ kind }) => kind === "session");
    expect(sessions.map(({ state }) => state)).toEqual(["revoked", "revoked"]);
    expect(
      rows.every(({ state, proof, watchUntil }) => state === "open" || (proof.length > 0 && watchUntil > clock)),
    ).toBe(true);
  });

  it("CA-44 later data widens the scope, and the case says what changed", async () => {
    const [stolen] = due.mustFind;
    const model = all.find(
      ({ envelope }) => theirs.has(envelope.uid) && envelope.type === "user.mfa.factor.deactivate",
    );
    if (model === undefined || stolen === undefined) throw new Error("There is such a deed");
    const record = JSON.parse(Buffer.from(model.raw).toString("utf8")) as Record<string, unknown>;
    const late = Buffer.from(
      JSON.stringify({
        ...record,
        uuid: "late-event",
        eventType: "system.api_token.create",
        target: [{ id: "00Tlate", type: "Token", alternateId: "unknown", displayName: "late" }],
      }),
    );
    const moment = clock;
    clock += 3_600_000;
    await stores.events.append([
      {
        envelope: { ...model.envelope, uid: "late-event", type: "system.api_token.create" },
        raw: late,
        received: clock,
      },
    ]);
    const { changed, revision } = await lookAtScope("C-1", "kim", { ...parts, book });
    expect(revision).toBe(2);
    expect(changed).toContainEqual(
      expect.objectContaining({ change: "added", key: "token:00Tlate", uids: ["late-event"] }),
    );
    const port = storedEvents(stores.events, { tenant: "acme", knownBy: moment });
    const known: string[] = [];
    for await (const page of port.ask({ types: ["system.api_token.create"], since: 0, until: clock }))
      known.push(...page.map(({ envelope }) => envelope.uid));
    expect(known).not.toContain("late-event");
    expect((await book.get("C-1", moment)).scope?.revision).toBe(1);
  });

  it("CA-45 tasks, notes, roles, facts, pins and suppliers are kept with who and when, and as-of shows the past", async () => {
    const before = clock;
    clock += 1000;
    await book.addTask("C-1", { text: "Call Jo", owner: "kim" }, "kim");
    await book.write("C-1", [{ kind: "case.role", body: { who: "kim", role: "lead" } }], "kim");
    await book.write(
      "C-1",
      [{ kind: "case.fact", body: { happened: before, text: "A capture was uploaded", source: { person: "jo" } } }],
      "kim",
    );
    await book.finishTask("C-1", { id: "T-1", text: "Reached by phone" }, "kim");
    await expect(book.finishTask("C-1", { id: "T-9", text: "" }, "kim")).rejects.toMatchObject({
      code: "NL-CASE-UNKNOWN",
    });
    const now = await book.get("C-1");
    expect(now.tasks).toMatchObject([{ id: "T-1", who: "kim", done: { text: "Reached by phone" } }]);
    expect(now.facts).toMatchObject([{ happened: before, at: clock }]);
    expect((await book.get("C-1", before)).tasks).toEqual([]);
    await expect(book.get("C-1", 1)).rejects.toMatchObject({ code: "NL-CASE-UNKNOWN" });
    await expect(book.get("C-7")).rejects.toMatchObject({ code: "NL-CASE-UNKNOWN" });
  });

  it("CA-49 over an open row a case closes only when a named person says so, and keeps their reason", async () => {
    const open = (await lookAtLedger("C-1", "kim", { ...parts, book })).filter(({ state }) => state === "open");
    expect(open.map(({ credential }) => credential)).toContain("api-token:00Tlate");
    await expect(book.close("C-1", { why: "over", overOpen: false }, "kim")).rejects.toMatchObject({
      code: "NL-CASE-OPEN-ROWS",
    });
    expect((await book.close("C-1", { why: "Accepted", overOpen: true }, "kim")).closed).toMatchObject({
      who: "kim",
      why: "Accepted",
      open: ["api-token:00Tlate"],
    });
    await book.write("C-1", [{ kind: "case.reopened", body: { why: "not over" } }], "kim");
    const by = { book, now: () => clock, who: "kim" };
    for (const { credential } of open)
      await settleRow("C-1", { credential, state: "rotated", text: "Ticket 4711" }, by);
    expect((await lookAtLedger("C-1", "kim", { ...parts, book })).every(({ state }) => state !== "open")).toBe(true);
  });

  it("CA-46 a closed case takes nothing in until it is opened again, and the next finding opens another", async () => {
    await expect(book.close("C-1", { why: "done", overOpen: false }, "kim")).resolves.toMatchObject({
      status: "closed",
    });
    await expect(book.write("C-1", [{ kind: "case.note", body: { text: "late" } }], "kim")).rejects.toMatchObject({
      code: "NL-CASE-STATE",
    });
    await book.write("C-1", [{ kind: "case.reopened", body: { why: "not over" } }], "kim");
    expect((await book.get("C-1")).status).toBe("open");
    await book.close("C-1", { why: "done", overOpen: true }, "kim");
    const [{ finding } = { finding: undefined }] = (await book.get("C-1")).findings;
    const kept = await stores.state.db
      .selectFrom("finding")
      .select("body")
      .where("id", "=", finding?.id ?? "")
      .executeTakeFirst();
    const body = JSON.parse(kept?.body ?? "{}") as Parameters<typeof keepFinding>[1];
    await stores.state.db.transaction().execute((db) => keepFinding(db, { ...body, id: "nl-00000000000000ff" }, clock));
    expect(await joinFindings(parts)).toMatchObject([{ case: "C-2", opened: true }]);
  });

  it("CA-47 an address of a whole office opens a case that attributes nothing", async () => {
    const [model] = all;
    if (model === undefined) throw new Error("There are events");
    const office = "192.0.2.250";
    const crowd = Array.from({ length: 8 }, (_, n) => {
      const record = { ...(JSON.parse(Buffer.from(model.raw).toString("utf8")) as object), uuid: `office-${n}` };
      const over = { uid: `office-${n}`, ip: office, actorId: `00uoffice${n}`, actorType: "User", outcome: "SUCCESS" };
      return { envelope: { ...model.envelope, ...over }, raw: Buffer.from(JSON.stringify(record)), received: clock };
    });
    await stores.events.append(crowd);
    const scope = await lookFrom(
      [{ kind: "address", value: office }],
      { tenant: "acme", since: 0, until: clock },
      parts,
    );
    expect(scope.objects).toEqual([]);
    expect(scope.shared).toMatchObject([{ value: office, people: 8 }]);
  });

  it("CA-48 events are never asked for by their object alone", async () => {
    const port = storedEvents(stores.events, { tenant: "acme" });
    const asked = async (): Promise<void> => {
      for await (const _ of port.ask({ targets: ["0oa1"], since: 0, until: clock })) throw new Error("answered");
    };
    await expect(asked()).rejects.toThrow(RangeError);
  });
});
