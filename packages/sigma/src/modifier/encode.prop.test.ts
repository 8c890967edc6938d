import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64, base64Offsets, utf16, utf8 } from "./encode.ts";

const text = fc.string({ unit: "binary" });

describe("encodings", () => {
  it("SG-51 UTF-8, UTF-16 and Base64 are those of the platform", () => {
    fc.assert(
      fc.property(text, (given) => {
        const whole = given.toWellFormed();
        expect(utf8(whole)).toBe(Buffer.from(whole, "utf8").toString("latin1"));
        expect(utf16(whole, "le")).toBe(Buffer.from(whole, "utf16le").toString("latin1"));
        expect(utf16(whole, "be")).toBe(Buffer.from(whole, "utf16le").swap16().toString("latin1"));
        expect(base64(utf8(whole))).toBe(Buffer.from(whole, "utf8").toString("base64"));
      }),
    );
    expect(utf8("\ud800")).toBe("\u00ef\u00bf\u00bd");
  });

  it("SG-51 one of the three offsets is in the Base64 of whatever holds the bytes", () => {
    const bytes = fc.uint8Array({ minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(bytes, fc.uint8Array({ maxLength: 7 }), fc.uint8Array({ maxLength: 7 }), (inner, before, after) => {
        const whole = Buffer.concat([before, inner, after]).toString("base64");
        const offset = base64Offsets(Buffer.from(inner).toString("latin1"))[before.length % 3] ?? "";
        expect(offset).not.toBe("");
        expect(whole).toContain(offset);
      }),
    );
  });
});
