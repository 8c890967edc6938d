import { describe, expect, it } from "vitest";
import { portOver, seen } from "../scope/corpus.fixture.ts";
import { scopeOf } from "../scope/index.ts";
import { deed, type Deed, ELSEWHERE, EVER, JO, MINUTE, NOON, SAM, STOLEN, stolen } from "../scope/world.fixture.ts";
import { canaryFinding, isUseOf, type LedgerRow, ledgerOf, WATCH_MS } from "./index.ts";

const NOW = NOON + 99 * 60 * MINUTE;
const theirs = (over: Partial<Deed> & Pick<Deed, "type">): ReturnType<typeof deed> =>
  deed({ at: NOON, session: STOLEN, from: ELSEWHERE, ...over });
const first = theirs({ type: "user.session.access_admin_app", uid: "first" });
const made = theirs({
  type: "system.api_token.create",
  uid: "made",
  to: [{ id: "00Tx", type: "Token", name: "backup" }],
});
const responder = { id: "00uresp", name: "responder@example.com" };
const later = (over: Partial<Deed> & Pick<Deed, "type">, minutes = 30): ReturnType<typeof deed> =>
  deed({ at: NOON + minutes * MINUTE, by: responder, ...over });

async function ledger(
  records: readonly unknown[],
  before: readonly LedgerRow[] = [],
  now = NOW,
): Promise<readonly LedgerRow[]> {
  const events = portOver(records);
  const findings = [stolen(["first"])];
  const scope = await scopeOf(
    { tenant: "acme", seeds: [{ kind: "finding", value: findings[0]?.id ?? "" }], ...EVER },
    { events, findings },
  );
  return ledgerOf({ scope, events, before, now });
}

const row = (rows: readonly LedgerRow[], credential: string): LedgerRow => {
  const found = rows.find((one) => one.credential === credential);
  if (found === undefined) throw new Error(`${credential} in ${rows.map((one) => one.credential).join()}`);
  return found;
};

