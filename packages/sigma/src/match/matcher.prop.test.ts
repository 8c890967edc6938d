import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "../field/fold.ts";
import { Path } from "../field/path.ts";
import { textOf } from "../field/scalar.ts";
import { events, expressions } from "./event.fixture.ts";
import { compileRules } from "./matcher.ts";
import { matchesNaively } from "./naive.ts";
import type { Rule } from "../rule/rule.ts";
import { ANY, both, field, not, ruleOf, text } from "./rule.fixture.ts";

const ruleSets = (maxLength: number): fc.Arbitrary<readonly Rule[]> =>
  fc.array(expressions, { maxLength }).map((all) => all.map((one, n) => ruleOf(one, `rule ${n}`)));

type Tell = Parameters<ReturnType<typeof compileRules>["candidates"]>[0];

/** What a reader of texts may say of a path: its texts, null and absent like empty ones; nothing sure of objects. */
function textsOf(event: unknown, unsure: (path: string) => boolean): Tell {
  return (path) => {
    if (unsure(path)) return undefined;
    const { found, values } = new Path(path).values(event);
    const texts = values.map((value) => (value === null ? "" : textOf(value)));
    if (texts.includes(undefined)) return undefined;
    const [only = "", ...more] = texts as readonly string[];
    return more.length > 0 || (found && path.length % 2 === 0) ? (texts as readonly string[]) : only;
  };
}

/** What a reader may say that knows no other spelling of a path: nothing when the record has another. */
function textsAsSpelt(event: unknown): Tell {
  return (path) => {
    let node = event;
    for (const segment of path.split(".")) {
      if (typeof node !== "object" || node === null) return "";
      if (Array.isArray(node)) return undefined;
      const alike = Object.keys(node).filter((key) => key.includes(".") || fold(key) === fold(segment));
      if (alike.some((key) => key !== segment)) return undefined;
      node = alike.length === 0 ? null : (node as Record<string, unknown>)[segment];
    }
    return node === null ? "" : textOf(node);
  };
}

describe("compiled rules", () => {
  it("SG-100 match what the naive evaluator matches, whatever the rules and events", () => {
    let matched = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        ruleSets(8),
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

  it("SG-101 are never lost by the look at single texts, nor found where they do not match", () => {
    let pruned = 0;
    let settled = 0;
    // What is remembered of one event must not be told of another.
    const some = fc.array(events, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(ruleSets(2), some, fc.func(fc.nat(5)), fc.boolean(), (all, several, unsure, spelt) => {
        const matcher = compileRules(all, spelt ? { spellings: ["a", "b", "a.b", "list", "list.a"] } : {});
        for (const event of several) {
          const candidates = matcher.candidates(
            spelt ? textsAsSpelt(event) : textsOf(event, (path) => unsure(path) === 0),
          );
          const wanted = all.filter((rule) => matchesNaively(rule, event)).map(({ key }) => key);
          expect(matcher.match(event, candidates).map(({ key }) => key)).toEqual(wanted);
          expect((candidates.settled ?? wanted).length).toBe(wanted.length);
          pruned += all.length - candidates.size;
          if (candidates.settled !== undefined) settled += candidates.size;
        }
      }),
      { numRuns: 12_000 },
    );
    expect(Math.min(pruned, settled)).toBeGreaterThan(500);
  });

  it("SG-101 are the same whether what texts come to is remembered or has too many answers for that", () => {
    // More rules on a field with many values than one number can hold conclusions of, and fewer.
    for (const count of [3, 40]) {
      const all = Array.from({ length: count }, (_, n) =>
        ruleOf(both(field("kind", text("k")), not(field("name", text(ANY, `${n}`)))), `rule ${n}`),
      );
      const matcher = compileRules(all, { spellings: ["kind", "name"] });
      for (let n = 0; n < 300; n++) {
        const event = { kind: n % 7 === 0 ? "other" : "k", name: `n${n % 150}` };
        const candidates = matcher.candidates(textsAsSpelt(event));
        const wanted = all.filter((rule) => matchesNaively(rule, event)).map(({ key }) => key);
        expect(matcher.match(event, candidates).map(({ key }) => key)).toEqual(wanted);
      }
    }
  });
});
