import { describe, expect, it } from "vitest";
import type { TextPart } from "../rule/expression.ts";
import { compileRules } from "./matcher.ts";
import { ANY, field, holds, ONE, ruleOf, text } from "./rule.fixture.ts";

function covers(parts: readonly TextPart[], value: string): boolean {
  return holds(field("f", text(...parts)), { f: value });
}

describe("wildcards", () => {
  it("SG-132 cover the whole value: one character, or any number of them", () => {
    expect(covers([ANY], "")).toBe(true);
    expect(covers(["ab", ANY], "abc")).toBe(true);
    expect(covers(["ab", ANY], "xab")).toBe(false);
    expect(covers([ANY, "ab"], "xab")).toBe(true);
    expect(covers([ANY, "ab", ANY], "xaby")).toBe(true);
    expect(covers(["a", ANY, "b"], "ab")).toBe(true);
    expect(covers(["ab", ANY, "ba"], "aba")).toBe(false);
    expect(covers(["a", ANY, "b", ANY, "c"], "a-bb-c")).toBe(true);
    expect(covers(["a", ANY, "b", ANY, "c"], "a-c-b")).toBe(false);
    expect(covers(["a", ONE, "c"], "abc")).toBe(true);
    expect(covers(["a", ONE, "c"], "ac")).toBe(false);
    expect(covers([ANY, ONE, "b", ONE], "xxbbx")).toBe(true);
    expect(covers([ONE, ONE], "a")).toBe(false);
    expect(covers(["a\nb", ANY], "A\nBc")).toBe(true);
  });

  it("SG-132 take a character for one, however it is stored", () => {
    expect(covers([ONE], "😀")).toBe(true);
    expect(covers([ONE, ONE], "😀")).toBe(false);
    expect(covers([ANY, "\ude00"], "😀")).toBe(false);
    expect(covers(["a", ONE], "a\ud83d")).toBe(true);
  });

  it("SG-133 do bounded work on hostile texts", () => {
    const gaps = Array.from({ length: 60 }, () => [ANY, "a"]).flat();
    const hostile = "a".repeat(200_000);
    const run = (parts: readonly TextPart[]): boolean =>
      compileRules([ruleOf(field("f", text(...parts)))]).match({ f: hostile }).length > 0;
    expect(run([...gaps, ANY, "b"])).toBe(false);
    expect(run([...gaps, "b", ANY])).toBe(false);
    expect(run([...gaps, ONE, ANY])).toBe(true);
    expect(run([ANY, "a", ONE, "aaaaaaaaaab", ANY])).toBe(false);
    expect(run([ANY, "a", ONE, "aa", ONE, "a", ANY, "a", ONE, "aaa"])).toBe(true);
  });
});
