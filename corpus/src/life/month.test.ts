import { describe, expect, it } from "vitest";
import { attackedMonth, labelledMonth, type LogEvent, month, scenarios, filesOf, type Theft } from "../index.ts";
import { intruderLabel } from "../attack/case.ts";
import { kilometres } from "../cast/city.ts";
import { readFileSync } from "node:fs";

const small = { seed: "month", users: 12, days: 10 } as const;

function attacked(): { readonly thefts: readonly Theft[]; readonly theirs: ReadonlySet<string> } {
  const life = attackedMonth({ ...small, users: 30, days: 14, thefts: 10 });
  const theirs = new Set<string>();
  for (let next = life.next(); ; next = life.next()) {
    if (next.done === true) return { thefts: next.value, theirs };
    if (next.value.label === intruderLabel) theirs.add(next.value.event.uuid);
  }
}

describe("a month", () => {
  it("CP-30 is the same for the same seed, however much of it is taken, in the order of polling", () => {
    const whole = [...month(small)];
    expect([...month(small)]).toEqual(whole);
    const some: LogEvent[] = [];
    for (const event of month(small)) {
      if (some.length === 500) break;
      some.push(event);
    }
    expect(some).toEqual(whole.slice(0, 500));
    // Late events are few: all others come by time.
    const steps = whole.filter((event, at) => at > 0 && event.published < (whole[at - 1]?.published ?? ""));
    expect(steps.length).toBeLessThan(whole.length * 0.02);
  });

  it("CP-31 has nobody's theft in it; an attacked one names each with all of its events", () => {
    expect([...labelledMonth(small)].filter((entry) => entry.label === intruderLabel)).toEqual([]);
    const { thefts, theirs } = attacked();
    expect(thefts.length).toBe(10);
    expect(new Set(thefts.flatMap((theft) => theft.intruderUids))).toEqual(theirs);
    expect(thefts.every((theft) => theft.sessions.length > 0 && theft.takeover !== null)).toBe(true);
  });

  it("CP-32 lets nobody travel faster than an airliner", () => {
    const roads = {
      traveller: 1,
      corporateVpn: 0,
      commercialVpn: 0,
      privateRelay: 0,
      webGateway: 0,
      robots: 0,
      spray: 0,
    };
    const events = [...month({ ...small, seed: "road", days: 28, mix: { ...roads, coworking: 0, kiosks: 0 } })];
    const last = new Map<string, LogEvent>();
    const fast: string[] = [];
    for (const event of events.sort((a, b) => (a.published < b.published ? -1 : 1))) {
      const there = event.client.geographicalContext;
      // Aircraft and carriers come out where their networks do; servers of applications stay where they are.
      const moves = /amazon|google|microsoft|satellite|in-flight|starlink|mobile|wireless|cellco|mobility|gprs/i.test(
        `${event.securityContext.asOrg} ${event.securityContext.isp}`,
      );
      if (there === null || event.actor.type !== "User" || moves || event.client.userAgent === null) continue;
      const before = last.get(event.actor.id);
      last.set(event.actor.id, event);
      const from = before?.client.geographicalContext;
      if (before === undefined || from === null || from === undefined) continue;
      const km = kilometres({ ...there, ...there.geolocation, utc: 0 }, { ...from, ...from.geolocation, utc: 0 });
      const hours = Math.max((Date.parse(event.published) - Date.parse(before.published)) / 3_600_000, 1 / 60);
      if (km > 500 && km / hours > 1000) fast.push(`${event.actor.alternateId} ${Math.round(km)} km in ${hours} h`);
    }
    expect(fast).toEqual([]);
  });
});

describe("the committed scenarios", () => {
  it.each(scenarios.map((make) => [make().id, make] as const))("CP-33 %s is what its maker makes now", (id, make) => {
    for (const [name, text] of filesOf(make()))
      expect(readFileSync(new URL(`../../scenarios/${id}/${name}`, import.meta.url), "utf8") === text).toBe(true);
  });
});
