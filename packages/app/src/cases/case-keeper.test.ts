import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "@nightlatch/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Outbox } from "../notify/index.ts";
import type { Stores } from "../service/open-stores.ts";
import { openEventStore, type NewEvent } from "../store/events/index.ts";
import { openStateStore } from "../store/state/index.ts";
import { Publisher } from "../watch/index.ts";
import { CaseBook, CaseKeeper, type CaseNews, type CaseParts, lookAtLedger, usedCredentials } from "./index.ts";
import { eventsOf, fill } from "./stolen.fixture.ts";

const all = eventsOf("r2-beyondtrust");
const last = all.reduce((most, { envelope }) => Math.max(most, envelope.time), 0);

let folder = "";
let stores: Pick<Stores, "events" | "state">;
let clock = last + 60_000;
let parts: CaseParts;
let book: CaseBook;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "nightlatch-keeper-"));
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

/** Runs a keeper until what it says is enough. */
async function keep(
  enough: (said: readonly CaseNews[]) => boolean,
): Promise<{ said: readonly CaseNews[]; published: readonly Finding[] }> {
  const said: CaseNews[] = [];
  const published: Finding[] = [];
  const stop = new AbortController();
  const publisher = new Publisher(stores.state, new Outbox(stores.state, [], { now: () => clock }), () => clock);
  const keeper = new CaseKeeper({
    ...parts,
    lookMs: 1,
    publish: (findings) => {
      published.push(...findings);
      return publisher.publish(findings);
    },
    tell: (news) => {
      said.push(news);
      if (enough(said)) stop.abort();
    },
  });
  await keeper.run(stop.signal);
  return { said, published };
}

/** The account that the intruder made, used. */
function use(uid: string, result: string): NewEvent {
  const made = all.find(({ envelope }) => envelope.type === "user.lifecycle.create" && envelope.ip === "202.59.10.100");
  const [target] = made?.envelope.targets ?? [];
  if (made === undefined || target === undefined) throw new Error("The intruder made an account");
  const actor = { id: target.id, type: "User", alternateId: target.name, displayName: target.display };
  const record = {
    ...(JSON.parse(Buffer.from(made.raw).toString("utf8")) as object),
    uuid: uid,
    published: new Date(clock).toISOString(),
    eventType: "user.session.start",
    actor,
    outcome: { result, reason: null },
    target: [],
    authenticationContext: { externalSessionId: "idxNEW" },
  };
  const envelope = {
    ...made.envelope,
    uid,
    time: clock,
    type: "user.session.start",
    outcome: result,
    actorId: target.id,
    session: "idxNEW",
  };
  return { envelope, raw: Buffer.from(JSON.stringify(record)), received: clock };
}

// One story: each test goes on from the one before.
describe("CaseKeeper", () => {
  it("CA-50 findings that are there when it starts, and those that come, join by themselves", async () => {
    const { said } = await keep((news) => news.length > 0);
    expect(said).toMatchObject([{ kind: "case", joined: { case: "C-1", opened: true } }]);
  });

  it("CA-51 a credential of the ledger that is used wakes somebody, and the finding joins its case", async () => {
    const rows = await lookAtLedger("C-1", "kim", { ...parts, book });
    expect(rows.find(({ kind }) => kind === "user")).toMatchObject({ state: "revoked" });
    expect(await usedCredentials(parts)).toEqual([]);
    clock += 27 * 86_400_000;
    await stores.events.append([use("again-1", "FAILURE")]);
    expect(await usedCredentials(parts)).toMatchObject([{ severity: "high", rule: { id: "ledger.used" } }]);
    clock += 60_000;
    await stores.events.append([use("again-2", "SUCCESS")]);
    const { said, published } = await keep((news) => news.length > 0);
    expect(published.at(-1)).toMatchObject({ severity: "critical", evidence: [{ uid: "again-2" }] });
    expect(said).toMatchObject([{ kind: "case", joined: { case: "C-1", opened: false } }]);
    expect((await book.get("C-1")).findings.map(({ finding }) => finding.rule)).toContain("ledger.used");
    const used = await lookAtLedger("C-1", "kim", { ...parts, book });
    expect(used.find(({ kind }) => kind === "user")).toMatchObject({ state: "open" });
  });

  it("CA-52 after ninety days a closed credential is watched no more", async () => {
    clock += 200 * 86_400_000;
    const closed = (await book.get("C-1")).ledger.filter(({ state }) => state !== "open");
    expect(closed.length).toBeGreaterThan(0);
    const found = await usedCredentials(parts);
    expect(found.filter(({ entities }) => closed.some(({ id }) => entities.session.includes(id)))).toEqual([]);
  });
});
