import { describe, expect, it } from "vitest";
import { CorrelationFindings, type Episode } from "./correlation-findings.ts";
import type { Finding } from "../finding/finding.ts";
import { eventWith, ruleOf } from "./finding.fixture.ts";
import { attackOf, RuleFindings } from "./rule-findings.ts";
import { severityOf } from "./severity.ts";

const NOBODY: ReadonlySet<string> = new Set();
const DOUBTFUL: ReadonlySet<string> = new Set(["102s"]);
const NOT_OURS: ReadonlySet<string> = new Set();
const START = Date.UTC(2023, 9, 18);

describe("RuleFindings", () => {
  it("DT-1 makes one finding of all matches of a rule for one actor in one session", () => {
    const findings = new RuleFindings(NOT_OURS);
    const rule = ruleOf("medium");
    for (const [uid, minute, session] of [
      ["a", 5, "102s"],
      ["b", 1, "102s"],
      ["c", 3, "102t"],
    ] as const)
      findings.note(rule, eventWith({ uid, time: START + minute * 60_000, session, ip: `192.0.2.${minute}` }));
    const [one, other] = findings.findings(NOBODY);
    expect(findings.findings(NOBODY)).toHaveLength(2);
    expect(one).toMatchObject({
      severity: "medium",
      rule: { id: "id-medium", kind: "sigma", attack: ["T1098.001", "T1539"] },
      first: "2023-10-18T00:01:00.000Z",
      last: "2023-10-18T00:05:00.000Z",
      entities: { user: [{ id: "00u1", name: "jo@example.com" }], session: ["102s"], ip: ["192.0.2.5", "192.0.2.1"] },
      summary: "A token was made: jo@example.com, 2 times",
    });
    expect(one?.evidence.map(({ uid }) => uid)).toEqual(["a", "b"]);
    expect(other?.id).not.toBe(one?.id);
  });

  it("DT-2 goes up to medium alone, and to high in a session that is itself doubtful", () => {
    const levels = ["informational", "low", "medium", "high", "critical", "", "loud"];
    expect(levels.map((level) => severityOf(level, { ours: false, corroborated: false }))).toEqual([
      "informational",
      "low",
      "medium",
      "medium",
      "medium",
      "low",
      "low",
    ]);
    const doubted = levels.map((level) => severityOf(level, { ours: false, corroborated: true }));
    expect(doubted.slice(3, 5)).toEqual(["high", "high"]);
    const findings = new RuleFindings(NOT_OURS);
    findings.note(ruleOf("critical"), eventWith({}));
    expect(findings.findings(NOBODY)[0]).toMatchObject({ severity: "medium", confidence: 0.4 });
    expect(findings.findings(DOUBTFUL)[0]).toMatchObject({ severity: "high", confidence: 0.7 });
  });

  it("DT-4 keeps the level of content of ours", () => {
    const findings = new RuleFindings(new Set(["key-high"]));
    for (const level of ["high", "critical"]) findings.note(ruleOf(level), eventWith({}));
    expect(findings.findings(NOBODY).map(({ severity }) => severity)).toEqual(["high", "medium"]);
  });

  it("DT-1 names techniques among the tags", () => {
    expect(attackOf(["attack.t1539", "attack.T1550.004", "attack.persistence", "t1539", "attack.t15"])).toEqual([
      "T1539",
      "T1550.004",
    ]);
  });
});

