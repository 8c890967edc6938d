import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CAFE, CHROME_MAC, CHROME_WINDOWS, judge, Log, OFFICE, VPN, type As } from "../session/life.fixture.ts";
import { Baseline, inWords, TenantHistory, UserHistory } from "./index.ts";

const DAY = 86_400_000;
const owner: As = { at: OFFICE, ua: CHROME_MAC, dt: "dt-owner" };

describe("baselines", () => {
  it("say since when something is known", () => {
    expect(inWords({ n: 214, first: Date.parse("2023-05-03T10:00:00Z") / 1000, last: 0 })).toBe(
      "seen 214 times since 2023-05-03",
    );
  });

  it("SS-61 are silent while they are short", () => {
    const history = new UserHistory();
    for (let n = 0; n < 30; n++) history.lived(n * 1000);
    expect(history.enough(DAY)).toBe(false);
    expect(history.enough(3 * DAY)).toBe(true);
  });

  it("SS-62 call familiar what is half a day old", () => {
    const history = new UserHistory();
    history.note("network", "AS64500", 0);
    expect(history.familiar("network", "AS64500", DAY / 4)).toBe(undefined);
    expect(history.familiar("network", "AS64500", DAY)?.n).toBe(1);
  });

  it("SS-64 take three people on two days for a way out", () => {
    const tenant = new TenantHistory();
    for (const user of ["a", "b", "c"]) tenant.note("192.0.2.1", user, 0);
    expect(tenant.isEgress("192.0.2.1")).toBe(false);
    tenant.note("192.0.2.1", "a", 2 * DAY);
    expect(tenant.isEgress("192.0.2.1")).toBe(true);
  });

  it("SS-60 learn nothing from a foreign context", () => {
    const baseline = new Baseline();
    const thief: As = { at: VPN, ua: CHROME_WINDOWS, dt: "dt-thief" };
    judge(new Log().signIn(owner).work(owner).work(thief, 30), { baseline });
    const [saved] = baseline.save().users;
    expect(saved?.habits.network?.map(([key]) => key)).toEqual(["AS64500 isp"]);
    expect(saved?.habits.device?.map(([key]) => key)).toEqual(["dt-owner"]);
  });

  it("SS-63 judge the same after they were saved and restored", () => {
    const log = new Log().days(owner, 6);
    const learnt = new Baseline();
    judge(log, { baseline: learnt });
    const saved = learnt.save();
    const later = new Log().wait(10 * 24 * 60).signIn({ ...owner, at: CAFE });
    later.work({ at: VPN, ua: CHROME_WINDOWS, dt: "x" }, 3);
    const restored = Baseline.restore(JSON.parse(JSON.stringify(saved)) as typeof saved);
    expect(restored.save()).toEqual(saved);
    expect(judge(later, { baseline: restored })).toEqual(judge(later, { baseline: learnt }));
  });

  it("SS-65 keep within their bound and forget what was seen longest ago", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(60), fc.nat(1000)), { maxLength: 200 }), (seen) => {
        const history = new UserHistory();
        for (const [key, time] of seen) history.note("country", String(key), time * 1000);
        const rows = history.save().habits.country ?? [];
        expect(rows.length).toBeLessThanOrEqual(24);
        expect(UserHistory.restore(history.save()).save()).toEqual(history.save());
      }),
    );
    const history = new UserHistory();
    for (let n = 0; n < 25; n++) history.note("country", String(n), n === 0 ? 99_000 : n * 1000);
    expect(history.get("country", "0")?.n).toBe(1);
    expect(history.get("country", "1")).toBe(undefined);
  });
});
