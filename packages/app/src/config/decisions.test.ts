import { describe, expect, it } from "vitest";
import { parseConfig } from "./config.ts";
import { ConfigError } from "./config-error.ts";

function refusal(text: string): string {
  try {
    parseConfig({ file: "nightlatch.yaml", text });
  } catch (error) {
    if (error instanceof ConfigError) return `${error.code} ${error.message}`;
    throw error;
  }
  return "accepted";
}

describe("decisions about rules in the configuration", () => {
  it("CL-46 are read with who, why and until when, each with its line", () => {
    const text = [
      "disable:",
      "  - api-token-created",
      "  - rule: password-changed",
      "    who: Ana",
      "    why: noise of the import",
      "    until: 2027-03-31",
      "tuning:",
      "  - { rule: x, allow: { user: [a, b], client.zone: office, securityContext.asNumber: 64496 }, threshold: 40, who: Bo, why: job, until: never }",
    ].join("\n");
    const { decisions } = parseConfig({ file: "nightlatch.yaml", text });
    expect(decisions).toEqual([
      {
        kind: "disable",
        rule: "api-token-created",
        allow: new Map(),
        threshold: undefined,
        who: "",
        why: "",
        until: Number.POSITIVE_INFINITY,
        file: "nightlatch.yaml",
        line: 2,
      },
      {
        kind: "disable",
        rule: "password-changed",
        allow: new Map(),
        threshold: undefined,
        who: "Ana",
        why: "noise of the import",
        until: Date.UTC(2027, 2, 31),
        file: "nightlatch.yaml",
        line: 3,
      },
      {
        kind: "tune",
        rule: "x",
        allow: new Map([
          ["user", ["a", "b"]],
          ["client.zone", ["office"]],
          ["securityContext.asNumber", ["64496"]],
        ]),
        threshold: 40,
        who: "Bo",
        why: "job",
        until: Number.POSITIVE_INFINITY,
        file: "nightlatch.yaml",
        line: 8,
      },
    ]);
  });

  it.each([
    ["disable: x\n", ":1: `disable` is no list"],
    ["disable:\n  - { rule: x, who: Ana, why: y }\n", ":2: `disable.0.until` is undefined; a date such as 2027-03-31"],
    ["disable:\n  - { rule: x, who: Ana, why: y, until: soon }\n", 'is "soon"; a date such as'],
    ["disable:\n  - { rule: x, why: y, until: never }\n", "`disable.0.who` is undefined; a text is wanted"],
    ["tuning:\n  - { rule: x, who: Ana, why: y, until: never }\n", "wants `allow` or `threshold`"],
    [
      "tuning:\n  - { rule: x, allow: { usr: a }, who: Ana, why: y, until: never }\n",
      "`usr` is neither a field nor one of user, session",
    ],
    ["tuning:\n  - { rule: x, allow: {}, who: Ana, why: y, until: never }\n", "is empty"],
    ["tuning:\n  - { rule: x, allow: { user: [] }, who: Ana, why: y, until: never }\n", "`user` has no values"],
    ["tuning:\n  - { rule: x, threshold: many, who: Ana, why: y, until: never }\n", "a number from 0"],
    ["tuning:\n  - { rule: x, treshold: 3, who: Ana, why: y, until: never }\n", "did you mean `threshold`?"],
  ])("CL-46 are refused when something is missing or of another kind: %j", (text, said) => {
    const reason = refusal(text);
    expect(reason).toMatch(/^NL-CONFIG-FORM nightlatch\.yaml:\d: /);
    expect(reason).toContain(said);
  });
});
