import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atLeast } from "../finding/finding.ts";
import { findingsIn, portOver, scenario } from "./corpus.fixture.ts";
import { scopeOf } from "./scope-of.ts";

const STORIES = [
  "demo",
  "r1-cloudflare",
  "r1-cloudflare-bound",
  "r2-beyondtrust",
  "r2-beyondtrust-bound",
  "r3-1password",
  "r3-1password-bound",
  "r4-files-tab",
  "r5-thanksgiving",
];
const EVER = { since: 0, until: Number.MAX_SAFE_INTEGER };

interface Record {
  readonly uuid: string;
  readonly eventType: string;
  readonly actor: { readonly id: string };
  readonly target: readonly { readonly id: string; readonly type: string }[] | null;
}

/** Each scenario with its findings, read and judged once. */
const told = new Map(
  STORIES.map((name) => {
    const { records, expected } = scenario(name);
    const port = portOver(records);
    const findings = findingsIn(port.all);
    const theirs = new Set(
      expected.mustFind.flatMap(({ evidenceUidsAnyOf, signals }) => [
        ...evidenceUidsAnyOf,
        ...signals.map(({ uid }) => uid),
      ]),
    );
    return [name, { records: records as readonly Record[], expected, port, findings, theirs }];
  }),
);

describe.each(STORIES)("the scope of %s", (name) => {
  const story = told.get(name);
  if (story === undefined) throw new Error("There is a story");
  const { records, expected, port, findings, theirs } = story;
  const loud = findings.filter(({ severity }) => atLeast(severity, "high"));

  it("SC-1 has every event of the intruder and none of anybody else, from whichever of its findings it starts", async () => {
    expect(loud.length).toBeGreaterThan(0);
    for (const { id } of loud) {
      const scope = await scopeOf(
        { tenant: "acme", seeds: [{ kind: "finding", value: id }], ...EVER },
        { events: port, findings },
      );
      const uids = new Set([...scope.objects, ...scope.steps].flatMap((one) => one.uids));
      expect([...uids].filter((uid) => !theirs.has(uid))).toEqual([]);
      expect([...theirs].filter((uid) => !uids.has(uid))).toEqual([]);
      expect(scope.events).toBe(theirs.size);
    }
  });

  it("SC-2 lists every object that the intruder's events name, and no other", async () => {
    const [first] = loud;
    const seeds = [{ kind: "finding" as const, value: first?.id ?? "" }];
    const scope = await scopeOf({ tenant: "acme", seeds, ...EVER }, { events: port, findings });
    const deeds = records.filter(({ uuid }) => theirs.has(uuid));
    const named = deeds
      .flatMap(({ eventType, actor, target }) => (target ?? []).map((one) => ({ ...one, eventType, actor: actor.id })))
      // Being judged by a policy touches no policy; whoever signs in touches nobody but themselves.
      .filter(({ type, eventType }) => !(type === "PolicyEntity" && eventType === "policy.evaluate_sign_on"));
    const listed = new Set(scope.objects.map(({ id }) => id));
    expect(named.filter(({ id }) => !listed.has(id))).toEqual([]);
    const known = new Set([
      ...named.map(({ id }) => id),
      ...deeds.map(({ actor }) => actor.id),
      ...expected.mustFind.map(({ session }) => session),
    ]);
    const derived = scope.objects.filter(
      ({ id, kind }) => !known.has(id) && !["token", "factor", "role"].includes(kind),
    );
    expect(derived).toEqual([]);
  });

  it("SC-3 is the same whatever else is in the log", async () => {
    const seeds = loud.map(({ id }) => ({ kind: "finding" as const, value: id }));
    const others = records.filter(({ uuid }) => !theirs.has(uuid));
    const whole = await scopeOf({ tenant: "acme", seeds, ...EVER }, { events: port, findings });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 997 }), async (step) => {
        const some = [...records.filter(({ uuid }) => theirs.has(uuid)), ...others.filter((_, n) => n % 1000 < step)];
        const scope = await scopeOf({ tenant: "acme", seeds, ...EVER }, { events: portOver(some), findings });
        expect(scope.objects).toEqual(whole.objects);
      }),
      { numRuns: 4 },
    );
  });
});
