import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createNetworkOf } from "@nightlatch/core";
import { describe, expect, it } from "vitest";
import { contentPath } from "../content.ts";
import { refuseStrangeNames } from "./book-problem.ts";
import { bundledPlaceholders } from "./bundled-placeholders.ts";
import { beginning, bookUnder, ordered, orderedAsLogged, type SketchedEvent } from "./decided.fixture.ts";
import { Judgement } from "./judgement.ts";
import { NameCheck } from "./okta-names.ts";
import { readRuleBook, type RuleBook } from "./rule-book.ts";
import { readRuleFiles } from "./rule-files.ts";

const RULES = `title: A token
name: token
logsource: { product: okta }
level: low
detection:
  selection: { eventType: system.api_token.create }
  condition: selection
---
title: Many tokens
name: many
correlation:
  type: event_count
  rules: [token]
  group-by: [actor.id]
  timespan: 1h
  condition: { gte: 3 }
  generate: true
level: medium
---
title: Some tokens
name: some
correlation:
  type: event_count
  rules: [token]
  group-by: [actor.id]
  timespan: 1h
  condition: { gte: 2 }
  generate: true
level: low
`;

/** Tokens made, a minute apart. */
function tokens(count: number, given: Partial<SketchedEvent> = {}, day = "2026-05-04"): readonly SketchedEvent[] {
  return Array.from({ length: count }, (_, n) => ({
    at: `${day}T09:${String(n).padStart(2, "0")}:00.000`,
    type: "system.api_token.create",
    ...given,
  }));
}

function judged(config: string, events: readonly SketchedEvent[]): { titles: readonly string[]; judgement: Judgement } {
  const book = bookUnder(RULES, config);
  expect(book.problems).toEqual([]);
  const judgement = beginning(book);
  judgement.observe(ordered(book, events));
  const titles = judgement.findings().map(({ rule, evidence }) => `${rule.title} ${evidence.length}`);
  return { titles: titles.toSorted(), judgement };
}

const decide = (what: string): string => `${what}, who: Ana, why: a job, until: 2026-06-01 }\n`;

