import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "@nightlatch/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { NO_SERVICE } from "../../config/service.ts";
import { openStores, type Stores } from "../../service/index.ts";
import { event, record } from "../../store/events/event.fixture.ts";
import { learnCoverage } from "../../store/state/index.ts";
import { CaseJournal } from "../contain/case-journal.ts";
import { containmentOf, standingOf, type WatchBody } from "../contain/containment.ts";
import { planned } from "../world.fixture.ts";
import { Vigil } from "./vigil.ts";

const NOW = Date.UTC(2026, 0, 6, 12);
const MINUTE = 60_000;
const DONE = NOW - 60 * MINUTE;
const folder = mkdtempSync(join(tmpdir(), "nightlatch-vigil-"));
let stores: Stores;
let tenants = 0;
let tenant = "";
let published: Finding[] = [];

beforeAll(async () => {
  stores = await openStores(NO_SERVICE, { folder, secrets: { file: "", env: {} } });
});
afterAll(async () => {
  await stores.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  tenant = `t${++tenants}`;
  published = [];
});

function vigil(): Vigil {
  const publish = (findings: readonly Finding[]): Promise<void> => {
    published.push(...findings);
    return Promise.resolve();
  };
  return new Vigil({ ...stores, tenant, actClient: "0oaACT", publish, now: () => NOW });
}

/** An action that was done at DONE, with what it watches. */
async function contained(watch: Partial<WatchBody>): Promise<CaseJournal> {
  const journal = new CaseJournal(stores.state, `C-${tenant}`, () => NOW);
  const action = planned("a", "end-sessions", { kind: "user", id: "00uJO", name: "jo@example.com" });
  const body: WatchBody = { action: "a", until: NOW + 1e9, uses: [], artefacts: [], since: DONE, ...watch };
  const proof = { answer: "yes", read: ["cleared"], events: [] };
  await journal.write(
    "test",
    { kind: "case.opened", body: { tenant, title: "", seeds: [] } },
    {
      kind: "case.plan",
      body: { id: "p", playbook: "test", chosen: true, actions: [action], people: { victims: [], suspects: [] } },
    },
    { kind: "action.after", body: { action: "a", attempt: 1, outcome: "done", code: "", text: "" } },
    { kind: "action.readback", body: { action: "a", holds: true, state: "", ...proof } },
    { kind: "action.watch", body },
  );
  return journal;
}

let made = 0;
async function happens(time: number, over: Readonly<Record<string, unknown>>): Promise<string> {
  const uid = `${tenant}-${++made}`;
  await stores.events.append([event(record(uid, time, over), { tenant, received: NOW })]);
  return uid;
}

const asJo = (session: string, over: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  eventType: "user.authentication.sso",
  actor: { id: "00uJO", type: "User", alternateId: "jo@example.com", displayName: "Jo" },
  authenticationContext: { externalSessionId: session },
  ...over,
});

const SESSIONS = { kind: "sessions-of", id: "00uJO", name: "sessions of jo@example.com" } as const;

