import { describe, expect, it } from "vitest";
import { briefly, matchesOf } from "./both-readings.fixture.ts";
import { brief, correlation, hit } from "./correlation.fixture.ts";
import { Correlator, type CorrelationRule } from "./index.ts";

const three = correlation({ key: "r", when: { gte: 3 } });
const two = correlation({ key: "r", when: { gte: 2 } });
const by = (user: string | readonly string[]): { event: Record<string, string | readonly string[]> } => ({
  event: { user },
});

describe("windows and episodes", () => {
  it("SG-200 two events exactly one timespan apart are together, one further apart are not", () => {
    expect(briefly(two, [hit("a", 0), hit("a", 10)])).toEqual(["r{} 10-10 2: a0 a10"]);
    expect(briefly(two, [hit("a", 0), hit("a", 11)])).toEqual([]);
  });

  it("SG-200 the window slides: it is not cut at full timespans", () => {
    expect(briefly(three, [hit("a", 8), hit("a", 9), hit("a", 12)])).toEqual(["r{} 12-12 3: a8 a9 a12"]);
  });

  it("SG-201 further satisfying events extend the one match, and it names them all", () => {
    const hits = [0, 1, 2, 8, 9].map((time) => hit("a", time));
    expect(briefly(three, hits)).toEqual(["r{} 2-9 3: a0 a1 a2 a8 a9"]);
  });

  it("SG-201 a match ends when nothing has satisfied for one timespan, and the next is another one", () => {
    const hits = [0, 1, 11, 12, 23, 24].map((time) => hit("a", time));
    expect(briefly(two, hits)).toEqual(["r{} 1-12 2: a0 a1 a11 a12", "r{} 24-24 2: a23 a24"]);
  });

  it("SG-201 a match is complete once nothing can extend it any more", () => {
    const correlator = new Correlator([two]);
    for (const time of [0, 1]) correlator.observe(hit("a", time));
    expect(correlator.advance(11)).toEqual([]);
    expect(correlator.advance(12).map(brief)).toEqual(["r{} 1-1 2: a0 a1"]);
    expect(correlator.end()).toEqual([]);
  });

  it("SG-203 a hit within the allowed lateness joins the windows that contain it", () => {
    const correlator = new Correlator([three], { allowedLatenessMs: 20 });
    for (const time of [0, 10]) correlator.observe(hit("a", time));
    expect(correlator.advance(20)).toEqual([]);
    correlator.observe(hit("a", 5));
    expect(correlator.end().map(brief)).toEqual(["r{} 10-10 3: a0 a5 a10"]);
  });

  it("SG-203 a hit beyond the allowed lateness is left out and counted", () => {
    const correlator = new Correlator([two], { allowedLatenessMs: 5 });
    correlator.advance(10);
    for (const time of [4, 5, Number.NaN]) correlator.observe(hit("a", time));
    correlator.observe(hit("unheard of", 0));
    expect(correlator.end()).toEqual([]);
    expect(correlator.metrics.late).toBe(2);
  });

  it("SG-208 the same event again counts once", () => {
    expect(briefly(two, [hit("a", 1), hit("a", 1), hit("a", 1)])).toEqual([]);
    expect(briefly(two, [hit("a", 1, { uid: "x" }), hit("a", 1, { uid: "y" })])).toEqual(["r{} 1-1 2: x y"]);
  });
});