describe("decisions about rules", () => {
  it("DT-31 a disabled rule makes no finding, and the correlations that count it go on", () => {
    expect(judged("", tokens(3)).titles).toEqual(["A token 3", "Many tokens 3", "Some tokens 3"]);
    expect(judged("disable: [token]\n", tokens(3)).titles).toEqual(["Many tokens 3", "Some tokens 3"]);
    expect(judged("disable: [Many Tokens]\n", tokens(3)).titles).toEqual(["A token 3", "Some tokens 3"]);
    const until = decide("disable:\n  - { rule: token");
    expect(judged(until, tokens(3)).titles).not.toContain("A token 3");
    expect(judged(until, tokens(3, {}, "2026-06-01")).titles).toContain("A token 3");
  });

  it("DT-32 what fits all of an allow-list does not count for the rule", () => {
    const config = decide("tuning:\n  - { rule: token, allow: { user: '*ROBOT@example.com', ip: 198.51.100.0/24 }");
    const robot = { user: "robot" };
    expect(judged(config, tokens(1, { ...robot, ip: "198.51.100.7" })).titles).toEqual([]);
    expect(judged(config, tokens(1, { ...robot, ip: "203.0.113.7" })).titles).toEqual(["A token 1"]);
    expect(judged(config, tokens(1, { ip: "198.51.100.7" })).titles).toEqual(["A token 1"]);
    expect(judged(config, tokens(1, { ...robot, ip: "198.51.100.7" }, "2026-06-01")).titles).toEqual(["A token 1"]);
    const field = decide("tuning:\n  - { rule: token, allow: { target.displayName: [Vault] }");
    expect(judged(field, tokens(1, { app: "Vault" })).titles).toEqual([]);
    const app = decide("tuning:\n  - { rule: token, allow: { app: Vault }");
    expect(judged(app, tokens(1, { app: "vault" })).titles).toEqual([]);
    expect(judged(app, tokens(1, { app: "Other" })).titles).toEqual(["A token 1"]);
  });

  it("DT-33 an allow-list of a correlation keeps events from that correlation alone", () => {
    const config = decide("tuning:\n  - { rule: many, allow: { ip: 198.51.100.7 }");
    const events = [
      ...tokens(2),
      { at: "2026-05-04T09:05:00.000", type: "system.api_token.create", ip: "198.51.100.7" },
    ];
    expect(judged(config, events).titles).toEqual(["A token 1", "A token 2", "Some tokens 3"]);
    expect(judged(config, tokens(3)).titles).toContain("Many tokens 3");
  });

  it("DT-34 a decided threshold holds until its end, and the rule's own from there on", () => {
    const config = decide("tuning:\n  - { rule: many, threshold: 5");
    expect(judged(config, tokens(4)).titles).not.toContain("Many tokens 4");
    expect(judged(config, tokens(5)).titles).toContain("Many tokens 5");
    expect(judged(config, tokens(4, {}, "2026-06-02")).titles).toContain("Many tokens 4");
    expect(judged(config, [...tokens(3), ...tokens(3, {}, "2026-06-02")]).titles).toContain("Many tokens 3");
  });

  it("DT-36 a decision that cannot be followed is rejected with file and line, and the others hold", () => {
    const book = bookUnder(
      RULES,
      [
        "disable: [tokem, many]",
        "tuning:",
        "  - { rule: token, threshold: 3, who: Ana, why: a, until: never }",
        "  - { rule: session.replay, allow: { client.zone: x }, who: Ana, why: a, until: never }",
        "  - { rule: some, threshold: 3, who: Ana, why: a, until: never }",
        "  - { rule: some, threshold: 4, who: Ana, why: a, until: never }\n",
      ].join("\n"),
    );
    expect(book.decided.problems.map(({ file, line, code, reason }) => `${file}:${line} ${code} ${reason}`)).toEqual([
      'nightlatch.yaml:1 NL-CONFIG-RULE There is no rule "tokem" that runs; did you mean "token"?',
      'nightlatch.yaml:3 NL-CONFIG-TUNING "A token" counts nothing, so it has no threshold',
      'nightlatch.yaml:4 NL-CONFIG-TUNING "Stolen session" rests on many events; allow a user, session, ip, app or token, not the field "client.zone"',
      'nightlatch.yaml:6 NL-CONFIG-TUNING "Some tokens" has a threshold from another decision already',
    ]);
    expect(book.decided.decisions.map(({ title }) => title)).toContain("Many tokens");
  });

  it("DT-38 the report tells each decision, how it stands at the last event, and what it kept away", () => {
    const config = [
      "disable:",
      "  - { rule: many, who: Ana, why: a job, until: 2026-05-01 }",
      "  - token",
      "tuning:",
      "  - { rule: some, allow: { user: jo@example.com }, who: Bo, why: retries, until: 2026-05-10 }\n",
    ].join("\n");
    const { titles, judgement } = judged(config, tokens(3));
    expect(titles).toEqual(["Many tokens 3"]);
    expect(judgement.decisions()).toEqual([
      {
        kind: "disable",
        rule: "Many tokens",
        who: "Ana",
        why: "a job",
        until: "2026-05-01T00:00:00.000Z",
        state: "ended",
        findings: 0,
        events: 0,
      },
      { kind: "disable", rule: "A token", who: "", why: "", until: null, state: "holds", findings: 1, events: 0 },
      {
        kind: "tune",
        rule: "Some tokens",
        who: "Bo",
        why: "retries",
        until: "2026-05-10T00:00:00.000Z",
        state: "ends-soon",
        findings: 0,
        events: 3,
      },
    ]);
  });

  it("DT-40 a judgement that goes on from a saved form comes to the same findings", () => {
    const config =
      decide("tuning:\n  - { rule: many, threshold: 5") +
      decide("  - { rule: some, allow: { user: robot@example.com }");
    const book = bookUnder(RULES, config);
    const events = ordered(book, [...tokens(6), ...tokens(3, { user: "robot" }, "2026-05-05")]);
    const whole = beginning(book);
    whole.observe(events);
    const first = beginning(book);
    first.observe(events.slice(0, 4));
    const saved = JSON.parse(JSON.stringify(first.snapshot())) as ReturnType<Judgement["snapshot"]>;
    const networkOf = createNetworkOf({ corrections: [], services: [], systems: new Map(), operators: [] });
    const again = Judgement.restore(saved, { tenant: "acme", networkOf, book });
    again.observe(events.slice(4));
    expect(again.findings()).toEqual(whole.findings());
  });
});

