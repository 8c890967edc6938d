import { describe, expect, it } from "vitest";
import type { Finding } from "../finding/finding.ts";
import { portOver } from "./corpus.fixture.ts";
import { differenceOf } from "./difference.ts";
import type { Scope } from "./scope.ts";
import { scopeOf } from "./scope-of.ts";
import type { Seed } from "./seed.ts";
import { deed, ELSEWHERE, EVER, JO, MINUTE, NOON, OFFICE, SAM, STOLEN, stolen, type Deed } from "./world.fixture.ts";

const theirs = (over: Partial<Deed> & Pick<Deed, "type">): ReturnType<typeof deed> =>
  deed({ at: NOON, session: STOLEN, from: ELSEWHERE, ...over });

function scope(records: readonly unknown[], findings: readonly Finding[], ...seeds: readonly Seed[]): Promise<Scope> {
  const all = seeds.length > 0 ? seeds : findings.map(({ id }) => ({ kind: "finding" as const, value: id }));
  return scopeOf({ tenant: "acme", seeds: all, ...EVER }, { events: portOver(records), findings });
}

const first = theirs({ type: "user.session.access_admin_app" });
const before = deed({ at: NOON - 60 * MINUTE, type: "user.session.start", session: STOLEN });
const people = (count: number, from = ELSEWHERE): readonly unknown[] =>
  Array.from({ length: count }, (_, n) =>
    deed({
      at: NOON - 50 * MINUTE + n,
      type: "user.session.start",
      by: { id: `00u${n}`, name: `${n}@example.com` },
      from,
      session: `idx${n}`,
    }),
  );

