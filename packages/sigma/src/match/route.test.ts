import { describe, expect, it } from "vitest";
import type { Logsource } from "../rule/rule.ts";
import { either, ruleOf } from "./rule.fixture.ts";
import { routeRules } from "./route.ts";

const NOWHERE: Logsource = { product: "", service: "", category: "" };

function isFor(rule: Partial<Logsource>, log: Partial<Logsource>): boolean {
  return routeRules([ruleOf(either(), "r", rule)], { ...NOWHERE, ...log }).length === 1;
}

describe("routing", () => {
  const okta = { product: "okta", service: "okta" };

  it("SG-153 leaves out a rule only when both sides name something and the names differ", () => {
    expect(isFor(okta, okta)).toBe(true);
    expect(isFor({ product: "Okta" }, okta)).toBe(true);
    expect(isFor({ product: "windows", category: "process_creation" }, okta)).toBe(false);
    expect(isFor({ product: "okta", service: "other" }, okta)).toBe(false);
    expect(isFor({ category: "proxy" }, okta)).toBe(true);
    expect(isFor({ category: "proxy" }, { ...okta, category: "identity" })).toBe(false);
    expect(isFor({}, okta)).toBe(true);
    expect(isFor({ product: "windows" }, {})).toBe(true);
  });
});
