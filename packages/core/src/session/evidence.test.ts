import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Envelope } from "../event/envelope.ts";
import type { Finding } from "../finding/finding.ts";
import {
  app,
  CAFE,
  CHROME_MAC,
  CHROME_WINDOWS,
  chrome,
  judge,
  Log,
  NEAR,
  networkOf,
  OFFICE,
  PHONE,
  SERVER,
  user,
  VPN,
  type As,
} from "./life.fixture.ts";
import { Suspicion } from "./suspicion.ts";
import { SessionEngine } from "./engine.ts";
import { VERB_TYPES, verbOf } from "./verbs.ts";

const victim: As = { at: OFFICE, ua: CHROME_MAC, dt: "dt-victim", fp: "fp-victim" };
const thief: As = { at: SERVER, ua: CHROME_WINDOWS, dt: "dt-thief" };
const opened = (): Log => new Log().signIn(victim).work(victim, 6);

/** The weights of a log's first finding, by kind; of one that is given twice, all. */
function weights(log: Log): Readonly<Record<string, readonly number[]>> {
  const [finding] = judge(log);
  const found: Record<string, number[]> = {};
  for (const one of finding?.evidence ?? []) (found[one.kind] ??= []).push(one.weight);
  return found;
}

const kinds = (log: Log): readonly string[] => Object.keys(weights(log));
const only = (log: Log): Finding => {
  const [finding, ...more] = judge(log);
  if (finding === undefined || more.length > 0) throw new RangeError(`${more.length} further findings`);
  return finding;
};

describe("where a session is used from", () => {
  it("SS-1 events that share a root, external or transient id are one session", () => {
    const log = new Log().signIn(victim).work(victim, 3);
    log.add({ ...thief, session: "idx-child" }, "user.authentication.sso", { root: "idxjo" });
    log.add({ ...thief, session: "idx-child" }, "user.authentication.sso").work(thief, 2);
    expect(only(log).entities.session).toEqual(["idxjo", "idx-child"]);
  });
  it("SS-3 the ids unknown and - are no session: the reader gives none, and nothing is compared", () => {
    const log = new Log().work({ ...victim, session: "" }, 5).work({ ...thief, session: "" }, 5);
    expect(judge(log)).toEqual([]);
  });
  it("SS-5 a session that rested for two weeks is forgotten", () => {
    const log = new Log().signIn(victim).work(victim, 3);
    // The registry turns over once a week, with the first new session.
    for (let week = 1; week <= 3; week++) log.wait(8 * 24 * 60).signIn({ ...victim, session: `idx-week${week}` });
    expect(judge(log.work({ ...thief, session: "idxjo" }, 2)).map((one) => one.rule.id)).not.toContain(
      "session.replay",
    );
  });
  it("SS-6 an API token that rested for weeks and comes back from elsewhere", () => {
    const script: As = { at: NEAR, ua: "okta-sdk-python/2.9.2 python/3.10", session: "" };
    const log = new Log();
    for (let n = 0; n < 12; n++) log.add(script, "user.account.update_profile", { token: "00Told" }).wait(240);
    log.wait(27 * 24 * 60);
    const copied: As = { at: SERVER, ua: "python-requests/2.31.0", session: "" };
    log.add(copied, "user.lifecycle.create", { token: "00Told", targets: [user("new")] });
    log.add(copied, "user.account.privilege.grant", { token: "00Told", targets: [user("new")] });
    const finding = only(log);
    expect([finding.rule.id, finding.entities.token, finding.entities.session]).toEqual([
      "token.replay",
      ["00Told"],
      [],
    ]);
    expect(finding.evidence.map((one) => one.kind)).toEqual(
      expect.arrayContaining(["time.dormant", "agent.other-program"]),
    );
  });
  it("SS-10 the same address with a newer version of the browser is the same context", () => {
    const log = opened()
      .work({ ...victim, ua: chrome("Macintosh; Intel Mac OS X 10_15_7", 121) }, 3)
      .work(thief, 2);
    expect(only(log).story?.contexts.map((context) => context.ip)).toEqual([OFFICE.ip, SERVER.ip]);
  });
  it("SS-11 one ordinary relation is enough: the kindest comparison counts", () => {
    const log = opened().work({ ...victim, at: VPN }, 2);
    expect(judge(log.work({ ...victim, at: VPN, dt: "dt-other", fp: "" }, 2))).toEqual([]);
  });
  it("SS-12 what is explained is counted by its reason, and makes no finding", () => {
    const engine = new SessionEngine({ networkOf });
    const log = opened()
      .work({ ...victim, at: PHONE, fp: "" }, 2)
      .work({ ...victim, at: VPN }, 2);
    for (const event of log.events) engine.observe(event);
    expect(engine.findings()).toEqual([]);
    expect(engine.explained.rows()).toEqual([
      { why: "Wi-Fi to mobile carrier, same browser", count: 1 },
      { why: "another network, same device fingerprint (VPN, roaming)", count: 1 },
    ]);
  });
  it("SS-14 the provider's user agent is not believed from an anonymiser", () => {
    const posing: As = { at: VPN, ua: "Okta-Integrations", dt: "dt-thief" };
    expect(only(opened().work(posing, 2)).entities.ip).toEqual([VPN.ip]);
    expect(judge(opened().work({ ...posing, at: SERVER }, 2))).toEqual([]);
  });
  it("SS-15 the device tokens of OAuth exchanges say nothing of the device", () => {
    const exchange: As = { ...victim, at: NEAR, dt: "dt-of-the-app", fp: "" };
    expect(judge(opened().add(exchange, "app.oauth2.authorize.code").work(victim, 2))).toEqual([]);
  });
  it.each([
    ["MyApp/4.2 CFNetwork/1494.0.7 Darwin/23.4.0", 0],
    ["Dalvik/2.1.0 (Linux; U; Android 14; Pixel 7)", 1],
  ])("SS-16 %s beside a browser on a Mac gives %i findings", (ua, count) => {
    expect(judge(opened().work({ at: PHONE, ua }, 3))).toHaveLength(count);
  });
});