describe("the vigil over what was ended", () => {
  it("RS-26 a session that comes back to life is a critical finding, and the action is open again", async () => {
    const artefacts = [SESSIONS, { kind: "session", id: "idxOLD", name: "session idxOLD" } as const];
    const journal = await contained({ artefacts });
    await happens(DONE - 10 * MINUTE, asJo("idxOLD"));
    const watch = vigil();
    expect(await watch.look()).toEqual([]);
    const uid = await happens(DONE + MINUTE, asJo("idxOLD"));
    const findings = await watch.look();
    expect(findings.map(({ severity, rule }) => `${severity} ${rule.id}`)).toEqual([
      "critical contain.used-again",
      "critical contain.used-again",
    ]);
    expect(findings.flatMap(({ evidence }) => evidence.map((one) => one.uid))).toEqual([uid, uid]);
    expect(published).toEqual(findings);
    const [one] = containmentOf(await journal.entries()).actions;
    expect(one && standingOf(one)).toBe("broken");
    // The same use is told once.
    expect(await watch.look()).toEqual([]);
  });

  it("RS-27 who signs in anew, what tells of the ending, and a refused try are no uses", async () => {
    await contained({ artefacts: [SESSIONS, { kind: "address", id: "203.0.113.9", name: "203.0.113.9" }] });
    await happens(DONE - 10 * MINUTE, asJo("idxOLD"));
    await happens(DONE + MINUTE, asJo("idxNEW", { eventType: "user.session.start" }));
    await happens(DONE + 2 * MINUTE, asJo("idxNEW"));
    await happens(DONE + MINUTE, asJo("idxOLD", { eventType: "user.session.end" }));
    const denied = { outcome: { result: "DENY" }, client: { ipAddress: "203.0.113.9" } };
    await happens(DONE + MINUTE, asJo("idxOLD", denied));
    expect(await vigil().look()).toEqual([]);
  });

  it("RS-26 tokens, accounts, providers, applications and addresses are watched as well as sessions", async () => {
    const uses: readonly (readonly [WatchBody["artefacts"][number], Readonly<Record<string, unknown>>])[] = [
      [{ kind: "api-token", id: "00Tx", name: "t" }, { transaction: { detail: { requestApiTokenId: "00Tx" } } }],
      [{ kind: "user", id: "00uSVC", name: "svc" }, { actor: { id: "00uSVC", type: "User" } }],
      [
        { kind: "provider", id: "0oiX", name: "p" },
        { eventType: "user.authentication.auth_via_IDP", target: [{ id: "0oiX", type: "IdentityProvider" }] },
      ],
      [{ kind: "app", id: "0oaX", name: "a" }, { client: { id: "0oaX", ipAddress: "192.0.2.7" } }],
      [{ kind: "address", id: "203.0.113.9", name: "203.0.113.9" }, { client: { ipAddress: "203.0.113.9" } }],
    ];
    const seen: string[] = [];
    for (const [artefact, over] of uses) {
      tenant = `t${++tenants}`;
      await contained({ artefacts: [artefact] });
      const uid = await happens(DONE + MINUTE, over);
      const [finding] = await vigil().look();
      seen.push(`${artefact.kind} ${String(finding?.evidence[0]?.uid === uid)}`);
    }
    expect(seen).toEqual(uses.map(([{ kind }]) => `${kind} true`));
  });

  it("RS-28 our acting credential in use outside every window is critical, and inside one it is not", async () => {
    const journal = await contained({});
    const byUs = { actor: { id: "0oaACT", type: "PublicClientApp" }, client: { id: "0oaACT", ipAddress: "192.0.2.7" } };
    const windows = new CaseJournal(stores.state, journal.caseId, () => NOW - 30 * MINUTE);
    await windows.write("kim", { kind: "act.unlocked", body: { client: "0oaACT", until: NOW } });
    await new CaseJournal(stores.state, journal.caseId, () => NOW - 20 * MINUTE).write("kim", {
      kind: "act.locked",
      body: { client: "0oaACT", until: NOW - 20 * MINUTE },
    });
    await happens(NOW - 25 * MINUTE, byUs);
    expect(await vigil().look()).toEqual([]);
    const uid = await happens(NOW - 10 * MINUTE, byUs);
    const [finding] = await vigil().look();
    expect([finding?.rule.id, finding?.severity]).toEqual(["act.outside-window", "critical"]);
    expect(finding?.evidence.map((one) => one.uid)).toEqual([uid]);
  });

  it("RS-29 quiet is said only as far as the log is known to be complete", async () => {
    const journal = await contained({ artefacts: [SESSIONS] });
    const quiet = async (): Promise<number | undefined> => (await vigil().standing(journal.caseId))[0]?.quietUntil;
    expect(await quiet()).toBe(DONE);
    const key = { tenant, source: "okta.system_log" };
    await stores.state.db.transaction().execute((db) =>
      learnCoverage(db, key, {
        from: DONE - MINUTE,
        until: DONE + 5 * MINUTE,
        state: "complete",
        reason: "read to its end",
        knownAt: NOW,
      }),
    );
    expect(await quiet()).toBe(DONE + 5 * MINUTE);
    await stores.state.db.transaction().execute((db) =>
      learnCoverage(db, key, {
        from: DONE + MINUTE,
        until: DONE + 2 * MINUTE,
        state: "gap",
        reason: "lost",
        knownAt: NOW,
      }),
    );
    expect(await quiet()).toBe(DONE + MINUTE);
  });
});
