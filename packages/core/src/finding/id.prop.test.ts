import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claimId } from "./id.ts";

/** FNV-1a as it is written down, in whole numbers of any length. */
function plainly(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const char of text) hash = ((hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return `nl-${hash.toString(16).padStart(16, "0")}`;
}

describe("the id of a claim", () => {
  it("DT-41 is FNV-1a over 64 bits of its parts", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (parts) => {
        expect(claimId(parts)).toBe(plainly(parts.join("\u0000")));
      }),
    );
  });
});
