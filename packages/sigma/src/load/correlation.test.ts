import { describe, expect, it } from "vitest";
import { correlating, ID, load, messagesOf, problemsOf } from "./load.fixture.ts";

function complete(part: string): string {
  return correlating(`{type: event_count, rules: [one], group-by: [u], timespan: 5m, condition: {gte: 3}, ${part}}`);
}

describe("correlations", () => {
  it("SG-75 a correlation is read with its references resolved to keys", () => {
    const { correlations, problems } = load(
      correlating(
        "{type: event_count, rules: [one, two], group-by: [u, v], timespan: 5m, condition: {gte: 3}}",
        "level: high\n",
      ),
    );
    expect(problems).toEqual([]);
    expect(correlations).toMatchObject([
      {
        kind: "correlation",
        title: "C",
        level: "high",
        type: "event_count",
        rules: [ID, "two"],
        groupBy: ["u", "v"],
        timespanMs: 300_000,
        thresholds: [{ op: "gte", value: 3 }],
        fields: [],
        generate: false,
      },
    ]);
  });

  it.each(["event_count", "value_count", "value_sum", "value_avg", "value_median", "temporal", "temporal_ordered"])(
    "SG-75 the type %s is known",
    (type) => {
      const field = type.startsWith("value_") ? "field: f, " : "";
      const text = correlating(
        `{type: ${type}, rules: [one, two], group-by: [u], timespan: 5m, condition: {${field}gte: 2}}`,
      );
      expect(load(text).correlations).toMatchObject([{ type, fields: field === "" ? [] : ["f"] }]);
    },
  );

  it.each([
    ["[a]", "13:14", "a map is wanted"],
    ["{type: event_count, rules: [one], timespan: 5m}", "13:14", 'needs a "condition"'],
    ["{type: count, rules: [one], timespan: 5m}", "13:15", "which is unknown; one of event_count"],
    ["{rules: [one], timespan: 5m}", "13:14", 'has no "type"'],
    ["{type: temporal, timespan: 5m}", "13:14", 'has no "rules"'],
    ["{type: temporal, rules: [], timespan: 5m}", "13:31", 'has no "rules"'],
    ["{type: temporal, rules: [[one]], timespan: 5m}", "13:39", "is a list; ids or names"],
    ["{type: temporal, rules: [one, one], timespan: 5m}", "13:44", "stands twice"],
    ["{type: temporal, rules: [one]}", "13:14", 'has no "timespan"'],
    ["{type: temporal, rules: [one], timespan: 5}", "13:45", "a number and s, m, h or d is wanted"],
    ["{type: temporal, rules: [one], timespan: 5m, window: 1}", "13:59", '"window" is unknown'],
    ["{type: temporal, rules: [one], timespan: 5m, generate: maybe}", "13:59", "true or false is wanted"],
    ["{type: temporal, rules: [one], timespan: 5m, group-by: [{a: 1}]}", "13:70", '"group-by" holds a map'],
  ])("SG-75 %s is refused", (body, place, message) => {
    const text = correlating(body);
    expect(load(text).correlations).toEqual([]);
    expect(problemsOf(text).map((problem) => problem.split(" ")[1])).toContain(place);
    expect(messagesOf(text)).toContain(message);
  });

  it("SG-76 value_percentile is refused, because the specification leaves open what it is", () => {
    const text = correlating("{type: value_percentile, rules: [one], timespan: 5m, condition: {field: f, gte: 95}}");
    expect(load(text).correlations).toEqual([]);
    expect(messagesOf(text)).toContain("leaves open whether that is a percentile of numbers or the rarity of a value");
  });

  it("SG-77 comparisons make a range; value_count takes a list of fields, the others one field", () => {
    const read = (type: string, condition: string): unknown =>
      load(correlating(`{type: ${type}, rules: [one], group-by: [u], timespan: 5m, condition: ${condition}}`))
        .correlations[0];
    expect(read("event_count", "{gt: 100, lte: 2e2, neq: '150'}")).toMatchObject({
      thresholds: [
        { op: "gt", value: 100 },
        { op: "lte", value: 200 },
        { op: "neq", value: 150 },
      ],
    });
    expect(read("value_count", "{field: [a, b], gte: 2}")).toMatchObject({ fields: ["a", "b"] });
    expect(read("value_sum", "{field: a, gte: 2.5}")).toMatchObject({ fields: ["a"], thresholds: [{ value: 2.5 }] });
  });

  it.each([
    ["event_count", "{}", "compares nothing"],
    ["event_count", "3", "a map of comparisons is wanted"],
    ["event_count", "one and two", "a map of comparisons is wanted"],
    ["event_count", "{gte: many}", "a number is wanted"],
    ["event_count", "{at_least: 3}", '"at_least" is unknown'],
    ["event_count", "{field: a, gte: 3}", "looks at no field"],
    ["value_count", "{gte: 3}", 'has no "field"'],
    ["value_count", "{field: [], gte: 3}", "a field, or a list of fields, is wanted"],
    ["value_avg", "{field: [a, b], gte: 3}", "one field is wanted"],
    ["temporal", "[one]", "an expression over the rules, is wanted"],
  ])("SG-77 %s with the condition %s is refused", (type, condition, message) => {
    const text = correlating(
      `{type: ${type}, rules: [one, two], group-by: [u], timespan: 5m, condition: ${condition}}`,
    );
    expect(load(text).correlations).toEqual([]);
    expect(messagesOf(text)).toContain(message);
  });

  it("SG-78 a temporal type may have a condition over its rules, by name or id, or none at all", () => {
    const read = (condition: string): unknown =>
      load(correlating(`{type: temporal, rules: [one, two], group-by: [u], timespan: 5m${condition}}`)).correlations[0];
    expect(read("")).not.toHaveProperty("temporalCondition");
    expect(read(`, condition: 'two and not ${ID}'`)).toMatchObject({
      temporalCondition: {
        kind: "and",
        of: [
          { kind: "id", name: "two" },
          { kind: "not", of: { kind: "id", name: ID } },
        ],
      },
    });
    expect(read(", condition: 1 of them")).toMatchObject({
      temporalCondition: {
        kind: "or",
        of: [
          { kind: "id", name: ID },
          { kind: "id", name: "two" },
        ],
      },
    });
    expect(read(", condition: all of o*")).toMatchObject({ temporalCondition: { kind: "and", of: [{ name: ID }] } });
    expect(read(", condition: one AND two")).not.toHaveProperty("temporalCondition");
    expect(read(", condition: all of them")).not.toHaveProperty("temporalCondition");
  });

  it("SG-78 temporal_ordered takes its order from the list, so its condition can only be an AND of all rules", () => {
    const read = (condition: string): string =>
      correlating(`{type: temporal_ordered, rules: [one, two], group-by: [u], timespan: 5m, condition: ${condition}}`);
    expect(load(read("one and two")).correlations).toMatchObject([{ thresholds: [], fields: [] }]);
    expect(load(read("one or two")).correlations).toEqual([]);
    expect(messagesOf(read("two and not one"))).toContain("wants all of its rules, in the order of the list");
  });

  it.each([
    ["three", '"three", which is none of the correlation\'s rules; they are one, two'],
    ["1 of x*", '"1 of x*", which is none'],
    ["one and", "ends where an identifier is wanted"],
    ["one | count() > 3", "write a correlation"],
  ])("SG-78 the condition %s of a temporal type is refused", (condition, message) => {
    const text = correlating(
      `{type: temporal, rules: [one, two], group-by: [u], timespan: 5m, condition: ${condition}}`,
    );
    expect(load(text).correlations).toEqual([]);
    expect(messagesOf(text)).toContain(message);
  });

  it("SG-83 an alias names a field for each rule, by name or id", () => {
    const text = correlating(
      `{type: temporal, rules: [one, two], group-by: [ip], timespan: 5m, aliases: {ip: {${ID}: src, two: dst}}}`,
    );
    expect(load(text).problems).toEqual([]);
    expect(load(text).correlations[0]?.aliases).toEqual(
      new Map([
        [
          "ip",
          new Map([
            [ID, "src"],
            ["two", "dst"],
          ]),
        ],
      ]),
    );
  });

  it.each([
    ["aliases: 3", '"aliases" is 3; a map of aliases'],
    ["aliases: {ip: src}", 'The alias "ip" is "src"; a field for each rule'],
    ["aliases: {ip: {three: src}}", 'names "three", which is none of'],
    ["aliases: {ip: {one: [src]}}", 'has a list for "one"'],
  ])("SG-83 %s is refused", (part, message) => {
    expect(load(complete(part)).correlations).toEqual([]);
    expect(messagesOf(complete(part))).toContain(message);
  });

  it.each([
    ["10s", 10_000],
    ["90m", 5_400_000],
    ["1h", 3_600_000],
    ["30d", 2_592_000_000],
    ["2w", 1_209_600_000],
    ["1M", 2_629_746_000],
    ["1y", 31_556_952_000],
  ])("SG-84 the timespan %s is %i ms", (timespan, ms) => {
    const text = correlating(`{type: temporal, rules: [one], group-by: [], timespan: ${timespan}}`);
    expect(load(text).correlations).toMatchObject([{ timespanMs: ms }]);
    const codes = load(text).problems.map(({ code }) => code);
    expect(codes).toEqual(/[My]/.test(timespan) ? ["NL-SIGMA-LINT-TIMESPAN"] : []);
  });

  it.each(["0s", "-1m", "1.5h", "5", "5 m", "m", "1D", "99999999999y"])(
    "SG-84 the timespan %s is refused",
    (timespan) => {
      expect(
        load(correlating(`{type: temporal, rules: [one], group-by: [], timespan: ${timespan}}`)).correlations,
      ).toEqual([]);
    },
  );

  it.each([
    ["condition: {gte: 3, lte: 5}", 'passes through "lte: 5"'],
    ["condition: {eq: 3}", 'passes through "eq: 3"'],
    ["condition: {gt: 5, lt: 3}", "it never holds"],
    ["condition: {gt: 3, eq: 3}", "it never holds"],
    ["condition: {eq: 3, neq: 3}", "it never holds"],
  ])("SG-86 a count with %s is reported", (condition, message) => {
    const text = correlating(`{type: event_count, rules: [one], group-by: [u], timespan: 5m, ${condition}}`);
    expect(load(text).correlations).toHaveLength(1);
    expect(problemsOf(text)).toEqual([expect.stringMatching(/^NL-SIGMA-LINT-RANGE/)]);
    expect(messagesOf(text)).toContain(message);
  });

  it("SG-87 no group-by, and an alias that leaves a rule out, are reported", () => {
    const whole = correlating("{type: temporal, rules: [one], timespan: 5m}");
    expect(load(whole).correlations).toMatchObject([{ groupBy: [] }]);
    expect(messagesOf(whole)).toContain('say "group-by: []" if that is meant');
    const half = correlating(
      "{type: temporal, rules: [one, two], group-by: [ip], timespan: 5m, aliases: {ip: {one: src}}}",
    );
    expect(load(half).correlations).toHaveLength(1);
    expect(messagesOf(half)).toContain("says no field for two, whose events take part only with a field of that name");
  });
});