/** The score when a stranger did everything that is weighed, and this much else speaks for one. */
function scoreOfDeeds(arrival: number): number {
  const suspicion = new Suspicion();
  const base = { why: "", uid: "e", time: 0 };
  suspicion.opening = [{ ...base, kind: "network.new", weight: arrival }];
  for (const type of VERB_TYPES) {
    const verb = verbOf(type);
    if (verb !== undefined) suspicion.deed(verb, { ...base, kind: `deed.${type}`, weight: verb.weight });
  }
  return suspicion.score();
}

describe("what is said of a change", () => {
  it("SS-21 of one kind the strongest counts once", () => {
    const log = opened()
      .work(thief, 3)
      .work({ ...thief, at: VPN }, 3);
    expect(Object.values(weights(log)).filter((all) => all.length > 1)).toEqual([]);
  });
  it("SS-22 the same device token with another fingerprint: the jar moved", () => {
    const moved: As = { at: CAFE, ua: CHROME_MAC, dt: "dt-victim", fp: "fp-thief" };
    expect(weights(opened().work(moved, 2))["device.jar-moved"]).toEqual([2.5]);
  });
  it("SS-23 the same device token in another browser speaks for a theft, in the same browser against", () => {
    const jar: As = { at: SERVER, ua: CHROME_WINDOWS, dt: "dt-victim" };
    expect(weights(opened().work(jar, 2))["device.token-in-another-browser"]).toEqual([1.5]);
    const same = { ...jar, ua: CHROME_MAC };
    const log = opened().work(same, 2).add(same, "system.api_token.create").add(same, "system.idp.lifecycle.update");
    expect(weights(log)["device.same-token"]).toEqual([-0.6]);
  });
  it("SS-29 faster than an airliner speaks for a theft, less behind a VPN with the device unchanged", () => {
    const far: As = { at: { ...CAFE, ip: "198.51.100.99", lat: 52.5, lon: 13.4 }, ua: CHROME_WINDOWS, dt: "dt-thief" };
    expect(weights(opened().work(far, 2))["place.impossible-travel"]).toEqual([1.5]);
    const vpn = { ...victim, at: VPN, fp: "" };
    const deeds = opened().work(vpn, 2).add(vpn, "system.api_token.create").add(vpn, "system.idp.lifecycle.update");
    expect(weights(deeds)["place.impossible-travel"]).toEqual([0.5]);
    expect(
      kinds(
        opened()
          .wait(24 * 60)
          .work(far, 2),
      ),
    ).not.toContain("place.impossible-travel");
  });
  it("SS-30 a settled context that goes on speaks for two parties, less when only the network differs", () => {
    expect(weights(opened().work(thief, 2).work(victim, 2))["time.interleaved"]).toEqual([1.2]);
    const vpn = { ...victim, at: SERVER, fp: "" };
    const log = opened().add(vpn, "system.api_token.create").work(victim, 1).add(vpn, "system.idp.lifecycle.create");
    expect(weights(log)["time.interleaved"]).toBe(undefined);
    expect(weights(log)["time.interleaved-same-device"]).toEqual([0.2]);
  });
  it("SS-31 a factor proved from there speaks against, strongly when it can not be phished", () => {
    const proof = (factor: string): Log =>
      opened().work(thief, 2).add(thief, "user.authentication.auth_via_mfa", { factor }).work(thief, 1);
    expect(weights(proof("OKTA_VERIFY_PUSH"))["proof.repeated"]).toEqual([-1.5]);
    expect(weights(proof("FIDO_WEBAUTHN"))["proof.resistant"]).toEqual([-3]);
  });
  it("SS-32 a deed weighs less when the user is known for it, and all together weigh at most 3.5", () => {
    const grant = { targets: [user("other")] };
    const type = "user.account.reset_password";
    const stolen = { ...thief, session: "idxjo-day4" };
    const deed = (known: number): number => {
      const log = new Log().days(victim, 5);
      for (let n = 0; n < known; n++) log.add({ ...victim, session: "idxjo-day4" }, type, grant);
      return weights(log.wait(24 * 60).add(stolen, type, grant))[`deed.${type}`]?.[0] ?? 0;
    };
    expect([deed(0), deed(1), deed(5)]).toEqual([1.2, 0.72, 0.42]);
    expect(scoreOfDeeds(1)).toBeCloseTo(1 + 3.5);
  });
  it("SS-34 two people's doubtful sessions at one address speak for each other", () => {
    const log = new Log();
    for (const who of ["jo", "kim"])
      log.signIn({ ...victim, who, dt: `dt-${who}` }).work({ ...victim, who, dt: `dt-${who}` }, 3);
    log.work({ ...thief, who: "jo" }, 2).work({ ...thief, who: "kim" }, 2);
    expect(judge(log).map((one) => one.evidence.some(({ kind }) => kind === "campaign.shared-address"))).toEqual([
      true,
      true,
    ]);
  });
  it("SS-35 used after it was ended", () => {
    const log = opened().add(victim, "user.session.end").wait(30).work(thief, 2);
    expect(weights(log)["time.after-end"]).toEqual([1.2]);
  });
  it("SS-36 a browser that is older each time it returns is two browsers", () => {
    const newer: As = { ...victim, at: VPN, dt: "", fp: "", ua: chrome("Macintosh; Intel Mac OS X 10_15_7", 120) };
    expect(kinds(opened().add(newer, "system.api_token.create").work(newer, 2))).not.toContain("time.interleaved");
    const log = opened().add(newer, "system.api_token.create").work(newer, 2).work(victim, 1);
    expect(weights(log)["time.interleaved"]).toEqual([1.2]);
  });
  it("SS-37 an address that several people come to with their own devices is a way out", () => {
    const log = new Log();
    const people = ["ann", "bob", "cid"].map((who): As => ({ ...victim, who, dt: "", fp: "" }));
    for (const as of people) log.signIn(as).work(as, 3);
    const abroad = (log_: Log, as: As): Log =>
      log_.add({ ...as, at: SERVER }, "user.authentication.sso", { risk: "HIGH" }).work({ ...as, at: SERVER }, 2);
    for (const as of people) abroad(log, as);
    expect(judge(log)).toEqual([]);
    const [ann] = people;
    if (ann === undefined) throw new RangeError("Nobody is there");
    expect(judge(abroad(new Log().signIn(ann).work(ann, 3), ann))).toHaveLength(1);
  });
  it.each([
    ["security.session.detect_client_roaming", "okta.roaming"],
    ["user.session.context.change", "okta.context-change"],
    ["policy.auth_reevaluate.fail", "okta.reevaluation-failed"],
  ] as const)("SS-38 %s from the doubtful context is evidence", (type, kind) => {
    expect(kinds(opened().work(thief, 2).add(thief, type))).toContain(kind);
  });
  it("SS-38 Okta's word about the user, and the owner's own, reach the doubtful session", () => {
    const system: Partial<Envelope> = {
      actorType: "SystemPrincipal",
      actorId: "okta",
      targets: [user("jo")],
      risk: "HIGH",
    };
    const log = opened().work(thief, 2);
    log.add({ ...victim, session: "" }, "user.risk.detect", system);
    log.add({ ...victim, session: "" }, "user.account.report_suspicious_activity_by_enduser");
    expect(kinds(log)).toEqual(expect.arrayContaining(["okta.risk-detected", "owner.reported"]));
    const fell = opened()
      .work(thief, 2)
      .add({ ...victim, session: "" }, "user.risk.change", { ...system, risk: "LOW" });
    expect(kinds(fell)).not.toContain("okta.risk-detected");
  });
  it("SS-39 where nothing else speaks for a stranger, deeds do not make one", () => {
    const cafe: As = { ...victim, at: CAFE, fp: "" };
    const log = new Log().days(victim, 4).signIn(victim).work(victim, 3);
    for (const type of [
      "user.lifecycle.create",
      "policy.rule.update",
      "user.mfa.factor.reset_all",
      "system.api_token.create",
    ])
      log.add(cafe, type, { targets: [user("other")] });
    expect(judge(log).filter((one) => one.severity === "high" || one.severity === "critical")).toEqual([]);
    expect(scoreOfDeeds(0)).toBeCloseTo(2.5);
  });
  it("SS-17 an explanation is taken back when a grave deed follows", () => {
    const home: As = { ...victim, at: { ...SERVER, class: "isp", ip: "203.0.113.77" }, dt: "dt-victim", fp: "" };
    const quiet = opened().work(home, 3);
    expect(judge(quiet)).toEqual([]);
    const log = opened().work(home, 3).add(home, "system.api_token.create").add(home, "system.idp.lifecycle.create");
    expect(only(log).first).toBe(new Date(log.events[8]?.time ?? 0).toISOString());
  });
  it("SS-18 a doubt that led nowhere twice weighs less the next time", () => {
    const log = new Log();
    const desktop: As = { at: SERVER, ua: CHROME_WINDOWS, dt: "" };
    const counts: number[] = [];
    for (let day = 0; day < 8; day++) {
      log.signIn({ ...victim, session: `idx-a${day}` }).work({ ...victim, session: `idx-a${day}` }, 9);
      log
        .signIn({ ...desktop, session: `idx-b${day}` })
        .work({ ...desktop, session: `idx-b${day}` }, 3)
        .wait(23 * 60);
      counts.push(judge(log).length);
    }
    expect(counts).toEqual([1, 2, 3, 4, 4, 4, 4, 4]);
    expect(judge(log).filter((one) => one.severity === "high")).toEqual([]);
  });
});

