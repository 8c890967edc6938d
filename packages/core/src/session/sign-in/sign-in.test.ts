import { describe, expect, it } from "vitest";
import {
  CAFE,
  CHROME_MAC,
  CHROME_WINDOWS,
  judge,
  Log,
  OFFICE,
  PHONE,
  SERVER,
  user,
  verdicts,
  VPN,
  type As,
} from "../life.fixture.ts";

const owner: As = { at: OFFICE, ua: CHROME_MAC, dt: "dt-owner", fp: "fp-owner" };
const proxy: As = { at: SERVER, ua: CHROME_MAC, dt: "dt-proxy", session: "idx-stolen" };
const thief: As = { at: VPN, ua: CHROME_WINDOWS, dt: "dt-thief", session: "idx-stolen" };

describe("stolen sign-ins", () => {
  it("a sign-in through an adversary, then used from elsewhere", () => {
    const log = new Log().days(owner, 5).signIn(proxy).work(thief, 3);
    expect(verdicts(log)).toEqual(["sign-in.adversary-in-the-middle at high"]);
  });
  it("a sign-in through an adversary, then a new factor", () => {
    const log = new Log().days(owner, 5).signIn(proxy).add(proxy, "user.mfa.factor.activate");
    expect(verdicts(log)).toEqual(["sign-in.adversary-in-the-middle at high"]);
  });
  it("SS-40 a sign-in that is merely unusual stays below high", () => {
    const travel = { ...owner, at: VPN, ua: CHROME_WINDOWS, dt: "dt-new", fp: "fp-new", session: "idx-hotel" };
    for (const finding of judge(new Log().days(owner, 5).signIn(travel).work(travel)))
      expect(finding.severity).not.toMatch(/high|critical/);
  });
  it("a known device in a new country stays quiet", () => {
    const travel = { ...owner, at: VPN, session: "idx-hotel" };
    expect(verdicts(new Log().days(owner, 5).signIn(travel).work(travel))).toEqual([]);
  });
  it("SS-41 pushes denied until one is approved, from a strange place", () => {
    const log = new Log().days(owner, 3);
    for (let n = 0; n < 7; n++)
      log.add({ ...thief, session: "" }, "user.authentication.auth_via_mfa", {
        outcome: "FAILURE",
        factor: "OKTA_VERIFY_PUSH",
        reason: n % 2 === 0 ? "User rejected Okta push verify" : "Push timed out",
      });
    log.signIn(thief).work(thief);
    expect(verdicts(log)).toEqual(["sign-in.push-fatigue at high"]);
  });
  it("SS-41 a phone in another room, at the user's own desk, stays quiet", () => {
    const log = new Log().days(owner, 3);
    for (let n = 0; n < 4; n++)
      log.add({ ...owner, session: "" }, "user.authentication.auth_via_mfa", {
        outcome: "FAILURE",
        factor: "OKTA_VERIFY_PUSH",
        reason: "Push timed out",
      });
    const today = { ...owner, session: "idx-today" };
    expect(verdicts(log.signIn(today).work(today))).toEqual([]);
  });
  it("SS-42 a help-desk reset, a sign-in from a new place, a new factor", () => {
    const desk: As = { ...owner, who: "desk", dt: "dt-desk", fp: "fp-desk" };
    const log = new Log()
      .days(owner, 4)
      .add(desk, "user.mfa.factor.reset_all", { targets: [user("jo")] })
      .signIn(thief)
      .add(thief, "user.mfa.factor.activate")
      .work(thief);
    expect(verdicts(log)).toEqual(["sign-in.reset-takeover at critical"]);
  });
  it("SS-42 a help-desk reset for a new phone, enrolled where its owner always is, stays quiet", () => {
    const desk: As = { ...owner, who: "desk", dt: "dt-desk", fp: "fp-desk" };
    const today = { ...owner, session: "idx-today" };
    const log = new Log()
      .days(owner, 4)
      .add(desk, "user.mfa.factor.reset_all", { targets: [user("jo")] })
      .signIn(today)
      .add(today, "user.mfa.factor.activate");
    expect(verdicts(log)).toEqual([]);
  });
  it("SS-43 a spray that opens an account without a second factor", () => {
    const log = new Log();
    for (const who of ["a1", "a2", "a3", "a4", "a5", "a6", "a7"])
      log.add({ ...thief, session: "", who }, "user.session.start", {
        outcome: "FAILURE",
        reason: "INVALID_CREDENTIALS",
      });
    log.add({ ...thief, who: "a8" }, "user.session.start", { credential: "PASSWORD" }).work({ ...thief, who: "a8" });
    expect(verdicts(log)).toEqual(["sign-in.spray at high"]);
  });
  it("SS-43 an office where people mistype stays quiet", () => {
    const log = new Log();
    for (let n = 0; n < 40; n++) {
      const who = `p${n}`;
      const as = { ...owner, who, dt: `dt-${who}` };
      if (n % 3 === 0)
        log.add({ ...as, session: "" }, "user.session.start", { outcome: "FAILURE", reason: "INVALID_CREDENTIALS" });
      log.signIn(as);
    }
    expect(verdicts(log)).toEqual([]);
  });
  it("SS-44 FastPass refuses a phishing page and a push is accepted", () => {
    const log = new Log()
      .days(owner, 3)
      .add({ ...proxy, session: "" }, "user.authentication.auth_via_mfa", {
        outcome: "FAILURE",
        factor: "SIGNED_NONCE",
        reason: "FastPass declined phishing attempt",
      })
      .signIn(proxy)
      .work(proxy);
    expect(verdicts(log)).toEqual(["sign-in.adversary-in-the-middle at high"]);
  });
  it("SS-45 a session without a sign-in on a stranger's device and network", () => {
    const log = new Log().days(owner, 5).work({ ...thief, session: "idx-orphan" }, 3);
    expect(verdicts(log)).toEqual(["session.orphan at high"]);
  });
  it("SS-45 a session without a sign-in on the user's own device stays quiet", () => {
    const log = new Log().days(owner, 5).work({ ...owner, at: CAFE, session: "idx-orphan" }, 3);
    expect(verdicts(log)).toEqual([]);
  });
  it("a phone of the user, signed in on the road, stays quiet", () => {
    const phone = { ...owner, at: PHONE, dt: "dt-phone", ua: CHROME_MAC, session: "idx-phone" };
    expect(verdicts(new Log().days(owner, 5).signIn(phone).work(phone))).toEqual([]);
  });
  it("SS-46 a spray that rotates through servers is known by its browser", () => {
    const log = new Log();
    for (let n = 0; n < 8; n++) {
      const at = { ...SERVER, ip: `203.0.113.${100 + (n % 4)}`, asn: 64_600 + (n % 4) };
      const as = { ...thief, at, session: "", who: `r${n}` };
      log.add(as, "user.session.start", { outcome: "FAILURE", reason: "INVALID_CREDENTIALS" });
    }
    const hit = { ...thief, at: { ...SERVER, ip: "203.0.113.120", asn: 64_620 }, who: "hit" };
    log.add(hit, "user.session.start", { credential: "PASSWORD" }).work(hit);
    expect(verdicts(log)).toEqual(["sign-in.spray at high"]);
  });
  it("SS-47 a doubtful sign-in whose session goes on at home speaks against the doubt", () => {
    const hotel = { ...owner, at: SERVER, ua: CHROME_WINDOWS, dt: "dt-new", fp: "fp-new", session: "idx-hotel" };
    const log = (): Log => new Log().days(owner, 5).signIn(hotel).work(hotel, 2);
    const [away] = judge(log().work({ ...hotel, at: VPN }, 2));
    const [home] = judge(log().work({ ...hotel, at: OFFICE }, 2));
    expect([away?.severity, home?.severity]).toEqual(["medium", "low"]);
    expect(home?.evidence.map((one) => one.kind)).toContain("sign-in.seen-at-home");
  });
  it("SS-48 an account that only programs ever used is not doubted for it", () => {
    const program: As = { at: SERVER, ua: "python-requests/2.31.0", who: "svc-hr", session: "" };
    const log = new Log();
    for (let day = 0; day < 4; day++) {
      const today = { ...program, session: `idx-job${day}` };
      log.add(today, "user.session.start").add(today, "user.lifecycle.create", { targets: [user(`new${day}`)] });
      log.wait(24 * 60);
    }
    expect(verdicts(log)).toEqual([]);
  });
  it("SS-49 a newcomer's first factor comes from the help desk", () => {
    const desk: As = { ...owner, who: "desk", dt: "dt-desk", fp: "fp-desk" };
    const first = { ...thief, who: "new", session: "idx-first" };
    const hired = (joined: boolean): Log => {
      const log = new Log().days(desk, 4);
      if (joined) log.add(desk, "user.lifecycle.create", { targets: [user("new")] });
      log.add(desk, "user.account.reset_password", { targets: [user("new")] }).signIn(first);
      return log.add(first, "user.mfa.factor.activate");
    };
    expect(verdicts(hired(true))).toEqual([]);
    expect(verdicts(hired(false))).toEqual(["sign-in.reset-takeover at high"]);
  });
});
