import { describe, expect, it } from "vitest";
import { caseOf } from "./case-of.ts";
import { entries, finding, OPENED } from "./case.fixture.ts";
import { measuresOf } from "./measures.ts";
import type { CaseDeed, PlannedAction } from "./entry.ts";

const action: PlannedAction = {
  id: "a1",
  action: "end-sessions",
  target: "user:00u1",
  name: "End the sessions of Jo",
  why: "The session is stolen",
  contains: true,
  approvals: 0,
};

describe("caseOf()", () => {
  it("CA-4 nothing is a case that was not opened, and entries of unknown kinds are passed over", () => {
    expect(caseOf("C-1", entries([{ kind: "case.note", body: { text: "hm" } }]))).toBeUndefined();
    const unknown = { seq: 9, at: 9, who: "x", kind: "case.of-tomorrow", body: { any: 1 } };
    expect(caseOf("C-1", [...entries([OPENED]), unknown])?.lastEntry).toBe(1);
    expect(caseOf("C-1", [...entries([OPENED]), { ...unknown, kind: "constructor" }])?.status).toBe("open");
  });

  it("CA-5 a finding is in a case once, in its last revision, with the reason of the first", () => {
    const one = finding("nl-1");
    const join = (revision: number, value: string): CaseDeed => ({
      kind: "case.finding-joined",
      body: { finding: { ...one, revision }, why: [{ by: "user", value, with: "nl-0" }], notBy: [] },
    });
    const folded = caseOf("C-1", entries([OPENED, join(1, "first"), join(3, "later"), join(2, "late")]));
    expect(folded?.findings).toHaveLength(1);
    expect(folded?.findings[0]).toMatchObject({ at: 60_000, finding: { revision: 3 }, why: [{ value: "first" }] });
  });

  it("CA-6 an action is followed from its plan to its watch; begun without an end it stays open", () => {
    const plan: CaseDeed = { kind: "case.plan", body: { id: "p1", playbook: "stolen-session", actions: [action] } };
    const before: CaseDeed = { kind: "action.before", body: { action: "a1", attempt: 1, request: "DELETE …" } };
    const after: CaseDeed = {
      kind: "action.after",
      body: { action: "a1", attempt: 1, outcome: "done", code: "", text: "" },
    };
    const readback: CaseDeed = { kind: "action.readback", body: { action: "a1", holds: true, state: "no session" } };
    const begun = caseOf("C-1", entries([OPENED, plan, before]));
    expect(begun?.actions[0]).toMatchObject({ open: true, attempts: 1, begun: { at: 120_000, seq: 3 } });
    expect(begun === undefined ? 0 : measuresOf(begun).contained).toBeUndefined();
    const ended = caseOf("C-1", entries([OPENED, plan, before, after, readback]));
    expect(ended?.actions[0]).toMatchObject({ open: false, last: { outcome: "done" }, readback: { holds: true } });
    expect(ended === undefined ? 0 : measuresOf(ended).contained).toBe(240_000);
    const used: CaseDeed = { kind: "action.watch", body: { action: "a1", until: 9e9, uses: ["uid-9"] } };
    const back = caseOf("C-1", entries([OPENED, plan, before, after, readback, used]));
    expect(back === undefined ? 0 : measuresOf(back).contained).toBeUndefined();
  });

  it("CA-7 the measures keep the two clocks apart, and the lead is against the supplier's first word", () => {
    const joined: CaseDeed = { kind: "case.finding-joined", body: { finding: finding("nl-1"), why: [], notBy: [] } };
    const told: CaseDeed = {
      kind: "case.supplier",
      body: { vendor: "Example", direction: "told", at: 1900, text: "We see an intruder" },
    };
    const answered: CaseDeed = {
      kind: "case.supplier",
      body: { vendor: "Example", direction: "answered", at: 90_001_800, text: "You are affected" },
    };
    const folded = caseOf("C-1", entries([OPENED, joined, told, answered]));
    if (folded === undefined) throw new Error("There is a case");
    expect(measuresOf(folded)).toMatchObject({
      firstAct: 1000,
      firstActUid: "uid-nl-1",
      firstEvidence: 1500,
      firstFinding: 1800,
      vendorNotice: 90_001_800,
      lead: 90_000_000,
      contained: undefined,
    });
  });
});