describe("findings", () => {
  it("SS-51 begin with the first event of the foreign context and name its addresses", () => {
    const log = opened().work(thief, 2);
    const finding = only(log);
    expect([finding.first, finding.entities.ip]).toEqual([
      new Date(log.events[8]?.time ?? 0).toISOString(),
      [SERVER.ip],
    ]);
  });
  it("SS-52 name every event of the foreign context up to a thousand, and count the rest", () => {
    const log = opened().work(thief, 1100);
    const finding = only(log);
    const theirs = new Set(log.events.slice(8).map((event) => event.uid));
    const named = new Set(finding.evidence.flatMap((one) => [one.uid, ...(one.also ?? [])]));
    const found = [...theirs].filter((uid) => named.has(uid)).length;
    expect(found).toBeGreaterThanOrEqual(1000);
    expect(finding.evidence.at(-1)?.why).toMatch(/^\d+ more events of the doubtful context$/);
    expect(judge(opened().work(thief, 40))[0]?.evidence.flatMap((one) => [one.uid, ...(one.also ?? [])])).toEqual(
      expect.arrayContaining(
        opened()
          .work(thief, 40)
          .events.slice(8)
          .map((event) => event.uid),
      ),
    );
  });
  it("SS-53 keep their id while evidence comes in", () => {
    const early = only(opened().work(thief, 1));
    const late = only(opened().work(thief, 3).add(thief, "system.api_token.create"));
    expect(late.id).toBe(early.id);
    expect(late.evidence.length).toBeGreaterThan(early.evidence.length);
  });
});

