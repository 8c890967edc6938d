import {
  type Case,
  found,
  foundIds,
  quiet,
  quietIds,
  scenarios,
  stolenSignIn,
  stolenSignInIds,
} from "@nightlatch/corpus";
import { describe, expect, it } from "vitest";
import { atLeast, type Finding } from "../finding/finding.ts";
import { judge, restsOn, wakes } from "./corpus.fixture.ts";

const SEEDS = [1, 2, 3, 4, 5];
/** Days of the victim's own life before: none, too few to say what is new, and plenty. */
const HISTORIES = [0, 1, 12];

function variants(make: (seed: number, history: number) => Case): readonly Case[] {
  return SEEDS.flatMap((seed) => HISTORIES.map((history) => make(seed, history)));
}

/** What is wrong with the findings of a case, in words. */
function complaint(one: Case): readonly string[] {
  const theirs = new Set(one.truth.intruderUids);
  const woken = judge(one.events).filter(wakes);
  const right = woken.filter((finding) => restsOn(finding, theirs));
  const wrong = woken.filter((finding) => !right.includes(finding));
  const say = (what: string): string => `${one.id} ${what}: ${JSON.stringify(one.traits)}`;
  return [
    ...(one.truth.attack && right.length === 0 ? [say("missed")] : []),
    ...wrong.map((finding) => say(`woke somebody for nothing (${finding.summary})`)),
  ];
}

describe("SS-54 the situations, in variants", () => {
  it.each(foundIds)("%s is found at high or above, and nothing else is", (id) => {
    expect(variants((seed, history) => found(id, { seed, history })).flatMap(complaint)).toEqual([]);
  });
  it.each(quietIds)("%s wakes nobody", (id) => {
    expect(variants((seed, history) => quiet(id, { seed, history })).flatMap(complaint)).toEqual([]);
  });
  it.each(stolenSignInIds)("%s, a stolen sign-in, is found at high or above", (id) => {
    expect(variants((seed, history) => stolenSignIn(id, { seed, history })).flatMap(complaint)).toEqual([]);
  });
});

describe("SS-56 the scenarios keep what they promise", () => {
  it.each(scenarios.map((make) => [make().id, make] as const))("%s", (_, make) => {
    const { events, expected } = make();
    const findings = judge(events);
    for (const due of expected.mustFind) {
      const uids = new Set(due.evidenceUidsAnyOf);
      const claims = findings.filter((finding) => restsOn(finding, uids) && atLeast(finding.severity, due.atLeast));
      expect(claims.map((finding) => finding.entities.user.map((user) => user.name))).toContainEqual(
        expect.arrayContaining([due.user.name]),
      );
    }
    const { atLeast: level, exceptUsers } = expected.mustNotFind;
    const others = (finding: Finding): boolean => !finding.entities.user.some(({ name }) => exceptUsers.includes(name));
    expect(findings.filter((finding) => atLeast(finding.severity, level) && others(finding))).toEqual([]);
  });
});
