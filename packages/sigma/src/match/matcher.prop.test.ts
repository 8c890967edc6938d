import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Path } from "../field/path.ts";
import { textOf } from "../field/scalar.ts";
import { events, expressions } from "./event.fixture.ts";
import { compileRules } from "./matcher.ts";
import { matchesNaively } from "./naive.ts";
import { ruleOf } from "./rule.fixture.ts";

const rules = fc.array(expressions, { maxLength: 8 }).map((all) => all.map((one, n) => ruleOf(one, `rule ${n}`)));

/** What a reader of texts may say of a path: the text when it is the only value; "" for nothing; else nothing sure. */
function textsOf(event: unknown, unsure: (path: string) => boolean): (path: string) => string | undefined {
  return (path) => {
    if (unsure(path)) return undefined;
    const { found, values } = new Path(path).values(event);
    const [value, ...more] = values;
    if (!found || value === null) return more.length === 0 ? "" : undefined;
    return more.length === 0 ? textOf(value) : undefined;
  };
}

describe("compiled rules", () => {
  it("SG-100 match what the naive evaluator matches, whatever the rules and events", () => {
    let matched = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        rules,
        fc.array(events, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (all, some, strictFieldCase) => {
          const matcher = compileRules(all, { strictFieldCase });
          for (const event of some) {
            const wanted = all.filter((rule) => matchesNaively(rule, event, { strictFieldCase }));
            expect(matcher.match(event).map(({ key }) => key)).toEqual(wanted.map(({ key }) => key));
            matched += wanted.length;
            refused += all.length - wanted.length;
          }
        },
      ),
      { numRuns: 4000 },
    );
    expect(Math.min(matched, refused)).toBeGreaterThan(2000);
  });

  it("SG-101 are never lost by the look at single texts", () => {
    let pruned = 0;
    fc.assert(
      fc.property(rules, events, fc.func(fc.boolean()), (all, event, unsure) => {
        const matcher = compileRules(all);
        const candidates = matcher.candidates(textsOf(event, unsure));
        const wanted = all.filter((rule) => matchesNaively(rule, event));
        expect(candidates.size).toBeGreaterThanOrEqual(wanted.length);
        expect(matcher.match(event, candidates).map(({ key }) => key)).toEqual(wanted.map(({ key }) => key));
        pruned += all.length - candidates.size;
      }),
      { numRuns: 4000 },
    );
    expect(pruned).toBeGreaterThan(500);
  });
});
