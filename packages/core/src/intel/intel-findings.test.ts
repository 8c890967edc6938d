import { describe, expect, it } from "vitest";
import { eventWith } from "../detect/finding.fixture.ts";
import type { Indicator } from "./indicator.ts";
import { IndicatorIndex } from "./indicator-index.ts";
import { IntelFindings } from "./intel-findings.ts";

const NOON = Date.UTC(2023, 9, 18, 12);

function indicator(given: Partial<Indicator>): Indicator {
  return {
    kind: "address",
    value: "192.0.2.1",
    source: "feed.csv",
    note: "exit",
    until: Number.POSITIVE_INFINITY,
    ...given,
  };
}

function found(indicators: readonly Indicator[], events: readonly Parameters<typeof eventWith>[0][]): IntelFindings {
  const intel = new IntelFindings(new IndicatorIndex(indicators));
  for (const event of events) intel.note(eventWith(event));
  return intel;
}

describe("findings on indicators", () => {
  it("TI-20 one indicator, actor and session is one finding of kind intel, which names indicator and source", () => {
    const events = [
      { uid: "a", time: NOON },
      { uid: "b", time: NOON + 1 },
      { uid: "c", ip: "192.0.2.2" },
    ];
    const [finding, ...others] = found([indicator({})], events).findings(new Set());
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: { id: "intel.address", kind: "intel" }, severity: "low" });
    expect(finding?.summary).toContain("address 192.0.2.1, which feed.csv lists (exit)");
    expect(finding?.evidence.map(({ uid }) => uid)).toEqual(["a", "b"]);
  });

  it("TI-21 an indicator alone is low; in a session that is itself doubtful it is medium", () => {
    const intel = found([indicator({})], [{ uid: "a", session: "102s" }]);
    expect(intel.findings(new Set()).map(({ severity }) => severity)).toEqual(["low"]);
    expect(intel.findings(new Set(["102s"])).map(({ severity }) => severity)).toEqual(["medium"]);
  });

  it("TI-22 an indicator means nothing from its end on, by the time of the event", () => {
    const intel = found(
      [indicator({ until: NOON })],
      [
        { uid: "a", time: NOON - 1 },
        { uid: "b", time: NOON },
      ],
    );
    expect(intel.findings(new Set()).flatMap(({ evidence }) => evidence.map(({ uid }) => uid))).toEqual(["a"]);
  });

  it("TI-23 a domain means what lies below it, a user agent its whole text in any case", () => {
    const both = [
      indicator({ kind: "domain", value: "evil.example" }),
      indicator({ kind: "agent", value: "Tool/1.0" }),
    ];
    const events = [
      { uid: "a", domain: "exit.Evil.example" },
      { uid: "b", domain: "notevil.example" },
      { uid: "c", ua: "tool/1.0", actorId: "00u2" },
      { uid: "d", ua: "Tool/1.0 (x)", actorId: "00u3" },
    ];
    expect(
      found(both, events)
        .findings(new Set())
        .flatMap(({ evidence }) => evidence.map(({ uid }) => uid)),
    ).toEqual(["a", "c"]);
  });
});
