import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "./fold.ts";

describe("fold", () => {
  it("SG-123 makes texts equal that differ in case only", () => {
    for (const [a, b] of [
      ["EventType", "eventtype"],
      ["straße", "STRASSE"],
      ["ẞ", "ß"],
      ["ΟΔΟΣ", "οδος"],
      ["ﬁle", "FILE"],
      ["\u212a", "k"],
      ["ſ", "S"],
      ["\u{10400}", "\u{10428}"],
    ] as const)
      expect(fold(a)).toBe(fold(b));
    expect(fold("e\u0301")).not.toBe(fold("e"));
  });

  it("SG-123 treats every character the same, in whichever case it comes, folded or not", () => {
    const characters = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code));
    const unlike = characters.filter((character) => {
      const forms = [fold(character), character.toLowerCase(), character.toUpperCase()];
      return forms.some((form) => fold(form) !== forms[0]);
    });
    expect(unlike).toEqual([]);
  });

  it("SG-123 folds a part of a text to a part of the folded text", () => {
    const piece = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("Σ", "ς", "ß", "İ", "ﬁ", "I\u0307", "Α"));
    fc.assert(fc.property(piece, piece, (a, b) => fold(a + b) === fold(a) + fold(b)));
  });
});
