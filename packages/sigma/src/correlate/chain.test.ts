import { describe, expect, it } from "vitest";
import { briefly, matchesOf } from "./both-readings.fixture.ts";
import { brief, correlation, hit } from "./correlation.fixture.ts";
import { Correlator } from "./index.ts";

const two = correlation({ key: "r", when: { gte: 2 } });
const by = (user: string | readonly string[]): { event: Record<string, string | readonly string[]> } => ({
  event: { user },
});

describe("chains", () => {
  const failures = correlation({ key: "failures", groupBy: ["user"], when: { gte: 2 } });
  const outer = correlation({ key: "outer", type: "temporal_ordered", rules: ["failures", "b"], groupBy: ["user"] });

  it("SG-220 an inner match is one event for the outer correlation, at the time it opened", () => {
    const hits = [hit("a", 0, by("jo")), hit("a", 4, by("jo")), hit("b", 14, by("jo"))];
    expect(briefly([outer, failures], hits)).toEqual(["failures{jo} 4-4 2: a0 a4", "outer{jo} 14-14 2: a0 a4 b14"]);
    expect(briefly([failures, outer], [...hits.slice(0, 2), hit("b", 15, by("jo"))])).toHaveLength(1);
    const extended = [...hits.slice(0, 2), hit("a", 10, by("jo")), hit("b", 15, by("jo"))];
    expect(briefly([failures, outer], extended)).toEqual(["failures{jo} 4-10 2: a0 a4 a10"]);
  });

  it("SG-221 the outer correlation groups by its own fields, as the events of the inner window have them", () => {
    const sprayed = correlation({
      key: "sprayed",
      type: "value_count",
      fields: ["user"],
      groupBy: ["ip"],
      when: { gte: 2 },
    });
    const hitOne = correlation({ key: "hit", type: "temporal_ordered", rules: ["sprayed", "b"], groupBy: ["user"] });
    const hits = [
      hit("a", 0, { event: { user: "jo", ip: "x" } }),
      hit("a", 1, { event: { user: "al", ip: "x" } }),
      hit("b", 2, by("jo")),
      hit("b", 3, by("kim")),
    ];
    expect(briefly([sprayed, hitOne], hits)).toEqual(["sprayed{x} 1-1 2: a0 a1", "hit{jo} 2-2 2: a0 a1 b2"]);
  });

  it("SG-221 a name that the inner correlation groups by has the value of that group", () => {
    const hits = [hit("a", 0, by(["jo", "al"])), hit("a", 1, by("jo")), hit("b", 2, by(["jo", "al"]))];
    const matches = matchesOf([failures, outer], hits);
    expect(matches.map((match) => match.group["user"])).toEqual(["jo", "jo"]);
  });

  it("SG-222 an inner match brings the values of all events of its first window", () => {
    const sum = correlation({
      key: "sum",
      type: "value_sum",
      fields: ["bytes"],
      rules: ["failures"],
      when: { gte: 5 },
    });
    const hits = [0, 1, 2].map((time) => hit("a", time, { event: { user: "jo", bytes: "2.5" } }));
    expect(briefly([failures, sum], hits)).toEqual(["failures{jo} 1-2 2: a0 a1 a2", "sum{} 1-1 5: a0 a1"]);
  });

  it("SG-223 an outer match names the events behind the inner ones, each once", () => {
    const rule = correlation({ key: "outer", type: "temporal", rules: ["failures", "a"] });
    const hits = [0, 1].map((time) => hit("a", time, by(["jo", "al"])));
    const [match] = matchesOf([failures, rule], hits).filter((one) => one.rule.key === "outer");
    expect(match?.uids).toEqual([
      { rule: "a", uid: "a0", time: 0 },
      { rule: "a", uid: "a1", time: 1 },
    ]);
    expect(match?.firstEvent).toEqual({ rule: "a", uid: "a0", time: 0 });
  });

  it("SG-220 correlations that refer to each other in a circle do not hang", () => {
    const left = correlation({ key: "left", rules: ["right", "a"], when: { gte: 1 } });
    const right = correlation({ key: "right", rules: ["left"], when: { gte: 1 } });
    const correlator = new Correlator([left, right]);
    correlator.observe(hit("a", 0));
    expect(correlator.end().length).toBeGreaterThan(0);
  });
});

describe("what a match says", () => {
  it("SG-244 the first event of the opening window, the group, the value that crossed, and each event's rule and time", () => {
    const rule = correlation({ key: "r", rules: ["a", "b"], groupBy: ["user"], when: { gt: 2 } });
    const hits = [hit("a", 0, by("jo")), hit("b", 5, by("jo")), hit("a", 12, by("jo")), hit("a", 13, by("jo"))];
    expect(matchesOf(rule, hits)).toEqual([
      {
        rule,
        group: { user: "jo" },
        firstEvent: { rule: "b", uid: "b5", time: 5 },
        first: 5,
        opened: 13,
        last: 13,
        value: 3,
        uids: [
          { rule: "b", uid: "b5", time: 5 },
          { rule: "a", uid: "a12", time: 12 },
          { rule: "a", uid: "a13", time: 13 },
        ],
        unnamed: 0,
      },
    ]);
  });

  it("SG-233 a match names so many events and counts the others", () => {
    const correlator = new Correlator([two], { maxNamed: 3 });
    for (let time = 0; time < 8; time++) correlator.observe(hit("a", time));
    const [match] = correlator.end();
    expect(match?.uids.map((event) => event.uid)).toEqual(["a0", "a1", "a2"]);
    expect(match?.unnamed).toBe(5);
  });

  it("SG-242 open matches can be looked at, hits within the allowed lateness included, without changing anything", () => {
    const correlator = new Correlator([two], { allowedLatenessMs: 100 });
    for (const time of [0, 1]) correlator.observe(hit("a", time));
    expect(correlator.open().map(brief)).toEqual(["r{} 1-1 2: a0 a1"]);
    expect(correlator.open()).toEqual(correlator.open());
    correlator.observe(hit("a", 2));
    expect(correlator.end().map(brief)).toEqual(["r{} 1-2 2: a0 a1 a2"]);
    expect(correlator.open()).toEqual([]);
  });
});
