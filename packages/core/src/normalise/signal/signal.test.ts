import { describe, expect, it } from "vitest";
import { signalEnvelope, signalFinding, type SignalRecord } from "./index.ts";

const CAEP = "https://schemas.openid.net/secevent/caep/event-type/";
const RISC = "https://schemas.openid.net/secevent/risc/event-type/";
const NOON = Date.UTC(2026, 0, 5, 12);
const RECORD: SignalRecord = {
  iss: "https://idp.example.com",
  jti: "j-1",
  txn: "t-1",
  type: `${CAEP}risk-level-change`,
  issued: NOON + 5000,
  happened: NOON,
  user: { id: "00uJO", name: "jo@example.com" },
  claims: { current_level: "HIGH", reason_admin: { en: "Cookie seen on two continents" } },
};

describe("signed events of others as events of a source", () => {
  it("SI-40 the issuer is the actor, the subject is the target, and the time is when it happened", () => {
    const event = signalEnvelope(RECORD, "acme", 10);
    expect(event).toMatchObject({
      tenant: "acme",
      source: "ssf",
      time: NOON,
      actorId: "https://idp.example.com",
      risk: "HIGH",
      reason: "Cookie seen on two continents",
      targets: [{ id: "00uJO", name: "jo@example.com", type: "User" }],
    });
    expect(signalEnvelope({ ...RECORD, happened: undefined }, "acme", 10).time).toBe(NOON + 5000);
    expect(signalEnvelope({ ...RECORD, jti: "j-2" }, "acme", 10).uid).not.toBe(event.uid);
    expect(signalEnvelope({ ...RECORD, iss: "https://other.example.com" }, "acme", 10).uid).not.toBe(event.uid);
  });

  it("SI-41 a claim of high risk, or of a credential in other hands, is a finding at high, with its event", () => {
    for (const [type, claims, severity] of [
      [`${CAEP}risk-level-change`, { current_level: "HIGH" }, "high"],
      [`${CAEP}risk-level-change`, { current_level: "LOW" }, undefined],
      ["https://schemas.okta.com/secevent/okta/event-type/user-risk-change", { current_level: "high" }, "high"],
      [`${RISC}credential-compromise`, {}, "high"],
      [`${CAEP}session-revoked`, {}, "low"],
      [`${CAEP}session-established`, {}, undefined],
      ["https://schemas.openid.net/secevent/ssf/event-type/verification", {}, undefined],
    ] as const) {
      const event = signalEnvelope({ ...RECORD, type, claims }, "acme", 10);
      const finding = signalFinding(event);
      expect([type, finding?.severity]).toEqual([type, severity]);
      if (finding !== undefined)
        expect(finding).toMatchObject({
          entities: { user: [{ id: "00uJO", name: "jo@example.com" }] },
          evidence: [{ uid: event.uid, source: "ssf" }],
        });
    }
  });

  it("SI-41 whoever is named by nothing is no finding", () => {
    expect(signalFinding(signalEnvelope({ ...RECORD, user: { id: "", name: "" } }, "acme", 10))).toBeUndefined();
  });
});
