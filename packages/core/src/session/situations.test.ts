import { describe, expect, it } from "vitest";
import { atLeast } from "../finding/finding.ts";
import {
  app,
  CAFE,
  CHROME_MAC,
  CHROME_WINDOWS,
  chrome,
  judge,
  Log,
  NEAR,
  OFFICE,
  PHONE,
  RELAY,
  SAFARI_MAC,
  SERVER,
  user,
  verdicts,
  VPN,
  type As,
} from "./life.fixture.ts";

const victim: As = { at: OFFICE, ua: CHROME_MAC, dt: "dt-victim", fp: "fp-victim" };

function woken(log: Log): boolean {
  return judge(log).some((finding) => atLeast(finding.severity, "high"));
}

const opened = (): Log => new Log().signIn(victim).work(victim, 6);
const quietFp = { fp: "" };

describe("SS-54 stolen sessions are found at high or above", () => {
  it("P1 the whole jar replayed in another browser elsewhere", () => {
    const thief = { ...victim, ...quietFp, at: SERVER, ua: CHROME_WINDOWS };
    expect(woken(opened().work(thief, 2))).toBe(true);
  });
  it("P2 the session cookie alone, so another device token", () => {
    const thief: As = { at: SERVER, ua: CHROME_WINDOWS, dt: "dt-thief" };
    expect(woken(opened().work(thief, 2))).toBe(true);
  });
  it("P2 the cookie alone, from a residential proxy near the victim", () => {
    const thief: As = { at: CAFE, ua: CHROME_WINDOWS, dt: "dt-thief" };
    expect(woken(opened().work(thief, 2))).toBe(true);
  });
  it("P2 the cookie alone, from the victim's own provider, while the victim works on", () => {
    const thief: As = { at: NEAR, ua: CHROME_WINDOWS, dt: "dt-thief" };
    expect(woken(opened().work(thief, 2).work(victim, 2).work(thief, 2))).toBe(true);
  });
  it("P3 the victim's user agent copied, from another network and country", () => {
    const thief: As = { at: SERVER, ua: CHROME_MAC, dt: "dt-thief" };
    expect(woken(opened().work(thief, 2))).toBe(true);
  });
  it("P3 the whole jar and the user agent, with an administrator's deeds", () => {
    const thief: As = { at: SERVER, ua: CHROME_MAC, dt: "dt-victim" };
    const log = opened()
      .add(thief, "user.session.access_admin_app")
      .add(thief, "analytics.reports.export.request")
      .add(thief, "system.api_token.create");
    expect(woken(log)).toBe(true);
  });
  it("P4 a program with the session's cookie", () => {
    const thief: As = { at: SERVER, ua: "python-requests/2.31.0" };
    expect(woken(opened().work(thief, 2))).toBe(true);
  });
  it("P5 a replay hours after the sign-in", () => {
    const thief: As = { at: SERVER, ua: CHROME_WINDOWS, dt: "dt-thief" };
    expect(
      woken(
        opened()
          .wait(7 * 60)
          .work(thief, 2),
      ),
    ).toBe(true);
  });
  it("P6 owner and thief by turns", () => {
    const thief: As = { at: CAFE, ua: CHROME_WINDOWS, dt: "dt-thief" };
    const findings = judge(opened().work(thief, 2).work(victim, 2).work(thief, 1));
    expect(findings.map((finding) => finding.severity)).toEqual(["high"]);
    expect(findings[0]?.evidence.map((one) => one.kind)).toContain("time.interleaved");
  });
  it("P7 a token minted by the thief, and what is done with it (SS-4)", () => {
    const thief: As = { at: SERVER, ua: CHROME_WINDOWS, dt: "dt-thief" };
    const token = { id: "00Tnew", type: "Token", name: "ci", display: "ci" };
    const log = opened()
      .add(thief, "system.api_token.create", { targets: [token] })
      .add({ ...thief, at: VPN, ua: "curl/8.1" }, "user.lifecycle.create", { token: "00Tnew", session: "" });
    const [finding] = judge(log);
    expect(finding?.severity).toBe("critical");
    expect(finding?.entities.token).toEqual(["00Tnew"]);
    expect(finding?.story?.steps.at(-1)?.context).toBe("token");
  });
  it("P8 refused by the console, then busy through the API (SS-33)", () => {
    const thief: As = { at: SERVER, ua: CHROME_WINDOWS, dt: "dt-thief" };
    const console_ = { ...app("Okta Admin Console") };
    const [finding] = judge(
      opened()
        .add(thief, "policy.evaluate_sign_on", { outcome: "DENY", targets: [console_] })
        .add(thief, "user.lifecycle.create", { targets: [user("svc_network_backup")], uri: "/api/v1/users" }),
    );
    expect(finding?.severity).toBe("critical");
    expect(finding?.evidence.map((one) => one.kind)).toEqual(
      expect.arrayContaining(["console.denied", "console.denied-then-api"]),
    );
  });
  it("P9 an identity provider changed in the stolen session", () => {
    const thief: As = { at: CAFE, ua: CHROME_MAC, dt: "dt-thief" };
    const log = opened()
      .add(thief, "system.idp.lifecycle.update")
      .add(thief, "system.idp.lifecycle.activate")
      .add(thief, "analytics.reports.export.request");
    expect(woken(log)).toBe(true);
  });
  it("P10 SS-55 a service-looking user created, then made an administrator", () => {
    const made = user("svc_network_backup");
    const log = opened()
      .add(victim, "user.lifecycle.create", { targets: [made] })
      .add(victim, "user.account.privilege.grant", { targets: [made], privilege: "Super administrator" });
    expect(judge(log).map((finding) => `${finding.rule.id} ${finding.severity}`)).toEqual([
      "account.new-administrator high",
    ]);
  });
});