describe("ledgerOf()", () => {
  it("SC-50 has a row for every credential that the scope reached, open until something shows otherwise", async () => {
    const rows = await ledger([
      first,
      made,
      theirs({ type: "user.lifecycle.create", to: [{ id: "00usvc", type: "User", name: "svc" }] }),
      theirs({ type: "user.account.reset_password", to: [{ id: SAM.id, type: "User", name: SAM.name }] }),
      theirs({ type: "user.mfa.factor.activate", to: [{ id: SAM.id, type: "User", name: SAM.name }] }),
      theirs({
        type: "system.idp.lifecycle.update",
        to: [{ id: "0oaIDP", type: "IdentityProvider", name: "Partner" }],
      }),
      theirs({
        type: "application.user_membership.show_password",
        to: [{ id: "0oaPay", type: "AppInstance", name: "Payroll" }],
      }),
      theirs({ type: "app.oauth2.client.read_client_secret", to: [{ id: "0oaCli", type: "AppInstance", name: "CI" }] }),
      theirs({
        type: "user.authentication.sso",
        to: [
          { id: "0oaMail", type: "AppInstance", name: "Mail" },
          { id: "0uaJo", type: "AppUser", name: "jo" },
        ],
      }),
    ]);
    expect(rows.map(({ credential }) => credential)).toEqual(
      expect.arrayContaining([
        `session:${STOLEN}`,
        "api-token:00Tx",
        "user:00usvc",
        "password:00usam",
        "factor:00usam:any",
        "provider:0oaIDP",
        "app-password:0oaPay",
        "client-secret:0oaCli",
        "downstream-account:0uaJo",
      ]),
    );
    expect(rows.every(({ state, watchUntil }) => state === "open" && watchUntil === 0)).toBe(true);
    expect(row(rows, `session:${STOLEN}`)).toMatchObject({ owner: JO.name, certainty: "certain" });
  });

  it("SC-51 an event after the fact closes a row, is its proof, and begins ninety days of watching", async () => {
    const clear = later({ type: "user.session.clear", uid: "clear", to: [{ id: JO.id, type: "User" }] });
    const revoke = later({ type: "system.api_token.revoke", uid: "revoke", to: [{ id: "00Tx", type: "Token" }] });
    const rows = await ledger([first, made, clear, revoke]);
    expect(row(rows, `session:${STOLEN}`)).toMatchObject({
      state: "revoked",
      proof: [{ kind: "event", uid: "clear" }],
      watchUntil: NOON + 30 * MINUTE + WATCH_MS,
    });
    expect(row(rows, "api-token:00Tx")).toMatchObject({ state: "revoked", proof: [{ uid: "revoke" }] });
  });

  it("SC-52 what happened before, failed, was done to another, or by the intruder, closes nothing", async () => {
    const rows = await ledger([
      first,
      made,
      later({ type: "user.session.clear", to: [{ id: JO.id, type: "User" }] }, -5),
      later({ type: "system.api_token.revoke", outcome: "FAILURE", to: [{ id: "00Tx", type: "Token" }] }),
      later({ type: "system.api_token.revoke", to: [{ id: "00Tother", type: "Token" }] }),
      theirs({ type: "system.api_token.revoke", at: NOON + MINUTE, to: [{ id: "00Tx", type: "Token" }] }),
    ]);
    expect(rows.map(({ state }) => state)).toEqual(rows.map(() => "open"));
  });

  it("SC-53 a use that works after it was closed opens a row again; one that fails is told and closes nothing", async () => {
    const clear = later({ type: "user.session.clear", to: [{ id: JO.id, type: "User" }] });
    const again = (outcome: string) =>
      theirs({ type: "user.authentication.sso", at: NOON + 60 * MINUTE, outcome, uid: `again-${outcome}` });
    const alive = row(await ledger([first, clear, again("SUCCESS")]), `session:${STOLEN}`);
    expect(alive).toMatchObject({ state: "open", watchUntil: 0, uses: [{ uid: "again-SUCCESS" }] });
    const dead = row(await ledger([first, clear, again("FAILURE")]), `session:${STOLEN}`);
    expect(dead).toMatchObject({ state: "revoked", uses: [{ uid: "again-FAILURE" }] });
  });

  it("SC-54 what a person said or a reading showed is kept, and rows never go away", async () => {
    const rows = await ledger([first, made]);
    const said: LedgerRow = {
      ...row(rows, "api-token:00Tx"),
      state: "rotated",
      owner: "kim@example.com",
      proof: [{ kind: "person", who: "kim", at: NOW, text: "Rotated in the vault, ticket 4711" }],
    };
    const again = await ledger([first, made], [said]);
    expect(row(again, "api-token:00Tx")).toMatchObject({
      state: "rotated",
      watchUntil: NOW + WATCH_MS,
      proof: [{ kind: "person" }],
    });
    expect(row(await ledger([first], [said]), "api-token:00Tx").state).toBe("rotated");
  });

  it("SC-55 the same events and the same rows give the same ledger", async () => {
    const records = [first, made, later({ type: "user.session.clear", to: [{ id: JO.id, type: "User" }] })];
    const once = await ledger(records);
    expect(await ledger(records, once)).toEqual(once);
  });
});

describe("the canary", () => {
  it("SC-56 any use of a credential of the ledger wakes somebody, until its watch ends", async () => {
    const rows = await ledger([first, made]);
    const canary = { tenant: "acme", case: "C-1", row: row(rows, "api-token:00Tx") };
    const use = seen(deed({ at: NOW, type: "group.user_membership.add", token: "00Tx", from: ELSEWHERE })).envelope;
    expect(isUseOf(canary, use, NOON)).toBe(true);
    expect(isUseOf(canary, use, NOW + 1)).toBe(false);
    expect(isUseOf({ ...canary, row: { ...canary.row, watchUntil: NOW - 1 } }, use, NOON)).toBe(false);
    expect(isUseOf(canary, seen(deed({ at: NOW, type: "x", token: "00Tother" })).envelope, NOON)).toBe(false);
    const finding = canaryFinding(canary, use);
    expect(finding).toMatchObject({
      severity: "critical",
      entities: { token: ["00Tx"] },
      evidence: [{ uid: use.uid }],
    });
    const failed = seen(deed({ at: NOW, type: "x", token: "00Tx", outcome: "FAILURE" })).envelope;
    expect(canaryFinding(canary, failed)).toMatchObject({ severity: "high", id: finding.id });
  });
});
