import { describe, expect, it } from "vitest";
import { type Case, found, foundIds, quiet, quietIds, stolenSignIn, stolenSignInIds } from "../index.ts";
import { eventTypes } from "../event-types.ts";

const seeds = [1, 2, 3, 4, 5, 6];
const all = (seed: number, history: number): Case[] => [
  ...foundIds.map((id) => found(id, { seed, history })),
  ...quietIds.map((id) => quiet(id, { seed, history })),
  ...stolenSignInIds.map((id) => stolenSignIn(id, { seed, history })),
];

const only = (id: "P1" | "P2" | "P6", seed: number): Case => found(id, { seed });

describe("cases", () => {
  it("CP-1 the same seed gives the same case, another seed another one", () => {
    expect(all(7, 2)).toEqual(all(7, 2));
    expect(found("P1", { seed: 7 })).not.toEqual(found("P1", { seed: 8 }));
  });

  it("CP-2 every event has a uuid of its own, a time and a known type", () => {
    for (const one of seeds.flatMap((seed) => all(seed, 2))) {
      const repeats = one.events.length - new Set(one.events.map((event) => event.uuid)).size;
      expect(repeats > 0).toBe(one.id === "N10");
      for (const event of one.events) {
        expect(event.published).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        expect(Object.hasOwn(eventTypes, event.eventType)).toBe(true);
      }
    }
  });

  it("CP-20 a case that must be found names the intruder's events and at least two things that show them", () => {
    for (const one of seeds.flatMap((seed) => all(seed, 0)).filter((each) => each.truth.attack)) {
      const uids = new Set(one.events.map((event) => event.uuid));
      expect(one.truth.intruderUids.length).toBeGreaterThan(0);
      expect(one.truth.intruderUids.every((uid) => uids.has(uid))).toBe(true);
      expect(one.truth.tells.length).toBeGreaterThanOrEqual(2);
    }
  });

  it("CP-21 a quiet case has no intruder, no takeover and no tells", () => {
    for (const one of seeds.flatMap((seed) => quietIds.map((id) => quiet(id, { seed })))) {
      expect(one.truth).toMatchObject({ attack: false, takeover: null, intruderUids: [], tells: [] });
    }
  });

  it("CP-22 P1 keeps the victim's device token, P2 never does", () => {
    for (const seed of seeds) {
      for (const id of ["P1", "P2"] as const) {
        const one = only(id, seed);
        const theirs = new Set(one.truth.intruderUids);
        const hash = (event: Case["events"][number]): string | undefined => event.debugContext.debugData["dtHash"];
        const session = one.events.filter(
          (event) => event.authenticationContext.externalSessionId === one.truth.sessions[0],
        );
        const victims = new Set(session.filter((event) => !theirs.has(event.uuid)).map(hash));
        const kept = session.filter((event) => theirs.has(event.uuid)).map((event) => victims.has(hash(event)));
        expect(kept.every((same) => same === (id === "P1"))).toBe(true);
      }
    }
  });

  it("CP-23 in P6 victim and intruder take turns at least twice", () => {
    for (const seed of seeds) {
      const one = only("P6", seed);
      const theirs = new Set(one.truth.intruderUids);
      const turns = one.events
        .filter((event) => event.authenticationContext.externalSessionId === one.truth.sessions[0])
        .map((event) => theirs.has(event.uuid));
      expect(turns.filter((turn, at) => at > 0 && turn !== turns[at - 1]).length).toBeGreaterThanOrEqual(3);
    }
  });

  it("CP-24 N10 repeats events and delivers some out of order, and loses none", () => {
    for (const seed of seeds) {
      const { events } = quiet("N10", { seed });
      expect(new Set(events.map((event) => event.uuid)).size).toBeLessThan(events.length);
      expect(events.some((event, at) => at > 0 && event.published < (events[at - 1]?.published ?? ""))).toBe(true);
    }
  });

  it("CP-25 days of history come before the day of the case", () => {
    const short = quiet("N4", { seed: 3, history: 0 });
    const long = quiet("N4", { seed: 3, history: 20 });
    expect(long.events.length).toBeGreaterThan(short.events.length * 3);
    expect(Date.parse(short.events[0]?.published ?? "") - Date.parse(long.events[0]?.published ?? "")).toBeGreaterThan(
      15 * 86_400_000,
    );
  });
});
