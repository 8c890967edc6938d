import fc from "fast-check";
import type { CaseDeed, CaseEntry, FindingInCase } from "./entry.ts";

/** A finding as a case keeps it, with a little of everything. */
export function finding(id: string, over: Partial<FindingInCase> = {}): FindingInCase {
  return {
    id,
    revision: 1,
    rule: "session.replay",
    title: "Stolen session",
    severity: "high",
    confidence: 0.9,
    summary: "A session changed hands",
    first: 1000,
    last: 2000,
    firstUid: `uid-${id}`,
    received: 1500,
    known: 1800,
    users: [],
    sessions: [],
    tokens: [],
    addresses: [],
    ...over,
  };
}

/** Entries in their places, a minute apart. */
export function entries(deeds: readonly CaseDeed[]): readonly CaseEntry[] {
  return deeds.map((deed, n) => ({ seq: n + 1, at: n * 60_000, who: "jo@example.com", ...deed }));
}

export const OPENED: CaseDeed = { kind: "case.opened", body: { tenant: "acme", title: "A case", seeds: [] } };

const word = fc.constantFrom("a", "b", "c", "d");

/** Findings that share now and then. */
export const someFinding: fc.Arbitrary<FindingInCase> = fc
  .record({
    id: fc.integer({ min: 0, max: 1_000_000 }),
    users: fc.uniqueArray(word, { maxLength: 1 }),
    sessions: fc.uniqueArray(fc.constantFrom("s1", "s2", "s3", "s4", "s5", "s6"), { maxLength: 2 }),
    addresses: fc.uniqueArray(fc.constantFrom("192.0.2.1", "198.51.100.7", "203.0.113.9"), { maxLength: 1 }),
    first: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ id, users, ...rest }) =>
    finding(`nl-${id}`, { ...rest, users: users.map((name) => ({ id: `00u${name}`, name })) }),
  );

/** Anything that can be written into a case. */
export const someDeed: fc.Arbitrary<CaseDeed> = fc.oneof(
  fc.record({ kind: fc.constant("case.note" as const), body: fc.record({ text: word }) }),
  fc.record({ kind: fc.constant("case.task" as const), body: fc.record({ id: word, text: word, owner: word }) }),
  fc.record({ kind: fc.constant("case.task-done" as const), body: fc.record({ id: word, text: word }) }),
  fc.record({ kind: fc.constant("case.role" as const), body: fc.record({ who: word, role: word }) }),
  fc.record({
    kind: fc.constant("case.pin" as const),
    body: fc.record({ uid: word, happened: fc.constant(null), why: word }),
  }),
  someFinding.map((one) => ({ kind: "case.finding-joined" as const, body: { finding: one, why: [], notBy: [] } })),
  fc.constant<CaseDeed>({ kind: "case.closed", body: { why: "over", open: [] } }),
  fc.constant<CaseDeed>({ kind: "case.reopened", body: { why: "not over" } }),
);