describe("groups", () => {
  const grouped = correlation({ key: "r", groupBy: ["user"], when: { gte: 2 } });

  it("SG-204 an event without a value to group by takes no part and is counted", () => {
    const correlator = new Correlator([grouped]);
    for (const time of [0, 1]) correlator.observe(hit("a", time));
    expect(correlator.end()).toEqual([]);
    expect(correlator.metrics.missingGroup).toBe(2);
  });

  it("SG-205 an event belongs to one group for each member of an array", () => {
    const hits = [hit("a", 0, by(["jo", "al"])), hit("a", 1, by(["al", "al"])), hit("a", 2, by("jo"))];
    expect(briefly(grouped, hits)).toEqual(["r{al} 1-1 2: a0 a1", "r{jo} 2-2 2: a0 a2"]);
  });

  it("SG-206 group keys are the exact text", () => {
    expect(briefly(grouped, [hit("a", 0, by("Jo")), hit("a", 1, by("jo"))])).toEqual([]);
    const pair = correlation({ key: "r", groupBy: ["user", "ip"], when: { gte: 2 } });
    const hits = [hit("a", 0, { event: { user: "a,b", ip: "c" } }), hit("a", 1, { event: { user: "a", ip: "b,c" } })];
    expect(briefly(pair, hits)).toEqual([]);
  });

  it("SG-216 an alias reads another field for each rule", () => {
    const rule = correlation({
      key: "r",
      type: "temporal",
      rules: ["a", "b"],
      groupBy: ["who"],
      aliases: { who: { a: "actor", b: "target" } },
    });
    const hits = [hit("a", 0, { event: { actor: "jo" } }), hit("b", 1, { event: { target: "jo", actor: "al" } })];
    expect(matchesOf(rule, hits)[0]?.group).toEqual({ who: "jo" });
  });

  it("SG-216 an alias that does not name a rule stands for the field of that name", () => {
    const rule = correlation({
      key: "r",
      rules: ["a", "b"],
      groupBy: ["user"],
      aliases: { user: { a: "actor" } },
      when: { gte: 2 },
    });
    expect(briefly(rule, [hit("a", 0, { event: { actor: "jo" } }), hit("b", 1, by("jo"))])).toEqual([
      "r{jo} 1-1 2: a0 b1",
    ]);
  });
});

