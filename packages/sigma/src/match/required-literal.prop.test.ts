import fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import { fold } from "../field/fold.ts";
import { compileRegex } from "./regex.ts";
import { requiredLiteral } from "./required-literal.ts";

describe("the required literal of a regular expression", () => {
  it("SG-135 is the longest text that no match can lack", () => {
    for (const [pattern, literal] of [
      ["powershell", "powershell"],
      ["^cmd\\.exe\\s+/c$", "cmd.exe"],
      ["(?i)ab(cd)efg?", "ab"],
      ["ab+cd", "ab"],
      ["ab{2,3}", "ab"],
      ["ab{0,3}c", "a"],
      ["xy*?z", "x"],
      ["[a|b]cd", "cd"],
      ["[^]]cd", "cd"],
      ["[[:alpha:]]cd", "cd"],
      ["(a|b\\))cd", "cd"],
      ["😀?a", "a"],
    ] as const)
      expect(requiredLiteral(pattern)).toBe(literal);
  });

  it("SG-135 is given up where something is not understood", () => {
    for (const pattern of [
      "ab|cd",
      "\\Qa*\\E",
      "ab\\x41",
      "\\pNab",
      "a{b",
      "(ab",
      "ab**",
      "a(?i)*",
      "(\\Q)\\Eab)c",
      "",
    ])
      expect(requiredLiteral(pattern)).toBe("");
  });

  it("SG-135 is in every text that matches", () => {
    const atom = fc.constantFrom(
      "a",
      "b",
      "K",
      "ß",
      ".",
      "\\.",
      "[ab]",
      "[^a]",
      "(a|b)",
      "(?:ab)",
      "\\w",
      "\\b",
      "^",
      "$",
      "|",
      "(?i)",
      "[[:alpha:]b]",
      "😀",
    );
    const sign = fc.constantFrom("", "", "", "*", "+", "?", "*?", "+?", "{0}", "{2}", "{0,1}", "{1,}");
    const pattern = fc
      .array(
        fc.tuple(atom, sign).map((pair) => pair.join("")),
        { maxLength: 5 },
      )
      .map((all) => all.join(""));
    const letters = fc.array(fc.constantFrom("a", "b", "A", "B", "k", "\u212a", "ß", "ẞ", "SS", ".", "😀"), {
      maxLength: 8,
    });
    let matched = 0;
    fc.assert(
      fc.property(pattern, letters, fc.boolean(), (source, all, ignoreCase) => {
        const subject = all.join("");
        let regex: ReturnType<typeof compileRegex>;
        try {
          regex = compileRegex({ kind: "regex", source, ignoreCase, multiLine: false, dotAll: false });
        } catch {
          return;
        }
        if (!regex.test(subject)) return;
        matched++;
        expect(fold(subject)).toContain(regex.literal);
      }),
      { numRuns: 5000 },
    );
    expect(matched).toBeGreaterThan(500);
  });

  it("SG-135 is looked for with a folding that knows every pair of letters the expression takes for one", () => {
    const letters = Array.from({ length: 0x1f00 }, (_, code) => String.fromCodePoint(code)).filter(
      (letter) => letter.toLowerCase() !== letter || letter.toUpperCase() !== letter,
    );
    const text = letters.join("\n");
    const unlike = letters.flatMap((letter) =>
      [...RE2JS.compile(RE2JS.quote(letter), RE2JS.CASE_INSENSITIVE).matchAll(text)]
        .filter(([found = ""]) => fold(found) !== fold(letter))
        .map(([found]) => [letter, found]),
    );
    expect(unlike).toEqual([]);
  });
});
