import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correlation, hit } from "./correlation.fixture.ts";
import { Correlator, correlateNaively, type CorrelationMatch, type CorrelationRule, type RuleHit } from "./index.ts";

const PLAIN = ["a", "b", "c"];

const anyHit: fc.Arbitrary<RuleHit> = fc
  .record({
    rule: fc.constantFrom(...PLAIN),
    time: fc.integer({ min: 0, max: 80 }),
    uid: fc.integer({ min: 0, max: 3 }),
    event: fc.record(
      {
        user: fc.subarray(["u1", "u2", "U1"]),
        ip: fc.subarray(["x", "y"]),
        bytes: fc.array(fc.constantFrom("1", "0.1", "0.2", "-3", "1e16", "many", "7.25"), { maxLength: 2 }),
      },
      { requiredKeys: ["user"] },
    ),
  })
  .map(({ rule, time, uid, event }) => hit(rule, time, { uid: `${time}.${uid}`, event }));

/** One event has one content, whichever rules it matches. */
const anyHits = fc.array(anyHit, { maxLength: 60 }).map((hits) => {
  const values = new Map<string, RuleHit["values"]>();
  return hits.map((one) => {
    const known = values.get(one.uid) ?? one.values;
    values.set(one.uid, known);
    return { ...one, values: known };
  });
});

const anyWhen = fc.oneof(
  fc.record({ gte: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ gt: fc.constantFrom(0, 1.5, 7.35) }),
  fc.record({ gte: fc.integer({ min: 1, max: 2 }), lt: fc.integer({ min: 3, max: 5 }) }),
  fc.record({ eq: fc.constantFrom(1, 2, 0.3) }),
  fc.record({ neq: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ lte: fc.integer({ min: 1, max: 3 }) }),
);

const id = (name: string): { kind: "id"; name: string } => ({ kind: "id", name });

function anyRule(key: string, references: readonly string[]): fc.Arbitrary<CorrelationRule> {
  return fc
    .record({
      type: fc.constantFrom<CorrelationRule["type"][]>(
        "event_count",
        "value_count",
        "value_sum",
        "value_avg",
        "value_median",
        "temporal",
        "temporal_ordered",
      ),
      rules: fc.uniqueArray(fc.constantFrom(...references), { minLength: 1, maxLength: 3 }),
      groupBy: fc.uniqueArray(fc.constantFrom("user", "ip", "who"), { maxLength: 2 }),
      timespanMs: fc.integer({ min: 0, max: 12 }),
      when: anyWhen,
      counted: fc.subarray(["user", "ip", "bytes", "who"], { minLength: 1, maxLength: 2 }),
      temporal: fc.constantFrom("all", "number", "condition"),
      alias: fc.constantFrom(
        {},
        { who: { a: "user", b: "ip" } },
        { who: { a: "ip", [references.at(-1) ?? ""]: "user" } },
      ),
    })
    .map(({ type, rules, groupBy, timespanMs, when, counted, temporal, alias }) => {
      const timed = type === "temporal" || type === "temporal_ordered";
      const [first = "a", second = "b"] = rules;
      const boolean = type === "temporal" && temporal === "condition";
      return correlation({
        key,
        type,
        rules,
        groupBy,
        timespanMs,
        aliases: alias,
        when: timed && temporal !== "number" ? {} : when,
        fields: type === "value_count" ? counted : type.startsWith("value_") ? ["bytes"] : [],
        ...(boolean ? { temporalCondition: { kind: "or", of: [id(first), { kind: "not", of: id(second) }] } } : {}),
      });
    });
}

/** Two correlations over plain rules, one over these and plain rules, one over that. In any order of definition. */
const anyRules = fc
  .tuple(
    anyRule("p", PLAIN),
    anyRule("q", PLAIN),
    anyRule("r", ["p", "q", "a"]),
    anyRule("s", ["r", "p", "b"]),
    fc.boolean(),
  )
  .map(([p, q, r, s, reversed]) => (reversed ? [s, r, q, p] : [p, q, r, s]));

/** Hits in an order in which none is older than the allowed lateness, and where to advance and to restart. */
const anyStream = fc
  .tuple(fc.constantFrom(0, 3, 15), anyHits, fc.infiniteStream(fc.nat(15)), fc.infiniteStream(fc.nat(9)))
  .map(([lateness, hits, delays, chances]) => {
    const delayed = hits.map((one) => ({ one, arrival: one.time + Math.min(lateness, Number(delays.next().value)) }));
    const steps = delayed
      .toSorted((a, b) => a.arrival - b.arrival)
      .map(({ one, arrival }) => ({ hit: one, arrival, next: Number(chances.next().value) }));
    return { lateness, steps };
  });

const plain = (matches: readonly CorrelationMatch[]): unknown[] =>
  matches.map((match) => ({ ...match, rule: match.rule.key, group: Object.entries(match.group) })).toSorted(byText);

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

describe("correlator", () => {
  it("SG-202 SG-290 gives what the naive reading gives, whatever the order, the batching and the restarts", () => {
    fc.assert(
      fc.property(anyRules, anyStream, (rules, { lateness, steps }) => {
        const options = { allowedLatenessMs: lateness };
        let correlator = new Correlator(rules, options);
        const given: CorrelationMatch[] = [];
        for (const { hit: one, arrival, next } of steps) {
          if (next < 3) given.push(...correlator.advance(arrival));
          correlator.observe(one);
          if (next === 4 || next === 5) given.push(...correlator.advance(arrival));
          if (next === 6) correlator.open();
          if (next === 7) {
            const saved = JSON.parse(JSON.stringify(correlator.snapshot()));
            correlator = Correlator.restore(rules, saved, options);
          }
        }
        const open = correlator.open();
        const rest = correlator.end();
        expect(open).toEqual(rest);
        expect(plain([...given, ...rest])).toEqual(
          plain(
            correlateNaively(
              rules,
              steps.map((one) => one.hit),
            ),
          ),
        );
        expect(correlator.metrics).toMatchObject({ late: 0, evicted: 0, groups: 0, entries: 0, discarded: 0 });
      }),
      { numRuns: 1500 },
    );
  });

  it("SG-202 gives the same for two contents under one identity, whichever comes first", () => {
    fc.assert(
      fc.property(anyRules, fc.array(anyHit, { maxLength: 30 }), fc.infiniteStream(fc.nat()), (rules, hits, order) => {
        const give = (some: readonly RuleHit[]): unknown => {
          const correlator = new Correlator(rules);
          for (const one of some) correlator.observe(one);
          return correlator.end();
        };
        const shuffled = hits
          .map((one) => ({ one, at: Number(order.next().value) }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(give(shuffled)).toEqual(give(hits));
      }),
      { numRuns: 300 },
    );
  });
});