describe("conditions", () => {
  it("SG-207 an event that several of the rules match counts once in event_count, for each in temporal", () => {
    const hits = ["a", "b"].map((rule) => hit(rule, 0, { uid: "x" }));
    expect(matchesOf(correlation({ key: "r", rules: ["a", "b"], when: { gte: 2 } }), hits)).toEqual([]);
    const [match] = matchesOf(correlation({ key: "r", rules: ["a", "b"], type: "temporal" }), hits);
    expect(match?.uids).toEqual([
      { rule: "a", uid: "x", time: 0 },
      { rule: "b", uid: "x", time: 0 },
    ]);
  });

  const count = (field: string | readonly string[]): CorrelationRule =>
    correlation({ key: "r", type: "value_count", fields: [field].flat(), when: { gte: 2 } });

  it("SG-210 value_count counts different values, each text exactly as it is", () => {
    const hits = ["x", "x", "X"].map((ip, time) => hit("a", time, { event: { ip } }));
    expect(briefly(count("ip"), hits)).toEqual(["r{} 2-2 2: a0 a1 a2"]);
  });

  it("SG-210 value_count forgets a value when its last event leaves the window", () => {
    const hits = [
      hit("a", 0, { event: { ip: "x" } }),
      hit("a", 5, { event: { ip: "x" } }),
      hit("a", 15, { event: { ip: "y" } }),
      hit("a", 26, { event: { ip: "z" } }),
    ];
    expect(briefly(count("ip"), hits)).toEqual(["r{} 15-15 2: a5 a15"]);
  });

  it("SG-210 value_count over several fields counts different combinations", () => {
    const same = { event: { user: "jo", ip: "x" } };
    expect(briefly(count(["user", "ip"]), [hit("a", 0, same), hit("a", 1, same)])).toEqual([]);
    const other = { event: { user: "jo", ip: "y" } };
    expect(briefly(count(["user", "ip"]), [hit("a", 0, same), hit("a", 1, other)])).toHaveLength(1);
  });

  it("SG-211 each member of an array is a value", () => {
    expect(briefly(count("ip"), [hit("a", 0, { event: { ip: ["x", "y"] } })])).toEqual(["r{} 0-0 2: a0"]);
    const sum = correlation({ key: "r", type: "value_sum", fields: ["bytes"], when: { gte: 7 } });
    expect(briefly(sum, [hit("a", 0, { event: { bytes: ["3", "4"] } })])).toEqual(["r{} 0-0 7: a0"]);
  });

  it("SG-212 an event without the value that is looked at takes no part and is counted", () => {
    const correlator = new Correlator([count("ip")]);
    correlator.observe(hit("a", 0));
    expect(correlator.metrics).toMatchObject({ missingValue: 1, entries: 0 });
  });

  it("SG-213 sum, average and median leave out what is no number, and count it", () => {
    for (const type of ["value_sum", "value_avg", "value_median"] as const) {
      const rule = correlation({ key: "r", type, fields: ["bytes"], when: { gte: 4 } });
      const correlator = new Correlator([rule]);
      for (const [time, bytes] of ["many", "", "0x10", "1e999", "4"].entries())
        correlator.observe(hit("a", time, { event: { bytes } }));
      expect(correlator.end().map(brief)).toEqual(["r{} 4-4 4: a4"]);
      expect(correlator.metrics.notNumeric).toBe(4);
    }
  });

  it("SG-213 a sum is exact until it is compared, whatever came and went", () => {
    const sum = correlation({ key: "r", type: "value_sum", fields: ["bytes"], when: { eq: 0.1 } });
    const hits = ["1e16", "-1e16", "0.1"].map((bytes, time) => hit("a", time, { event: { bytes } }));
    expect(briefly(sum, hits)).toEqual(["r{} 2-2 0.1: a0 a1 a2"]);
  });

  it("SG-214 a median of an even number of values is the mean of the middle two", () => {
    const median = correlation({ key: "r", type: "value_median", fields: ["bytes"], when: { eq: 3 } });
    const hits = ["1", "90", "2", "4"].map((bytes, time) => hit("a", time, { event: { bytes } }));
    expect(briefly(median, hits)).toEqual(["r{} 3-3 3: a0 a1 a2 a3"]);
  });

  it("SG-215 several comparisons make a range, judged at each event's window", () => {
    const range = correlation({ key: "r", when: { gte: 2, lt: 3 } });
    expect(
      briefly(
        range,
        [0, 1, 2].map((time) => hit("a", time)),
      ),
    ).toEqual(["r{} 1-1 2: a0 a1"]);
    const not = correlation({ key: "r", when: { neq: 1 } });
    expect(
      briefly(
        not,
        [0, 1].map((time) => hit("a", time)),
      ),
    ).toEqual(["r{} 1-1 2: a0 a1"]);
  });

  it("SG-217 temporal wants all of its rules, in any order", () => {
    const rule = correlation({ key: "r", type: "temporal", rules: ["a", "b", "c"] });
    expect(briefly(rule, [hit("c", 0), hit("a", 3), hit("b", 10)])).toEqual(["r{} 10-10 3: c0 a3 b10"]);
    expect(briefly(rule, [hit("c", 0), hit("a", 3), hit("b", 11)])).toEqual([]);
  });

  it("SG-217 temporal with a number wants so many of its rules, with a condition what that says", () => {
    const some = correlation({ key: "r", type: "temporal", rules: ["a", "b", "c"], when: { gte: 2 } });
    expect(briefly(some, [hit("c", 0), hit("b", 1)])).toEqual(["r{} 1-1 2: c0 b1"]);
    const without = correlation({
      key: "r",
      type: "temporal",
      rules: ["a", "b", "c"],
      temporalCondition: {
        kind: "and",
        of: [
          { kind: "quantified", quantity: "1", pattern: "them" },
          { kind: "not", of: { kind: "id", name: "b" } },
        ],
      },
    });
    expect(briefly(without, [hit("b", 0), hit("a", 5), hit("c", 11)])).toEqual(["r{} 11-11 2: a5 c11"]);
  });

  it("SG-218 temporal_ordered wants its rules in the order written", () => {
    const rule = correlation({ key: "r", type: "temporal_ordered", rules: ["a", "b", "c"] });
    expect(briefly(rule, [hit("a", 0), hit("b", 1), hit("c", 2)])).toEqual(["r{} 2-2 3: a0 b1 c2"]);
    expect(briefly(rule, [hit("b", 0), hit("a", 1), hit("c", 2)])).toEqual([]);
    expect(briefly(rule, [hit("b", 0), hit("a", 1), hit("c", 2), hit("b", 3), hit("c", 4)])).toEqual([
      "r{} 4-4 3: a1 b3 c4",
    ]);
    expect(briefly(rule, [hit("a", 0), hit("b", 1), hit("a", 9), hit("c", 11)])).toEqual([]);
  });

  it("SG-209 equal times count as ordered", () => {
    const rule = correlation({ key: "r", type: "temporal_ordered", rules: ["b", "a"] });
    expect(briefly(rule, [hit("a", 5), hit("b", 5)])).toEqual(["r{} 5-5 2: a5 b5"]);
  });
});