describe("scopeOf()", () => {
  it("SC-4 leaves the victim's own deeds out, in the middle of the intruder's and in the same session", async () => {
    const own = deed({
      at: NOON + MINUTE,
      type: "system.api_token.create",
      session: STOLEN,
      to: [{ id: "00Town", type: "Token" }],
    });
    const after = theirs({
      type: "application.lifecycle.update",
      at: NOON + 2 * MINUTE,
      to: [{ id: "0oa1", type: "AppInstance" }],
    });
    const { objects } = await scope([before, first, own, after], [stolen([first.uuid])]);
    expect(objects.map(({ key }) => key)).toContain("application:0oa1");
    expect(objects.map(({ key }) => key)).not.toContain("token:00Town");
  });

  it("SC-16 how the provider ends a session is nobody's deed; a sign-out from the intruder's place is", async () => {
    const nowhere = { ...ELSEWHERE, ip: "", ua: "", dt: "" };
    const ended = theirs({ type: "user.session.end", at: NOON + MINUTE, from: nowhere });
    const out = theirs({ type: "user.session.end", at: NOON + 2 * MINUTE });
    const { steps } = await scope([before, first, ended, out], [stolen([first.uuid])]);
    const uids = steps.flatMap((step) => step.uids);
    expect([uids.includes(ended.uuid), uids.includes(out.uuid)]).toEqual([false, true]);
  });

  it("SC-5 tells intruder and owner apart by the device when both come from one address", async () => {
    const behind = { ...ELSEWHERE, ip: OFFICE.ip, asn: OFFICE.asn };
    const mine = theirs({
      type: "zone.update",
      at: NOON + MINUTE,
      from: behind,
      to: [{ id: "nzo1", type: "NetworkZone" }],
    });
    const { objects } = await scope([before, first, mine], [stolen([first.uuid])]);
    expect(objects.find(({ key }) => key === "zone:nzo1")).toMatchObject({ touch: "changed", certainty: "likely" });
  });

  it("SC-6 follows what the intruder made: a token, a user, and the session that the user opened, from wherever", async () => {
    const bus = { ip: "198.51.100.9", ua: "curl/8", dt: "", asn: 64499 };
    const svc = { id: "00usvc", name: "svc@example.com" };
    const records = [
      before,
      theirs({ type: "system.api_token.create", uid: "made", to: [{ id: "00Tmade", type: "Token" }] }),
      theirs({ type: "user.lifecycle.create", at: NOON + MINUTE, to: [{ id: svc.id, type: "User", name: svc.name }] }),
      deed({
        at: NOON + 30 * MINUTE,
        type: "group.user_membership.add",
        token: "00Tmade",
        from: bus,
        to: [{ id: "00g1", type: "UserGroup" }],
      }),
      deed({
        at: NOON + 40 * MINUTE,
        type: "user.session.start",
        by: svc,
        session: "idxSVC",
        from: { ...bus, ip: "198.51.100.10" },
      }),
      deed({
        at: NOON + 41 * MINUTE,
        type: "user.authentication.sso",
        by: svc,
        session: "idxSVC",
        from: bus,
        to: [{ id: "0oa9", type: "AppInstance" }],
      }),
    ];
    const { objects, holds } = await scope(records, [stolen(["made"])]);
    const keys = objects.map(({ key }) => key);
    expect(keys).toEqual(
      expect.arrayContaining(["token:00Tmade", "user:00usvc", "group:00g1", "session:idxSVC", "application:0oa9"]),
    );
    expect(holds.find(({ key }) => key === "token:00Tmade")).toMatchObject({
      from: `session:${STOLEN}`,
      uids: ["made"],
      events: 1,
    });
  });

  it("SC-7 goes from an address of the intruder's to other accounts, and never from one that many people use", async () => {
    const other = deed({
      at: NOON + MINUTE,
      type: "user.authentication.sso",
      by: SAM,
      session: "idxSAM",
      from: ELSEWHERE,
      to: [{ id: "0oa2", type: "AppInstance" }],
    });
    const led = await scope([before, first, other], [stolen([first.uuid])]);
    expect(led.objects.find(({ key }) => key === "user:00usam")).toMatchObject({
      touch: "acted-as",
      certainty: "likely",
    });
    const crowded = await scope([before, first, other, ...people(7)], [stolen([first.uuid])]);
    expect(crowded.objects.map(({ key }) => key)).not.toContain("user:00usam");
    expect(crowded.shared).toEqual([{ kind: "address", value: ELSEWHERE.ip, people: 7 }]);
    expect(crowded.unknown.join()).toContain("shared by 7 people");
  });

  it("SC-8 whoever was at an address before the intruder came is not the intruder", async () => {
    const regular = deed({
      at: NOON - 30 * MINUTE,
      type: "user.session.start",
      by: SAM,
      session: "idxSAM",
      from: ELSEWHERE,
    });
    const again = deed({
      at: NOON + MINUTE,
      type: "user.authentication.sso",
      by: SAM,
      session: "idxSAM",
      from: ELSEWHERE,
      to: [{ id: "0oa2", type: "AppInstance" }],
    });
    const { objects } = await scope([before, first, regular, again], [stolen([first.uuid])]);
    expect(objects.map(({ key }) => key)).not.toContain("user:00usam");
  });

  it("SC-9 a case that starts from the address of a whole office attributes nothing to it, and says so", async () => {
    const { objects, shared, unknown } = await scope(people(12, OFFICE), [], { kind: "address", value: OFFICE.ip });
    expect(objects).toEqual([]);
    expect(shared).toEqual([{ kind: "address", value: OFFICE.ip, people: 12 }]);
    expect(unknown.join()).toContain("nothing was put down to the intruder");
  });

  it("SC-10 without a finding everything of a seed is only possible", async () => {
    const { objects, unknown } = await scope([before, first], [], { kind: "session", value: STOLEN });
    expect(new Set(objects.map(({ certainty }) => certainty))).toEqual(new Set(["possible"]));
    expect(unknown.join()).toContain("No finding tells");
  });

  it("SC-11 starts from a session, a user by id or name, an address, a span or the finding, and finds the same", async () => {
    const records = [before, first];
    const findings = [stolen([first.uuid])];
    const whole = (await scope(records, findings)).objects.map(({ key }) => key);
    const seeds: readonly Seed[] = [
      { kind: "session", value: STOLEN },
      { kind: "user", value: JO.id },
      { kind: "user", value: JO.name },
      { kind: "address", value: ELSEWHERE.ip },
      { kind: "span", value: "2026-01-05T11:00:00Z/2026-01-05T13:00:00Z" },
    ];
    for (const seed of seeds)
      expect((await scope(records, findings, seed)).objects.map(({ key }) => key)).toEqual(whole);
  });

  it("SC-12 what did not work is tried, not touched; what the intruder asked of a factor names whose it is", async () => {
    const records = [
      before,
      first,
      theirs({
        type: "application.lifecycle.deactivate",
        outcome: "FAILURE",
        to: [{ id: "0oa3", type: "AppInstance" }],
      }),
      theirs({ type: "user.mfa.factor.deactivate", to: [{ id: SAM.id, type: "User", name: SAM.name }] }),
    ];
    const { objects } = await scope(records, [stolen([first.uuid])]);
    expect(objects.find(({ id }) => id === "0oa3")?.touch).toBe("tried");
    expect(objects.find(({ kind }) => kind === "factor")).toMatchObject({
      name: `factors of ${SAM.name}`,
      touch: "ended",
    });
  });

  it("SC-13 says what the roles of the taken identities would have reached, and which applications were theirs", async () => {
    const records = [
      deed({
        at: NOON - 99 * MINUTE,
        type: "user.account.privilege.grant",
        by: SAM,
        to: [{ id: JO.id, type: "User" }],
        debug: { privilegeGranted: "Super administrator" },
      }),
      deed({
        at: NOON - 40 * MINUTE,
        type: "user.authentication.sso",
        session: STOLEN,
        to: [{ id: "0oaMail", type: "AppInstance", name: "Mail" }],
      }),
      before,
      first,
    ];
    const { reachable, objects } = await scope(records, [stolen([first.uuid])]);
    expect(reachable.find(({ by }) => by === "Super administrator")?.kinds).toContain("policy");
    expect(reachable.find(({ by }) => by === "application")?.objects).toEqual([
      { key: "application:0oaMail", name: "Mail" },
    ]);
    expect(objects.map(({ key }) => key)).not.toContain("application:0oaMail");
  });

  it("SC-14 when later data widens it, the difference says what is new, with its events", async () => {
    const records = [before, first];
    const narrow = await scope(records, [stolen([first.uuid])]);
    const late = theirs({
      type: "policy.rule.update",
      at: NOON + MINUTE,
      uid: "late",
      to: [{ id: "0pr1", type: "PolicyRule", name: "Default" }],
    });
    const wide = await scope([...records, late], [stolen([first.uuid])]);
    expect(differenceOf(narrow, narrow)).toEqual([]);
    const changes = differenceOf(narrow, wide);
    expect(changes.filter(({ change }) => change === "added")).toMatchObject([{ key: "policy:0pr1", uids: ["late"] }]);
    expect(changes.some(({ change, key }) => change === "more" && key === `session:${STOLEN}`)).toBe(true);
  });

  it("SC-15 a sign-in through an identity provider that the intruder changed is followed", async () => {
    const records = [
      before,
      theirs({ type: "system.idp.lifecycle.update", uid: "idp", to: [{ id: "0oaIDP", type: "IdentityProvider" }] }),
      deed({
        at: NOON + 99 * MINUTE,
        type: "user.authentication.auth_via_IDP",
        by: SAM,
        from: { ...ELSEWHERE, ip: "203.0.113.99" },
        to: [{ id: "0oaIDP", type: "IdentityProvider" }],
      }),
    ];
    const { objects } = await scope(records, [stolen(["idp"])]);
    expect(objects.find(({ key }) => key === "user:00usam")).toMatchObject({ certainty: "likely" });
  });
});