describe("decisions about the session engine", () => {
  it("DT-35 its claims can be disabled, and allowed for somebody", () => {
    const story = join(import.meta.dirname, "..", "..", "..", "..", "corpus", "scenarios", "r2-beyondtrust");
    const lines = readFileSync(join(story, "events.ndjson"), "utf8").trimEnd().split("\n");
    const events = lines.map((line) => JSON.parse(line) as object);
    let victim = "";
    const claims = (config: string): number => {
      const judgement = beginning(bookUnder("", config));
      judgement.observe(orderedAsLogged(events));
      const replayed = judgement.findings().filter(({ rule }) => rule.id === "session.replay");
      victim = replayed[0]?.entities.user[0]?.name ?? victim;
      return replayed.length;
    };
    const until = (day: string): string => `, who: Ana, why: a test of ours, until: ${day} }\n`;
    expect(claims("")).toBe(1);
    expect(claims(`disable:\n  - { rule: session.replay${until("never")}`)).toBe(0);
    expect(claims(`disable:\n  - { rule: session.replay${until("2023-10-01")}`)).toBe(1);
    const allow = (who: string): string =>
      `tuning:\n  - { rule: Session.Replay, allow: { user: ${who} }${until("never")}`;
    expect(claims(allow(victim))).toBe(0);
    expect(claims(allow("somebody.else@example.com"))).toBe(1);
    expect(claims(allow("'*@example.com'"))).toBe(0);
  });
});

describe("rules", () => {
  it("DT-30 a rule of the user's goes in the place of ours; one that cannot run takes nobody's place", () => {
    const ours = { file: join(contentPath("rules"), "persistence", "x.yml"), text: RULES };
    const mine = { file: "mine.yml", text: RULES.split("---")[0]?.replace("A token", "My token") ?? "" };
    const titles = ({ rules, correlations }: RuleBook): readonly string[] =>
      [...rules, ...correlations].map(({ title }) => title);
    const book = readRuleBook([ours, mine]);
    expect([titles(book), book.problems]).toEqual([["My token", "Many tokens", "Some tokens"], []]);
    expect(book.replaced.map(({ rule }) => rule)).toEqual(["A token"]);
    const broken = readRuleBook([ours, { ...mine, text: mine.text.replace("condition: selection", "condition: x") }]);
    expect([titles(broken), broken.replaced]).toEqual([["A token", "Many tokens", "Some tokens"], []]);
    expect(broken.problems.map(({ file, code }) => `${file} ${code}`)).toEqual(["mine.yml NL-SIGMA-IDENTIFIER"]);
  });

  it("TI-25 the list of October 2023 is looked for until its day, and not after it", async () => {
    const texts = await readRuleFiles(
      [join(contentPath("rules"), "initial-access", "indicators-okta-2023-10.yml")],
      () => undefined,
    );
    const book = readRuleBook(texts, (await bundledPlaceholders()).indicators);
    const found = (day: string): readonly string[] => {
      const judgement = beginning(book);
      judgement.observe(ordered(book, tokens(1, { ip: "23.105.182.19" }, day)));
      return judgement.findings().map(({ severity, rule }) => `${severity} ${rule.title}`);
    };
    expect(found("2027-06-30")).toEqual(["low Address or user agent published in October 2023"]);
    expect(found("2027-07-01")).toEqual([]);
  });

  it("DT-37 a rule with an end means nothing after its day, by the time of the event", () => {
    const rule = RULES.split("---")[0]?.replace("level: low", "level: low\nexpires: 2026-05-10") ?? "";
    const found = (day: string): number => {
      const book = bookUnder(rule);
      const judgement = beginning(book);
      judgement.observe(ordered(book, tokens(1, {}, day)));
      return judgement.findings().length;
    };
    expect([found("2026-05-10"), found("2026-05-11")]).toEqual([1, 0]);
  });

  it("DT-39 names that Okta's log does not have are refused at their place, with what builds on them", () => {
    const text = RULES.replace("system.api_token.create", "system.api_token.creat").replaceAll("actor.id", "actor.idd");
    const { rules, correlations } = bookUnder(text);
    const names = new NameCheck({ types: ["system.api_token.create"], fields: ["actor.id"] });
    const refused = refuseStrangeNames({ rules, correlations }, names, [{ file: "rules.yml", text }]);
    expect([refused.rules, refused.correlations]).toEqual([[], []]);
    expect(refused.problems.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`)).toEqual([
      '6:27 NL-RULES-EVENT-TYPE Okta\'s System Log has no event type "system.api_token.creat"; did you mean "system.api_token.create"?',
      '14:14 NL-RULES-FIELD Okta\'s System Log has no field "actor.idd"; did you mean "actor.id"?',
      '25:14 NL-RULES-FIELD Okta\'s System Log has no field "actor.idd"; did you mean "actor.id"?',
    ]);
    const whole = refuseStrangeNames(bookUnder(RULES), names, [{ file: "rules.yml", text: RULES }]);
    expect([whole.rules.length, whole.correlations.length, whole.problems]).toEqual([1, 2, []]);
  });
});
