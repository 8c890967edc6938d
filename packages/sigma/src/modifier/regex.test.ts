import { describe, expect, it } from "vitest";
import { matches, messagesOf, problemsOf, selecting } from "../load/load.fixture.ts";

function regex(source: string, flags = ""): string {
  return selecting(`{f|re${flags}: '${source}'}`);
}

describe("regular expressions of rules", () => {
  it("SG-48 re is unanchored and minds the case; i, m and s change that, by either name", () => {
    expect(matches(regex(String.raw`b\d+`), { f: "ab12" })).toBe(true);
    expect(matches(regex("B"), { f: "ab" })).toBe(false);
    expect(matches(regex("B", "|i"), { f: "ab" })).toBe(true);
    expect(matches(regex("B", "|ignorecase"), { f: "ab" })).toBe(true);
    expect(matches(regex("^b", "|m"), { f: "a\nb" })).toBe(true);
    expect(matches(regex("^b"), { f: "a\nb" })).toBe(false);
    expect(matches(regex("a.b", "|s"), { f: "a\nb" })).toBe(true);
    expect(matches(regex("^A.B$", "|i|multiline|dotall"), { f: "x\na\nb\ny" })).toBe(true);
    expect(matches(regex("(?i)AB"), { f: "ab" })).toBe(true);
  });

  it("SG-48 wildcards and escapes of Sigma mean nothing in a regular expression", () => {
    expect(matches(regex(String.raw`^a\*\\$`), { f: "a*\\" })).toBe(true);
  });

  it.each([
    ["a(?=b)", "a look-ahead"],
    ["a(?!b)", "a negative look-ahead"],
    ["(?<=a)b", "a look-behind"],
    ["(?<!a)b", "a negative look-behind"],
    [String.raw`(a)\1`, "a back-reference"],
    [String.raw`(?<x>a)\k<x>`, "a back-reference"],
    ["(?>a)b", "an atomic group"],
    ["a++", "a possessive quantifier"],
    ["(a)(?(1)b)", "a conditional group"],
  ])("SG-49 %s is refused, and %s is named", (source, construct) => {
    expect(problemsOf(regex(source))).toEqual(["NL-SIGMA-REGEX 3:25"]);
    expect(messagesOf(regex(source))).toContain(`it has ${construct} (`);
  });

  it("SG-49 what only looks like one is not named", () => {
    expect(matches(regex(String.raw`[(?=]\(\?=`), { f: "?(?=" })).toBe(true);
    expect(messagesOf(regex("(["))).toContain("missing closing ]");
    expect(problemsOf(regex(""))).toEqual(["NL-SIGMA-VALUE 3:25"]);
  });

  it("SG-50 a regular expression that is too long, or too large when compiled, is refused", () => {
    expect(problemsOf(regex("a".repeat(10_001)))).toEqual(["NL-SIGMA-LIMIT 3:25"]);
    expect(problemsOf(regex("(?:x{1000})".repeat(900)))).toEqual(["NL-SIGMA-LIMIT 3:25"]);
    expect(problemsOf(regex("(?:abcdefghijklmnopqrstuvwxyz){1000}"))).toEqual(["NL-SIGMA-LIMIT 3:25"]);
    expect(problemsOf(regex(`${"(".repeat(4000)}a${")".repeat(4000)}`))).toEqual(["NL-SIGMA-REGEX 3:25"]);
    expect(matches(regex(".{1,1000}"), { f: "a" })).toBe(true);
    const many = selecting(`{f|re: [${Array.from({ length: 30 }, (_, n) => `'${n}x{500}'`).join(", ")}]}`);
    expect(problemsOf(many, { limits: { maxComparisons: 500 } })).toEqual([expect.stringMatching(/^NL-SIGMA-LIMIT /)]);
  });
});
