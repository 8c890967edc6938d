import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareDecimals, readDecimal } from "./decimal.ts";

function compare(a: string, b: string): number {
  return Math.sign(compareDecimals(readDecimal(a)!, readDecimal(b)!));
}

describe("decimal numbers", () => {
  it("SG-128 are compared by their digits, however many", () => {
    expect(compare("9007199254740993", "9007199254740992")).toBe(1);
    expect(compare("123456789012345678901234567890", "123456789012345678901234567891")).toBe(-1);
    expect(compare("0.1", "0.10000000000000000000000000001")).toBe(-1);
    expect(compare("-2", "1")).toBe(-1);
    expect(compare("-2", "-10")).toBe(1);
    for (const [a, b] of [
      ["5", "5.0"],
      ["5", "005"],
      ["1e3", "1000"],
      ["0.001", "1E-3"],
      ["0", "-0.00e5"],
      ["1e+21", "1000000000000000000000"],
    ] as const)
      expect(compare(a, b)).toBe(0);
    expect(compare("1e999999999", "1e-999999999")).toBe(1);
  });

  it("SG-128 agree with numbers that need no more than a double", () => {
    const number = fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: -9, max: 9 }),
    );
    fc.assert(fc.property(number, number, (a, b) => compare(String(a), String(b)) === Math.sign(a - b)));
  });

  it("SG-127 are nothing but decimal", () => {
    for (const text of [
      "",
      " 5",
      "+5",
      "5.",
      ".5",
      "0x10",
      "1_000",
      "Infinity",
      "NaN",
      "1e",
      "5 ",
      "٥",
      "1e9999999999",
    ])
      expect(readDecimal(text)).toBeUndefined();
  });
});
