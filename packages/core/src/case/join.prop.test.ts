import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Case } from "./case.ts";
import { caseOf } from "./case-of.ts";
import { entries, finding, OPENED, someFinding } from "./case.fixture.ts";
import type { CaseDeed, FindingInCase } from "./entry.ts";
import { joiningOf, type PeopleAt, reasonsFor } from "./join.ts";

function caseWith(id: string, findings: readonly FindingInCase[], opened = 0): Case {
  const joined = findings.map((one): CaseDeed => ({
    kind: "case.finding-joined",
    body: { finding: one, why: [], notBy: [] },
  }));
  const folded = caseOf(id, entries([OPENED, ...joined]));
  if (folded === undefined) throw new Error("There is a case");
  return { ...folded, opened: { seq: 1, at: opened, who: "x" } };
}

/** Takes findings in one after another, as a case book does; answers which ended up together. */
function together(findings: readonly FindingInCase[], peopleAt: PeopleAt): readonly (readonly string[])[] {
  let cases: readonly Case[] = [];
  for (const [n, one] of findings.entries()) {
    const joining = joiningOf(one, cases, peopleAt);
    if (joining.kind === "open") {
      cases = [...cases, caseWith(`C-${cases.length + 1 + n}`, [one], n)];
      continue;
    }
    const gone = new Set(joining.merges.map((merge) => merge.case));
    const into = cases.find(({ id }) => id === joining.into);
    const moved = cases.filter(({ id }) => gone.has(id)).flatMap((merged) => merged.findings);
    const all = [...(into?.findings ?? []), ...moved].map((joined) => joined.finding);
    const grown = caseWith(joining.into, [...all, one], into?.opened.at);
    cases = cases.filter(({ id }) => !gone.has(id)).map((other) => (other.id === joining.into ? grown : other));
  }
  return cases
    .map((one) => one.findings.map((joined) => joined.finding.id).sort())
    .sort((a, b) => (String(a) < String(b) ? -1 : 1));
}

describe("joiningOf()", () => {
  it("CA-10 the same findings make the same cases, in whatever order they come", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(someFinding, { maxLength: 9, selector: ({ id }) => id }),
        fc.constantFrom(0, 40),
        fc.infiniteStream(fc.nat()),
        (findings, crowd, chance) => {
          const peopleAt = new Map([["192.0.2.1", crowd]]);
          const shuffled = findings
            .map((one) => ({ one, key: chance.next().value ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ one }) => one);
          expect(together(shuffled, peopleAt)).toEqual(together(findings, peopleAt));
        },
      ),
    );
  });

  it("CA-11 a finding joins by a shared session, user, token or address, and says by which and with what", () => {
    const first = finding("nl-1", {
      sessions: ["s1"],
      users: [{ id: "00u1", name: "jo" }],
      tokens: ["t1"],
      addresses: ["203.0.113.9"],
    });
    const into = caseWith("C-1", [first]);
    const of = (over: Partial<FindingInCase>) => reasonsFor(finding("nl-2", over), into, new Map()).why;
    expect(of({ sessions: ["s1"] })).toEqual([{ by: "session", value: "s1", with: "nl-1" }]);
    expect(of({ users: [{ id: "00u1", name: "jo" }] })).toEqual([{ by: "user", value: "00u1", with: "nl-1" }]);
    expect(of({ tokens: ["t1"] })).toEqual([{ by: "token", value: "t1", with: "nl-1" }]);
    expect(of({ addresses: ["203.0.113.9"] })).toEqual([{ by: "address", value: "203.0.113.9", with: "nl-1" }]);
    expect(of({ sessions: ["s2"], users: [{ id: "00u2", name: "sam" }] })).toEqual([]);
  });

  it("CA-12 an address that many people share is named, and joins nothing", () => {
    const office = { addresses: ["192.0.2.10"] };
    const joining = joiningOf(
      finding("nl-2", office),
      [caseWith("C-1", [finding("nl-1", office)])],
      new Map([["192.0.2.10", 40]]),
    );
    expect(joining).toEqual({ kind: "open", notBy: [{ value: "192.0.2.10", people: 40 }] });
    const few = joiningOf(
      finding("nl-2", office),
      [caseWith("C-1", [finding("nl-1", office)])],
      new Map([["192.0.2.10", 4]]),
    );
    expect(few.kind).toBe("join");
  });

  it("CA-13 nobody is a reason: the provider itself and unknown users join nothing", () => {
    const system = {
      users: [
        { id: "okta.system", name: "system@okta.com" },
        { id: "unknown", name: "unknown" },
      ],
    };
    expect(joiningOf(finding("nl-2", system), [caseWith("C-1", [finding("nl-1", system)])], new Map()).kind).toBe(
      "open",
    );
  });

  it("CA-14 a finding that connects two cases merges the younger into the older", () => {
    const cases = [
      caseWith("C-9", [finding("nl-1", { sessions: ["s1"] })], 5),
      caseWith("C-10", [finding("nl-2", { sessions: ["s2"] })], 9),
    ];
    const joining = joiningOf(finding("nl-3", { sessions: ["s1", "s2"] }), cases.toReversed(), new Map());
    expect(joining).toMatchObject({ kind: "join", into: "C-9", merges: [{ case: "C-10" }] });
  });

  it("CA-15 closed and merged cases are joined by nothing", () => {
    const closed = { ...caseWith("C-1", [finding("nl-1", { sessions: ["s1"] })]), status: "closed" as const };
    expect(joiningOf(finding("nl-2", { sessions: ["s1"] }), [closed], new Map()).kind).toBe("open");
  });
});
