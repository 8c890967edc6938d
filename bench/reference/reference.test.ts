import { type Envelope, isProblem, readOkta } from "@nightlatch/core";
import { describe, expect, it } from "vitest";
import type { ReferenceDetector } from "./detector.ts";
import { likeness } from "./likeness.ts";
import { manyTokens } from "./many-tokens.ts";
import { scriptAfterSignIn } from "./script-after-sign-in.ts";
import { sessionUnlike } from "./session-unlike.ts";
import { tokenElsewhere } from "./token-elsewhere.ts";
import { tokenManySystems } from "./token-many-systems.ts";

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";
const FIREFOX = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:148.0) Gecko/20100101 Firefox/148.0";

/** What matters of an event; `at` in minutes. */
interface Sketch {
  readonly at: number;
  readonly type: string;
  readonly ip?: string;
  readonly ua?: string;
  readonly os?: string;
  readonly dt?: string;
  readonly session?: string;
  readonly client?: string;
  readonly outcome?: string;
}

function alarms({ start }: ReferenceDetector, sketches: readonly Sketch[]): number {
  const observe = start();
  return sketches.map(eventOf).filter((event) => observe(event) !== undefined).length;
}

function eventOf(sketch: Sketch, n: number): Envelope {
  const { at, type, ip = "192.0.2.1", ua = CHROME, os = "Windows 10", dt = "d1", session = "s1", client = "" } = sketch;
  const read = readOkta(
    {
      uuid: `u${n}`,
      published: new Date(Date.UTC(2026, 4, 4, 9, at)).toISOString(),
      eventType: type,
      actor: { id: "00u1", type: "User", alternateId: "jo@example.com" },
      client: {
        ipAddress: ip,
        id: client,
        userAgent: { rawUserAgent: ua, os, browser: ua === CHROME ? "CHROME" : "FIREFOX" },
      },
      outcome: { result: sketch.outcome ?? "SUCCESS" },
      authenticationContext: { externalSessionId: session, rootSessionId: session },
      debugContext: { debugData: { dtHash: dt } },
    },
    { tenant: "acme", at: { file: "log", line: 1, offset: 0, length: 0 } },
  );
  if (isProblem(read)) throw new RangeError(read.reason);
  return read;
}

const SSO = "user.authentication.sso";
const EVALUATED = "policy.evaluate_sign_on";
const ELSEWHERE = { ip: "203.0.113.9", ua: FIREFOX, os: "Mac OS X" };

describe("HS-38 reference detectors", () => {
  it("HS-38 device token elsewhere: another address and another system or browser, within an hour", () => {
    const first = { at: 0, type: EVALUATED };
    expect(alarms(tokenElsewhere, [first, { ...first, ...ELSEWHERE, at: 59 }])).toBe(1);
    expect(alarms(tokenElsewhere, [first, { ...first, ...ELSEWHERE, at: 61 }])).toBe(0);
    expect(alarms(tokenElsewhere, [first, { ...first, at: 5, ip: "203.0.113.9" }])).toBe(0);
    expect(alarms(tokenElsewhere, [first, { ...first, ...ELSEWHERE, at: 5, dt: "d2" }])).toBe(0);
    expect(alarms(tokenElsewhere, [first, { ...first, ...ELSEWHERE, at: 5, outcome: "CHALLENGE" }])).toBe(0);
  });

  it("HS-38 session unlike its first event: another address and user agent, outside the Admin Console", () => {
    const first = { at: 0, type: SSO };
    expect(
      alarms(sessionUnlike, [first, { ...first, ...ELSEWHERE, at: 300 }, { ...first, ...ELSEWHERE, at: 301 }]),
    ).toBe(1);
    expect(alarms(sessionUnlike, [first, { ...first, ...ELSEWHERE, at: 5, client: "okta.b58d5b75" }])).toBe(0);
    expect(alarms(sessionUnlike, [first, { ...first, ...ELSEWHERE, at: 5, dt: "d2" }])).toBe(0);
    expect(
      alarms(sessionUnlike, [first, { ...first, at: 5, ip: "203.0.113.9", ua: CHROME.replace("150", "151") }]),
    ).toBe(0);
  });

  it("HS-38 many device tokens in a session: four of them and two addresses, within nine minutes", () => {
    const each = (count: number, ip: string): readonly Sketch[] =>
      Array.from({ length: count }, (_, n) => ({
        at: n,
        type: "user.mfa.factor.activate",
        dt: `d${n}`,
        ...(n > 1 ? { ip } : {}),
      }));
    expect(alarms(manyTokens, each(4, "203.0.113.9"))).toBe(1);
    expect(alarms(manyTokens, each(3, "203.0.113.9"))).toBe(0);
    expect(alarms(manyTokens, each(4, "192.0.2.1"))).toBe(0);
  });

  it("HS-38 script soon after the sign-in: a session starts, then a library signs on, within half an hour", () => {
    const start = { at: 0, type: "user.session.start" };
    const script = { at: 20, type: SSO, ua: "python-requests/2.31.0" };
    expect(alarms(scriptAfterSignIn, [start, script])).toBe(1);
    expect(alarms(scriptAfterSignIn, [start, { ...script, at: 31 }])).toBe(0);
    expect(alarms(scriptAfterSignIn, [start, { ...script, ua: FIREFOX }])).toBe(0);
    expect(alarms(scriptAfterSignIn, [{ ...start, type: SSO }, script])).toBe(0);
  });

  it("HS-38 device token on two systems: at checks of a factor, within an hour", () => {
    const first = { at: 0, type: "user.authentication.auth_via_mfa" };
    expect(alarms(tokenManySystems, [first, { ...first, at: 30, os: "Mac OS X" }])).toBe(1);
    expect(alarms(tokenManySystems, [first, { ...first, at: 61, os: "Mac OS X" }])).toBe(0);
    expect(alarms(tokenManySystems, [first, { at: 30, type: SSO, os: "Mac OS X" }])).toBe(0);
  });

  it("HS-38 likeness is that of Ratcliff and Obershelp", () => {
    expect(likeness("abcd", "bcde")).toBe(0.75);
    expect(likeness("wikimedia", "wikimania")).toBeCloseTo(14 / 18, 10);
    expect(likeness("", "a")).toBe(0);
  });
});
