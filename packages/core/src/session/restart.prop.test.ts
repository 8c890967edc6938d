import {
  attackedMonth,
  found,
  foundIds,
  type LogEvent,
  quiet,
  stolenSignIn,
  stolenSignInIds,
} from "@nightlatch/corpus";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Envelope } from "../event/envelope.ts";
import type { Finding } from "../finding/finding.ts";
import { inOrder, networkOf } from "./corpus.fixture.ts";
import { SessionEngine, type SessionSnapshot } from "./engine.ts";

/** Stops after each of the given events, is put away as text, and goes on from it. */
function judgeWithStops(events: readonly Envelope[], stops: ReadonlySet<number>): SessionEngine {
  let engine = new SessionEngine({ networkOf: networkOf() });
  for (const [index, event] of events.entries()) {
    engine.observe(event);
    if (!stops.has(index)) continue;
    const saved = JSON.parse(JSON.stringify(engine.snapshot())) as SessionSnapshot;
    engine = SessionEngine.restore(saved, { networkOf: networkOf() });
  }
  return engine;
}

function lived(): readonly LogEvent[] {
  const life = attackedMonth({ seed: "restart", users: 14, days: 10, thefts: 10 });
  return [...life].map((entry) => entry.event);
}

const situations: readonly (readonly [name: string, events: readonly Envelope[]])[] = [
  ...foundIds.map((id) => [id, inOrder(found(id, { seed: 3, history: 3 }).events)] as const),
  ...stolenSignInIds.map((id) => [id, inOrder(stolenSignIn(id, { seed: 3, history: 3 }).events)] as const),
  ["N6", inOrder(quiet("N6", { seed: 3, history: 3 }).events)],
  ["a month", inOrder(lived())],
];

describe("SS-70 a restart anywhere changes nothing", () => {
  it.each(situations)("in %s", (_, events) => {
    const without = judgeWithStops(events, new Set());
    const expected: readonly Finding[] = without.findings();
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(events.length - 1), { minLength: 1, maxLength: 4 }), (stops) => {
        const engine = judgeWithStops(events, new Set(stops));
        expect(engine.findings()).toEqual(expected);
        expect(engine.baseline.save()).toEqual(without.baseline.save());
        expect(engine.explained.rows()).toEqual(without.explained.rows());
      }),
      { numRuns: 4 },
    );
  });
});

describe("findings in the middle", () => {
  it("SS-71 may be asked for at any moment, and change nothing that comes after", () => {
    const events = inOrder(found("P6", { seed: 5, history: 2 }).events);
    const asked = new SessionEngine({ networkOf: networkOf() });
    const ids = new Set<string>();
    for (const event of events) {
      asked.observe(event);
      for (const finding of asked.findings()) ids.add(finding.id);
    }
    expect(asked.findings()).toEqual(judgeWithStops(events, new Set()).findings());
    // SS-53: as evidence comes in, the claim stays the same claim.
    expect([...ids]).toEqual(asked.findings().map((finding) => finding.id));
  });
  it("SS-72 a snapshot shares nothing with the engine that made it", () => {
    const events = inOrder(found("P2", { seed: 5, history: 2 }).events);
    const engine = new SessionEngine({ networkOf: networkOf() });
    const half = events.length - 8;
    for (const event of events.slice(0, half)) engine.observe(event);
    const saved = engine.snapshot();
    const text = JSON.stringify(saved);
    for (const event of events.slice(half)) engine.observe(event);
    expect(JSON.stringify(saved)).toBe(text);
  });
  it("SS-73 a snapshot that contradicts itself is refused", () => {
    const events = inOrder(found("P2", { seed: 5 }).events);
    const saved = judgeWithStops(events, new Set()).snapshot();
    const broken = { ...saved, memory: { ...saved.memory, suspects: [99_999] } };
    expect(() => SessionEngine.restore(broken, { networkOf: networkOf() })).toThrow("number 99999 is wanted");
  });
});
