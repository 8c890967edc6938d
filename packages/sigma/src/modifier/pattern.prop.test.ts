import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PatternPart, readPattern } from "./pattern.ts";

const literal = fc.string({ minLength: 1, unit: fc.constantFrom("a", "\\", "*", "?", "%", "é", "-") });
const wild = fc.constantFrom({ wild: "one" as const }, { wild: "any" as const });

/** Writes a pattern so that every literal backslash, star and question mark is escaped. */
function print(parts: readonly PatternPart[]): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return part.replaceAll(/[\\*?]/g, String.raw`\$&`);
      return "wild" in part && part.wild === "any" ? "*" : "?";
    })
    .join("");
}

describe("wildcards and escapes", () => {
  it("SG-25 a pattern that is written with escapes and read again is the same", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(literal, wild)), (parts) => {
        const whole = readPattern(print(parts));
        expect(readPattern(print(whole))).toEqual(whole);
        const text = (all: readonly PatternPart[]): string => print(all).replaceAll("**", "*");
        expect(text(whole).replaceAll(/\*+/g, "*")).toBe(text(parts).replaceAll(/\*+/g, "*"));
      }),
    );
  });

  it("SG-25 no two neighbours are both text, or both gaps of any length", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "\\", "*", "?", "%") }),
        fc.boolean(),
        (text, placeholders) => {
          const parts = readPattern(text, placeholders);
          for (const [n, part] of parts.entries()) {
            const next = parts[n + 1];
            expect(typeof part === "string" && typeof next === "string").toBe(false);
            expect(JSON.stringify([part, next])).not.toBe('[{"wild":"any"},{"wild":"any"}]');
          }
        },
      ),
    );
  });
});
