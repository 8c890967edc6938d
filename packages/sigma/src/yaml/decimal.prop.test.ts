import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalDecimal } from "./decimal.ts";

describe("canonical decimals", () => {
  it("SG-26 a numeral keeps its value, whatever its notation", () => {
    const numeral = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }).map(String),
      fc.double({ noNaN: true, min: -1e21, max: 1e21 }).map((number) => number.toExponential()),
    );
    fc.assert(
      fc.property(numeral, (text) => {
        const decimal = canonicalDecimal(text);
        expect(decimal).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
        expect(Number(decimal)).toBe(Number(text) + 0);
      }),
    );
  });

  it("SG-26 integers of any length keep all their digits", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat({ max: 9 }), (number, zeros) => {
        const text = number < 0n ? `-${"0".repeat(zeros)}${-number}` : `${"0".repeat(zeros)}${number}`;
        expect(canonicalDecimal(text)).toBe(String(number));
      }),
    );
    expect(canonicalDecimal("1e999999")).toBeUndefined();
    expect(canonicalDecimal(".")).toBeUndefined();
    expect(canonicalDecimal("")).toBeUndefined();
  });
});
