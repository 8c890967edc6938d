import {
  attackedMonth,
  type AttackedOptions,
  type LogEvent,
  month,
  type MonthOptions,
  type Theft,
} from "@nightlatch/corpus";
import { describe, expect, it } from "vitest";
import { judge, restsOn, wakes } from "./corpus.fixture.ts";

const months: readonly (MonthOptions & { readonly users: number; readonly days: number })[] = [
  { seed: "usual", users: 300, days: 7 },
  { seed: "vpn", users: 40, days: 8, mix: { commercialVpn: 0.3, corporateVpn: 0.5, privateRelay: 0.2 } },
  { seed: "road", users: 40, days: 8, mix: { traveller: 0.5, hotspot: 0.4, coworking: 0.2 } },
  {
    seed: "machines",
    users: 40,
    days: 8,
    mix: { secondBrowser: 0.5, eveningComputer: 0.4, newLaptop: 0.3, phone: 0.7 },
  },
  { seed: "blank", users: 40, days: 8, mix: { blankFields: 1 } },
  { seed: "admins", users: 40, days: 8, mix: { admins: 0.2 } },
  { seed: "halls", users: 40, days: 8, mix: { kiosks: 6, dualStack: 0.6, sharedAddress: 0.4 } },
  { seed: "small", users: 3, days: 20, mix: { robots: 0 } },
];

describe("ordinary life", () => {
  const alarms: string[] = [];
  it.each(months)("SS-57 a stretch called $seed wakes at most one in a thousand user-days", (options) => {
    const woken = judge(month(options))
      .filter(wakes)
      .map((alarm) => alarm.summary);
    alarms.push(...woken);
    expect(woken.slice(Math.ceil((options.users * options.days) / 1000))).toEqual([]);
  });
  it("SS-57 all of it together wakes at most one in two thousand user-days", async ({ annotate }) => {
    const userDays = months.reduce((total, one) => total + one.users * one.days, 0);
    const rate = ((alarms.length * 1000) / userDays).toFixed(2);
    await annotate(`${alarms.length} false alarms in ${userDays} user-days: ${rate} per thousand`);
    expect(alarms.slice(Math.floor(userDays / 2000))).toEqual([]);
  });
});

describe("ordinary life with thefts in it", () => {
  it.each([1, 2, 3, 4, 5])("SS-58 every theft is found, and little else, with seed %i", (seed) => {
    const { events, thefts } = lived({ seed, users: 24, days: 10, thefts: 12 });
    const alarms = judge(events).filter(wakes);
    const missed = thefts.filter((theft) => !alarms.some((alarm) => restsOn(alarm, new Set(theft.intruderUids))));
    expect(missed.map((theft) => `${theft.id} ${theft.user.login}: ${theft.tells.join(", ")}`)).toEqual([]);
    const all = new Set(thefts.flatMap((theft) => theft.intruderUids));
    expect(alarms.filter((alarm) => !restsOn(alarm, all)).length).toBeLessThanOrEqual(1);
  });
});

function lived(options: AttackedOptions): { readonly events: readonly LogEvent[]; readonly thefts: readonly Theft[] } {
  const events: LogEvent[] = [];
  const life = attackedMonth(options);
  for (let next = life.next(); ; next = life.next()) {
    if (next.done === true) return { events, thefts: next.value };
    events.push(next.value.event);
  }
}
