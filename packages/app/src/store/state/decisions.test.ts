import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "@nightlatch/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ENGINES } from "./engines.fixture.ts";
import {
  authenticate,
  changedFindings,
  createSuppression,
  createToken,
  endSuppression,
  isSuppressed,
  keepFinding,
  lastChange,
  listSuppressions,
  listTokens,
  type NewToken,
  revokeToken,
  type StateStore,
} from "./index.ts";

const NOW = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;

const finding: Finding = {
  id: "nl-1",
  tenant: "acme",
  rule: { id: "session.replay", title: "A stolen session", kind: "session", attack: ["T1539"] },
  severity: "medium",
  confidence: 0.6,
  first: "2026-01-04T10:00:00.000Z",
  last: "2026-01-04T10:05:00.000Z",
  entities: {
    user: [{ id: "00u1", name: "jo@example.com" }],
    session: ["idx1"],
    ip: ["192.0.2.1"],
    app: [],
    token: [],
  },
  evidence: [],
  summary: "A session changed hands",
  next: [],
  unknown: [],
};

describe.each(ENGINES)("decisions and tokens in %s", (_name, open) => {
  let state: StateStore;
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "nightlatch-state-"));
    state = await open(folder);
  });
  afterAll(async () => {
    await state.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    for (const table of ["api_token", "suppression", "finding", "finding_revision", "counter"] as const)
      await state.db.deleteFrom(table).execute();
  });

  const make = (over: Partial<NewToken> = {}, at = NOW) =>
    state.db
      .transaction()
      .execute((db) => createToken(db, { name: "soc", scopes: ["read"], expires: NOW + DAY, ...over }, at));

  it("ST-40 a token opens what it was made for until it expires or is revoked, and its use is noted", async () => {
    const { token, secret } = await make({ scopes: ["read", "hook:acme"] });
    expect(secret).toMatch(/^nlt_[0-9a-f]{16}_[A-Za-z0-9_-]{43}$/);
    expect(await authenticate(state.db, secret, NOW + 1)).toMatchObject({
      id: token.id,
      scopes: ["read", "hook:acme"],
    });
    expect(await listTokens(state.db, { limit: 9 })).toMatchObject([{ id: token.id, used: NOW + 1 }]);
    expect(await authenticate(state.db, secret, NOW + DAY)).toBeUndefined();
    expect(await state.db.transaction().execute((db) => revokeToken(db, token.id, NOW + 2))).toMatchObject({
      revoked: NOW + 2,
    });
    expect(await authenticate(state.db, secret, NOW + 3)).toBeUndefined();
    expect(await state.db.transaction().execute((db) => revokeToken(db, token.id, NOW + 9))).toMatchObject({
      revoked: NOW + 2,
    });
    expect(await state.db.transaction().execute((db) => revokeToken(db, "0".repeat(16), NOW))).toBeUndefined();
  });

  it("ST-41 nothing but the whole secret opens anything", async () => {
    const { secret } = await make();
    const other = await make();
    const mixed = `${secret.slice(0, 21)}${other.secret.slice(21)}`;
    const wrong = [
      "",
      "nlt_",
      secret.slice(0, -1),
      `${secret}x`,
      secret.toUpperCase(),
      mixed,
      `nlt_${"0".repeat(16)}_x`,
    ];
    for (const one of wrong) expect(await authenticate(state.db, one, NOW)).toBeUndefined();
    expect(await authenticate(state.db, secret, NOW)).toBeDefined();
  });

  it("ST-42 the secret of a token is nowhere in the store", async () => {
    const { secret, token } = await make();
    await authenticate(state.db, secret, NOW);
    const rows = JSON.stringify(await state.db.selectFrom("api_token").selectAll().execute());
    expect(rows).toContain(token.id);
    expect(rows).not.toContain(secret.slice(21));
    const kept = readdirSync(folder).map((file) => readFileSync(join(folder, file), "latin1"));
    expect(kept.join("")).not.toContain(secret.slice(21));
  });

  it("ST-43 tokens and suppressions are listed newest first, page by page", async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.unshift((await make({ name: String(n) }, NOW + n)).token.id);
    const seen: string[] = [];
    for (let after: { created: number; id: string } | undefined; ;) {
      const page = await listTokens(state.db, { after, limit: 2 });
      seen.push(...page.map(({ id }) => id));
      after = page.at(-1);
      if (page.length < 2) break;
    }
    expect(seen).toEqual(ids);
  });

  it("ST-44 a suppression holds until its end, can be ended, and stays readable", async () => {
    const decided = { tenant: "acme", rule: "session.replay", entity: "", who: "jo", why: "a test", until: NOW + DAY };
    const create = (over = {}) =>
      state.db.transaction().execute((db) => createSuppression(db, { ...decided, ...over }, NOW));
    const one = await create();
    const endless = await create({ until: 0 });
    const held = async (at: number) =>
      (await listSuppressions(state.db, { at }, { limit: 9 })).map(({ id }) => id).toSorted();
    expect(await held(NOW)).toEqual([one.id, endless.id].toSorted());
    expect(await held(NOW + DAY)).toEqual([endless.id]);
    const end = (at: number) => state.db.transaction().execute((db) => endSuppression(db, endless.id, at));
    expect(await end(NOW + 5)).toMatchObject({ until: NOW + 5 });
    expect(await end(NOW + 9)).toMatchObject({ until: NOW + 5 });
    expect(await held(NOW + DAY)).toEqual([]);
    expect(await listSuppressions(state.db, { tenant: "acme" }, { limit: 9 })).toHaveLength(2);
    expect(await listSuppressions(state.db, { tenant: "other" }, { limit: 9 })).toEqual([]);
  });

  it("ST-45 a suppression covers findings of its tenant, its rule and its entity, and no other", () => {
    const decided = { tenant: "acme", rule: "", entity: "", who: "", why: "", until: 0 };
    const covers = (over: Partial<typeof decided>) => isSuppressed(finding, { ...decided, ...over });
    expect(covers({})).toBe(true);
    expect(covers({ tenant: "other" })).toBe(false);
    expect(covers({ rule: "session.replay" })).toBe(true);
    expect(covers({ rule: "other" })).toBe(false);
    for (const entity of ["00u1", "jo@example.com", "idx1", "192.0.2.1"]) expect(covers({ entity })).toBe(true);
    for (const entity of ["00u", "jo@example.co", "acme"]) expect(covers({ entity })).toBe(false);
  });

  it("ST-37 changes of findings are numbered in the order in which they become visible", async () => {
    const keep = (over: Partial<Finding>) =>
      state.db.transaction().execute((db) => keepFinding(db, { ...finding, ...over }, NOW));
    expect(await lastChange(state.db)).toBe(0);
    for (const id of ["b", "a", "c"]) await keep({ id });
    const three = await changedFindings(state.db, {}, { after: 0, limit: 9 });
    expect(three.map((one) => [one.finding.id, one.change])).toEqual([
      ["b", 1],
      ["a", 2],
      ["c", 3],
    ]);
    await keep({ id: "a" });
    await keep({ id: "b", severity: "high" });
    const failing = state.db.transaction().execute(async (db) => {
      await keepFinding(db, { ...finding, id: "d" }, NOW);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    const since = await changedFindings(state.db, {}, { after: 2, limit: 9 });
    expect(since.map((one) => [one.finding.id, one.change])).toEqual([
      ["c", 3],
      ["b", 4],
    ]);
    expect(await lastChange(state.db)).toBe(4);
    expect(await changedFindings(state.db, { atLeast: "high" }, { after: 0, limit: 9 })).toHaveLength(1);
  });
});