describe("CorrelationFindings", () => {
  const uids = ["a", "b", "c"].map((uid, n) => ({ rule: "made", uid, time: START + n * 60_000 }));
  const episode: Episode = {
    rule: ruleOf("critical"),
    group: { "actor.id": "00u1" },
    first: START,
    last: START + 120_000,
    firstEvent: { uid: "a" },
    uids,
    unnamed: 0,
  };

  function conclude(told: Episode, doubtful: ReadonlySet<string>, ours = NOT_OURS): Finding {
    const findings = new CorrelationFindings("acme", new Map([["made", "A user was made"]]), ours);
    const app = { id: "0oa1", type: "AppInstance", name: "app", display: "Payroll" };
    for (const { uid } of uids)
      findings.remember(eventWith({ uid, session: uid === "c" ? "102t" : "102s", targets: [app] }));
    findings.note(told);
    return findings.findings(doubtful)[0]!;
  }

  it("DT-3 names people, sessions, addresses, applications and every event of an episode", () => {
    const finding = conclude(episode, NOBODY);
    expect(finding).toMatchObject({
      rule: { id: "id-critical", kind: "correlation" },
      first: "2023-10-18T00:00:00.000Z",
      last: "2023-10-18T00:02:00.000Z",
      entities: {
        user: [{ id: "00u1", name: "jo@example.com" }],
        session: ["102s", "102t"],
        ip: ["192.0.2.1"],
        app: ["Payroll"],
        token: [],
      },
      summary: "A token was made: jo@example.com, 3 events",
    });
    expect(finding.evidence.map(({ uid, weight }) => [uid, weight])).toEqual([
      ["a", 1],
      ["b", 0],
      ["c", 0],
    ]);
    expect(finding.evidence[0]?.why).toBe(
      'Matches «A user was made», a part of «A token was made» with actor.id "00u1"',
    );
  });

  it("DT-3 has the same id for the same episode, and another for another", () => {
    const { id } = conclude(episode, NOBODY);
    expect(conclude({ ...episode, last: START + 1, uids: uids.slice(1) }, DOUBTFUL).id).toBe(id);
    expect(conclude({ ...episode, firstEvent: { uid: "b" } }, NOBODY).id).not.toBe(id);
    expect(conclude({ ...episode, group: { "actor.id": "00u2" } }, NOBODY).id).not.toBe(id);
  });

  it("DT-3 lists a hundred events, names those beyond, and counts what was not named", () => {
    const many = Array.from({ length: 150 }, (_, n) => ({ rule: "made", uid: `u${n}`, time: START + n }));
    const { evidence, summary } = conclude({ ...episode, uids: many, unnamed: 7 }, NOBODY);
    expect(evidence).toHaveLength(101);
    expect(evidence.at(-1)).toMatchObject({ uid: "u100", why: "57 further events" });
    expect(evidence.at(-1)?.also).toHaveLength(49);
    expect(summary).toMatch(/, 157 events$/);
  });

  it("DT-3 says what the events have in common when nothing is remembered of them", () => {
    const forgetful = new CorrelationFindings("acme", new Map(), NOT_OURS);
    forgetful.note(episode);
    expect(forgetful.findings(NOBODY)[0]?.summary).toBe('A token was made: actor.id "00u1", 3 events');
  });

  it("DT-2 goes up to medium alone, and to high in a session that is itself doubtful", () => {
    expect(conclude(episode, NOBODY)).toMatchObject({ severity: "medium", confidence: 0.5 });
    expect(conclude(episode, DOUBTFUL)).toMatchObject({ severity: "high", confidence: 0.8 });
    expect(conclude({ ...episode, rule: ruleOf("low") }, DOUBTFUL).severity).toBe("low");
  });

  it("DT-8 keeps so many findings of one rule or correlation, and counts the others", () => {
    const rules = new RuleFindings(NOT_OURS);
    const [talkative, quiet] = [ruleOf("low"), ruleOf("medium")];
    for (let n = 0; n < 2100; n++) rules.note(talkative, eventWith({ uid: `u${n}`, session: `s${n}` }));
    rules.note(quiet, eventWith({}));
    expect([rules.findings(NOBODY).length, rules.dropped]).toEqual([2001, 100]);
    const correlations = new CorrelationFindings("acme", new Map(), NOT_OURS);
    for (let n = 0; n < 1005; n++) correlations.note({ ...episode, firstEvent: { uid: `u${n}` } });
    correlations.note({ ...episode, rule: quiet });
    expect([correlations.findings(NOBODY).length, correlations.dropped]).toEqual([1001, 5]);
  });

  it("DT-4 keeps the level of content of ours", () => {
    expect(conclude(episode, NOBODY, new Set([episode.rule.key])).severity).toBe("critical");
  });
});