describe("SS-54 ordinary life stays quiet", () => {
  it("N1 SS-13 Okta's own servers act for the user", () => {
    const okta: As = { at: SERVER, ua: "Okta-Integrations" };
    expect(
      verdicts(
        opened()
          .add(okta, "user.authentication.sso", { client: "okta.b58d5b75-07d4-5f25-bf59-368a1261a405" })
          .work(victim),
      ),
    ).toEqual([]);
  });
  it("N2 an OAuth exchange with several device tokens in one session", () => {
    const log = opened();
    for (const dt of ["dt-a", "dt-b", "dt-c"]) log.add({ ...victim, dt }, "app.oauth2.authorize.code");
    log.add({ at: SERVER, ua: "okhttp/4.9" }, "app.oauth2.as.token.grant.access_token");
    expect(verdicts(log.work(victim))).toEqual([]);
  });
  it("N3 Wi-Fi to mobile carrier", () =>
    expect(verdicts(opened().work({ ...victim, at: PHONE, ...quietFp }, 4))).toEqual([]));
  it("N3 another Wi-Fi in the same town", () =>
    expect(verdicts(opened().work({ ...victim, at: CAFE, ...quietFp }, 4))).toEqual([]));
  it("N4 a VPN switched on, with the fingerprint to prove it (SS-24)", () =>
    expect(
      verdicts(
        opened()
          .work({ ...victim, at: VPN }, 4)
          .work(victim, 4),
      ),
    ).toEqual([]));
  it("N4 a VPN switched on, no fingerprint logged", () =>
    expect(verdicts(opened().work({ ...victim, at: VPN, ...quietFp }, 4))).toEqual([]));
  it("N5 the browser is upgraded (SS-26)", () =>
    expect(
      verdicts(
        opened().work({ ...victim, ua: chrome("Macintosh; Intel Mac OS X 10_15_7", 119), at: CAFE, ...quietFp }, 4),
      ),
    ).toEqual([]));
  it("N6 SS-25 a kiosk, one device token for everybody", () => {
    const log = new Log();
    for (const who of ["ann", "bob", "cid", "dan"]) log.signIn({ ...victim, who }).work({ ...victim, who });
    expect(verdicts(log)).toEqual([]);
  });
  it("N7 SS-2 a transient id that becomes a lasting one", () => {
    const log = new Log().signIn({ ...victim, session: "trs1" }).work({ ...victim, session: "idx1" });
    expect(verdicts(log)).toEqual([]);
    expect(judge(log)).toEqual([]);
  });
  it("N8 a privacy relay (SS-28)", () => {
    const safari = { ...victim, ua: SAFARI_MAC };
    expect(
      verdicts(
        new Log()
          .signIn(safari)
          .work(safari)
          .work({ ...safari, at: RELAY, ...quietFp }, 4),
      ),
    ).toEqual([]);
  });
  it("N9 SS-3 no session id at all", () => {
    const log = new Log();
    log.work({ ...victim, session: "" }).work({ at: SERVER, ua: CHROME_WINDOWS, dt: "x", session: "" });
    expect(verdicts(log)).toEqual([]);
  });
});
