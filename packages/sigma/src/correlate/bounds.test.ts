import { describe, expect, it } from "vitest";
import { brief, correlation, hit } from "./correlation.fixture.ts";
import { Correlator } from "./index.ts";

const grouped = correlation({ key: "r", groupBy: ["user"], when: { gte: 2 } });
const by = (user: string): { event: Record<string, string> } => ({ event: { user } });

describe("bounds", () => {
  it("SG-230 one group holds so many events; the oldest give way and are counted", () => {
    const sum = correlation({ key: "r", type: "value_sum", fields: ["n"], when: { gte: 5 } });
    const correlator = new Correlator([sum], { maxEntriesPerGroup: 3 });
    for (let time = 0; time < 6; time++) {
      correlator.observe(hit("a", time, { event: { n: "1" } }));
      correlator.advance(time);
    }
    expect(correlator.metrics.entries).toBeLessThanOrEqual(4);
    expect(correlator.end()).toEqual([]);
    expect(correlator.metrics.evicted).toBe(3);
  });

  it("SG-230 hits that wait for late ones are bounded too", () => {
    const correlator = new Correlator([grouped], { maxEntriesPerGroup: 3, allowedLatenessMs: 1000 });
    for (let time = 9; time >= 0; time--) correlator.observe(hit("a", time, by("jo")));
    expect(correlator.metrics).toMatchObject({ entries: 3, evicted: 7 });
    expect(correlator.end().map(brief)).toEqual(["r{jo} 8-9 2: a7 a8 a9"]);
  });

  it("SG-230 a count can be reached even where it is higher than the bound", () => {
    const correlator = new Correlator([correlation({ key: "r", when: { gte: 5 } })], { maxEntriesPerGroup: 2 });
    for (let time = 0; time < 5; time++) correlator.observe(hit("a", time));
    expect(correlator.end()).toHaveLength(1);
  });

  it("SG-231 with too many groups the least recently used one gives way, and is counted", () => {
    const correlator = new Correlator([grouped], { maxGroups: 2 });
    correlator.observe(hit("a", 0, by("jo")));
    correlator.observe(hit("a", 1, by("al")));
    correlator.observe(hit("a", 2, by("jo")));
    correlator.observe(hit("a", 3, by("kim")));
    correlator.observe(hit("a", 4, by("jo")));
    expect(correlator.metrics).toMatchObject({ groups: 2, entries: 4, evicted: 1 });
    expect(correlator.end().map(brief)).toEqual(["r{jo} 2-4 2: a0 a2 a4"]);
  });

  it("SG-231 with too many events the rule that holds most gives way", () => {
    const other = correlation({ key: "s", rules: ["b"], when: { gte: 2 } });
    const correlator = new Correlator([grouped, other], { maxEntries: 5 });
    for (const time of [0, 1]) correlator.observe(hit("b", time));
    for (const [at, user] of ["jo", "al", "kim", "lou"].entries()) correlator.observe(hit("a", at, by(user)));
    expect(correlator.metrics).toMatchObject({ entries: 5, evicted: 1, groups: 4 });
    expect(correlator.end().map(brief)).toEqual(["s{} 1-1 2: b0 b1"]);
  });

  it("SG-232 a group that gives way with an open match still gives that match", () => {
    const correlator = new Correlator([grouped], { maxGroups: 1 });
    for (const time of [0, 1]) correlator.observe(hit("a", time, by("jo")));
    correlator.advance(2);
    correlator.observe(hit("a", 2, by("al")));
    expect(correlator.open().map(brief)).toEqual(["r{jo} 1-1 2: a0 a1"]);
    const revived = Correlator.restore([grouped], JSON.parse(JSON.stringify(correlator.snapshot())));
    expect(revived.advance(3).map(brief)).toEqual(["r{jo} 1-1 2: a0 a1"]);
    expect(Correlator.restore([], correlator.snapshot()).end()).toEqual([]);
  });

  it("SG-234 an event with more groups or values than are looked at is counted", () => {
    const pairs = correlation({ key: "r", groupBy: ["user", "ip"], when: { gte: 2 } });
    const sum = correlation({ key: "s", type: "value_sum", fields: ["n"], when: { gte: 2 } });
    const correlator = new Correlator([pairs, sum]);
    const many = Array.from({ length: 2000 }, (_, at) => String(at));
    correlator.observe(hit("a", 0, { event: { user: many.slice(0, 100), ip: many.slice(0, 100), n: many } }));
    expect(correlator.metrics).toMatchObject({ crowded: 2, groups: 1001 });
  });

  it("SG-235 what is past every window is forgotten", () => {
    const correlator = new Correlator([grouped]);
    for (let time = 0; time < 1000; time++) {
      correlator.observe(hit("a", time, by(`user ${time}`)));
      correlator.advance(time);
      expect(correlator.metrics.groups).toBeLessThanOrEqual(12);
    }
    correlator.end();
    expect(correlator.metrics).toMatchObject({ groups: 0, entries: 0, evicted: 0 });
  });
});

describe("snapshots", () => {
  it("SG-240 a snapshot is plain JSON and is not touched by what comes after it", () => {
    const correlator = new Correlator([grouped], { allowedLatenessMs: 1 });
    for (const time of [0, 1, 2, 3]) correlator.observe(hit("a", time, by("jo")));
    correlator.advance(3);
    const saved = correlator.snapshot();
    const text = JSON.stringify(saved);
    correlator.observe(hit("a", 4, by("jo")));
    correlator.end();
    expect(JSON.stringify(saved)).toBe(text);
    expect(JSON.parse(text)).toEqual(saved);
    expect(Correlator.restore([grouped], saved).end().map(brief)).toEqual(["r{jo} 1-3 2: a0 a1 a2 a3"]);
    expect(JSON.stringify(saved)).toBe(text);
  });

  it("SG-241 state belongs to its rule's key: other rules may come, go and change their place", () => {
    const correlator = new Correlator([grouped]);
    correlator.observe(hit("a", 0, by("jo")));
    const other = correlation({ key: "new", rules: ["b"], when: { gte: 1 } });
    const renamed = { ...grouped, title: "Better title", level: "high" };
    const revived = Correlator.restore([other, renamed], correlator.snapshot());
    revived.observe(hit("a", 1, by("jo")));
    expect(revived.end().map(brief)).toEqual(["r{jo} 1-1 2: a0 a1"]);
    expect(revived.metrics.discarded).toBe(0);
  });

  it("SG-241 state of a rule that asks for something else by now is discarded and counted", () => {
    const correlator = new Correlator([grouped]);
    correlator.observe(hit("a", 0, by("jo")));
    const longer = { ...grouped, timespanMs: 20 };
    const revived = Correlator.restore([longer], correlator.snapshot());
    expect(revived.metrics).toMatchObject({ discarded: 1, groups: 0 });
    expect(Correlator.restore([longer], revived.snapshot()).metrics.discarded).toBe(1);
  });
});