describe("changes outside of doubtful sessions", () => {
  const admin: As = { ...victim, who: "ada" };
  const grave = ["policy.rule.update", "user.mfa.factor.reset_all", "user.account.privilege.grant"];

  it("SS-80 several grave kinds within an hour, never made before, are a line at low", () => {
    const log = new Log().days(admin, 4).signIn(admin);
    for (const type of grave) log.add(admin, type, { targets: [user("other")] });
    expect(judge(log).map((one) => `${one.rule.id} ${one.severity}`)).toEqual(["account.unusual-changes low"]);
    const spread = new Log().days(admin, 4).signIn(admin);
    for (const type of grave) spread.add(admin, type, { targets: [user("other")] }).wait(90);
    expect(judge(spread)).toEqual([]);
  });
  it("SS-81 what Okta's support does in a tenant is told", () => {
    const support: As = { ...victim, who: "agent", session: "" };
    const log = new Log().add(support, "user.session.impersonation.initiate", { actorName: "agent@okta.com" });
    log.add(support, "user.mfa.factor.reset_all", { actorName: "agent@okta.com", targets: [user("jo")] });
    const [finding] = judge(log);
    expect([finding?.rule.id, finding?.severity]).toEqual(["account.unusual-changes", "medium"]);
    const viewed = new Log().add(support, "support.org.view", { actorType: "SystemPrincipal", targets: [app("Acme")] });
    expect(judge(viewed).map((one) => one.severity)).toEqual(["low"]);
  });
  it("SS-82 every verb is an event type of Okta's", () => {
    const list = new URL("../../../../content/fields/okta-event-types.txt", import.meta.url);
    const types = new Set(readFileSync(list, "utf8").split("\n"));
    expect(VERB_TYPES.filter((type) => !types.has(type))).toEqual([]);
  });
});
