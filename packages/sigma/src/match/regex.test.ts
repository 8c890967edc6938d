import { describe, expect, it } from "vitest";
import type { RegexTest } from "../rule/expression.ts";
import { field, holds } from "./rule.fixture.ts";

function finds(source: string, value: unknown, flags: Partial<RegexTest> = {}): boolean {
  const test: RegexTest = { kind: "regex", source, ignoreCase: false, multiLine: false, dotAll: false, ...flags };
  return holds(field("f", test), { f: value });
}

describe("a regular expression", () => {
  it("SG-134 is found anywhere in the text, and its flags are the modifiers i, m and s", () => {
    expect(finds("b+", "abbc")).toBe(true);
    expect(finds("^b+$", "abbc")).toBe(false);
    expect(finds("(?i)BB", "abbc")).toBe(true);
    expect(finds("BB", "abbc", { ignoreCase: true })).toBe(true);
    expect(finds("^b", "a\nb")).toBe(false);
    expect(finds("^b", "a\nb", { multiLine: true })).toBe(true);
    expect(finds("a.b", "a\nb")).toBe(false);
    expect(finds("a.b", "a\nb", { dotAll: true })).toBe(true);
    expect(finds("\\d{3}", 12345)).toBe(true);
    expect(finds("^$", "")).toBe(true);
    expect(finds("x", ["a", "x"])).toBe(true);
  });

  it("SG-134 does linear work on hostile texts", () => {
    const hostile = "a".repeat(100_000);
    for (const source of ["(a+)+$b", "(a|a)*b", "(a*)*b", "^(a|aa)+$x", "(.*)*=.*"])
      expect(finds(source, hostile)).toBe(false);
    expect(finds("(a?){50}a{50}$", hostile)).toBe(true);
  });
});
