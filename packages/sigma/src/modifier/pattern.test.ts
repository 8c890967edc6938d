import { describe, expect, it } from "vitest";
import { readPattern } from "./pattern.ts";

const any = { wild: "any" };
const one = { wild: "one" };

describe("wildcards and escapes", () => {
  it.each([
    ["a*b?c", ["a", any, "b", one, "c"]],
    ["", []],
    ["***", [any]],
    ["*?*", [any, one, any]],
    [String.raw`\*`, ["*"]],
    [String.raw`\?x`, ["?x"]],
    [String.raw`\\*`, ["\\", any]],
    [String.raw`\\\*`, [String.raw`\*`]],
    [String.raw`C:\Windows\x`, [String.raw`C:\Windows\x`]],
    [String.raw`C:\\Windows`, [String.raw`C:\Windows`]],
    [String.raw`a\\\b`, [String.raw`a\\b`]],
    [String.raw`a\\\\b`, [String.raw`a\\b`]],
    ["a\\", ["a\\"]],
    ["%a%", ["%a%"]],
    [String.raw`\%a`, [String.raw`\%a`]],
  ])("SG-24 %s", (text, parts) => {
    expect(readPattern(text)).toEqual(parts);
  });

  it.each([
    ["x%a%y", ["x", { placeholder: "a" }, "y"]],
    [String.raw`\%plain%name%`, ["%plain", { placeholder: "name" }]],
    ["%%", ["%%"]],
    ["%a b%", ["%a b%"]],
    ["50%*", ["50%", any]],
  ])("SG-57 with placeholders, %s", (text, parts) => {
    expect(readPattern(text, true)).toEqual(parts);
  });
});
