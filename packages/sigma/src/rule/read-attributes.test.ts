import { describe, expect, it } from "vitest";
import { load, messagesOf, only, problemsOf, selecting } from "../load/load.fixture.ts";

const FULL = `title: Token minted
id: 5d3a3f5e-7d6d-4a55-9b0f-3f2a9d1c0b7e
name: token_minted
related: [{id: 08fbc97d-0a2f-491c-ae21-8ffcfd3174e9, type: derived}]
status: test
level: medium
license: DRL-1.1
description: |
  Somebody mints
  a token.
author: [Jo, Sam]
date: 2026-01-05
modified: 2026-02-05
references: https://example.com/
tags: [attack.t1550.001, cve.2026-1]
fields: [actor.alternateId]
falsepositives: [Automation]
blindspot: {unless: [a, 1, true, null]}
logsource: {product: Okta, service: okta, definition: prose}
detection: {sel: {eventType: system.api_token.create}, condition: sel}
tests:
  positive:
    - {why: It is one, event: {eventType: system.api_token.create, __proto__: {n: 1.5}}}
  negative:
    - why: A sequence
      events: [{a: 1}, {b: 2}]
`;

describe("attributes of rules", () => {
  it("SG-10 all attributes are read; what is the author's own is kept as plain data", () => {
    expect(only(FULL)).toMatchObject({
      key: "5d3a3f5e-7d6d-4a55-9b0f-3f2a9d1c0b7e",
      name: "token_minted",
      title: "Token minted",
      status: "test",
      level: "medium",
      description: "Somebody mints\na token.\n",
      author: "Jo, Sam",
      date: "2026-01-05",
      modified: "2026-02-05",
      references: ["https://example.com/"],
      tags: ["attack.t1550.001", "cve.2026-1"],
      fields: ["actor.alternateId"],
      falsePositives: ["Automation"],
      place: { file: "a.yml", line: 1, column: 1 },
      logsource: { product: "okta", service: "okta", category: "" },
    });
    expect(only(FULL).custom).toEqual({
      related: [{ id: "08fbc97d-0a2f-491c-ae21-8ffcfd3174e9", type: "derived" }],
      license: "DRL-1.1",
      blindspot: { unless: ["a", 1, true, null] },
    });
    expect(only(selecting("{a: 1}"))).toMatchObject({ id: "", level: "", tags: [], custom: {}, tests: [] });
  });

  it.each([
    ["title: A\n", "title: \n", "NL-SIGMA-ATTRIBUTE 1:1", 'There is no "title"'],
    ["title: A\n", "title: [A]\n", "NL-SIGMA-ATTRIBUTE 1:1", '"title" is a list; a text is wanted'],
    ["title: A\n", "title: A\nlevel: severe\n", "NL-SIGMA-ATTRIBUTE 2:1", '"level" is "severe"; one of informational'],
    ["title: A\n", "title: A\ntags: [{a: 1}]\n", "NL-SIGMA-ATTRIBUTE 2:8", '"tags" holds a map'],
    ["logsource: {product: okta}\n", "", "NL-SIGMA-LOGSOURCE 1:1", 'There is no "logsource"'],
    ["logsource: {product: okta}\n", "logsource: okta\n", "NL-SIGMA-LOGSOURCE 2:1", "is no map"],
    ["{product: okta}", "{definition: x}", "NL-SIGMA-LOGSOURCE 2:1", "names nothing"],
    ["{product: okta}", "{product: [okta]}", "NL-SIGMA-LOGSOURCE 2:13", '"product" is no text'],
  ])("SG-11 %j become %j is refused", (from, to, problem, message) => {
    const text = selecting("{a: 1}").replace(from, to);
    expect(load(text).rules).toEqual([]);
    expect(problemsOf(text)).toEqual([problem]);
    expect(messagesOf(text)).toContain(message);
  });

  it.each([
    ["status: draft", '"status" is "draft"'],
    ["date: 2019/10/23", "YYYY-MM-DD is wanted"],
    ["modified: today", '"modified" is "today"'],
    ["id: abc", "a UUID is wanted"],
    ["tags: [T1539]", '"tags" holds "T1539"'],
  ])("SG-12 what is only against the form, such as %s, is reported and the rule runs", (line, message) => {
    const text = selecting("{a: 1}", `${line}\n`);
    expect(load(text).rules).toHaveLength(1);
    expect(problemsOf(text)).toEqual(["NL-SIGMA-LINT-ATTRIBUTE 3:1"]);
    expect(messagesOf(text)).toContain(message);
  });

  it("SG-12 a logsource is taken in lower case, and its definition is prose", () => {
    expect(problemsOf(FULL)).toEqual(["NL-SIGMA-LINT-ATTRIBUTE 19:13"]);
    expect(messagesOf(selecting("{a: 1}").replace("title: A", `title: ${"A".repeat(257)}`))).toContain(
      "257 characters",
    );
  });

  it("SG-14 the tests inside a rule are read with their place, and keys are own properties whatever their name", () => {
    const { tests } = only(FULL);
    expect(tests).toEqual([
      { match: true, why: "It is one", events: [expect.anything()], place: { file: "a.yml", line: 23, column: 7 } },
      { match: false, why: "A sequence", events: [{ a: 1 }, { b: 2 }], place: { file: "a.yml", line: 25, column: 7 } },
    ]);
    const [event] = tests[0]?.events ?? [];
    expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
    expect(JSON.stringify(event)).toBe('{"eventType":"system.api_token.create","__proto__":{"n":1.5}}');
  });

  it.each([
    "tests: 3",
    "tests: {maybe: []}",
    "tests: {positive: 3}",
    "tests: {positive: [{event: {a: 1}}]}",
    "tests: {positive: [{why: x}]}",
    "tests: {positive: [{why: x, event: {}, events: []}]}",
    "tests: {negative: [{why: x, event: 3}]}",
    "tests: {negative: [3]}",
  ])("SG-14 %s cannot be read, which is reported and keeps the rule running", (line) => {
    const { rules, problems } = load(selecting("{a: 1}", `${line}\n`));
    expect(rules[0]?.tests).toEqual([]);
    expect(problems).toMatchObject([{ code: "NL-SIGMA-LINT-TEST", severity: "warning", line: 3 }]);
  });
});
