import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCsv, toTable } from "./rows.ts";
import { columns } from "./wrap.ts";

describe("rows", () => {
  it("HT-50 are a table that fits the terminal, and what would act on it is shown by its number", () => {
    const rows = {
      columns: ["a", "long"],
      rows: [
        ["1", "x".repeat(100)],
        ["\u001b[2J", "y"],
      ],
    };
    expect(toTable(rows, 40)).toBe(
      [`A            LONG`, `1            ${"x".repeat(26)}…`, `<U+001B>[2J  y`, ""].join("\n"),
    );
    expect(toTable({ ...rows, columns: ["long", "a"], whole: ["long"] }, 20)).toContain("<U+001B>[2J  y");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }))), (drawn) => {
        const table = toTable({ columns: ["a", "b"], rows: drawn }, 60);
        expect(table.split("\n").every((line) => columns(line) <= 60)).toBe(true);
      }),
    );
  });

  it("HT-51 are CSV that is read back as it was, and no cell is a formula", () => {
    expect(toCsv({ columns: ["a", "b"], rows: [['say "hi"', "x,y\nz"]] })).toBe('a,b\r\n"say ""hi""","x,y\nz"\r\n');
    for (const formula of ["=1+1", "+1", "-1", "@x", "\t=1"])
      expect(
        toCsv({ columns: ["a"], rows: [[formula]] })
          .split("\r\n")[1]
          ?.replace(/^"/, ""),
      ).toBe(`'${formula}`);
  });
});
