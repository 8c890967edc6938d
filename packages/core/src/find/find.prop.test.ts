import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completeFind } from "./complete.ts";
import { findQueries, findWord } from "./find.fixture.ts";
import { parseFind, type ParsedFind } from "./parse.ts";
import { printFind } from "./print.ts";
import { showFindProblem } from "./problem.ts";

const piece = fc.oneof(
  { weight: 2, arbitrary: findWord },
  fc.constantFrom("user", "type", "ip", "asn", "proxy", "text", "since", "until", "a.b", "record.x", "usr"),
  fc.constantFrom(
    "=",
    "!=",
    "~",
    "!~",
    "<",
    ">=",
    "(",
    ")",
    ",",
    " ",
    " and ",
    " or ",
    "not ",
    '"',
    "\\",
    "7d",
    "*",
    "!",
  ),
);
const texts = fc.oneof(
  fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 30 }),
  findQueries.map(printFind),
);

/** What an answer of the parser breaks. */
function wrongWith(text: string, parsed: ParsedFind): string {
  if ("query" in parsed)
    return isDeepStrictEqual(parseFind(printFind(parsed.query)), parsed) ? "" : "it is printed otherwise";
  const { at, length, message } = parsed.problem;
  if (at < 0 || length < 0 || at + length > text.length) return "its place is outside";
  const caret = showFindProblem(text, parsed.problem).split("\n").at(-1) ?? "";
  return message !== "" && /^ {2} *\^+$/.test(caret) ? "" : "it does not show where";
}

describe("the language of find", () => {
  it("HT-20 a query that is printed and read again is the same query", () => {
    fc.assert(
      fc.property(findQueries, (query) => {
        expect([printFind(query), parseFind(printFind(query))]).toEqual([printFind(query), { query }]);
      }),
      { numRuns: 3000 },
    );
  });

  it("HT-21 any text is read or refused with a place inside it, and what is read can be printed", () => {
    let read = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseFind(text);
        if ("query" in parsed) read++;
        expect(wrongWith(text, parsed)).toBe("");
      }),
      { numRuns: 5000 },
    );
    expect(read).toBeGreaterThan(500);
  });

  it("HT-28 any place of any text can be completed, and a completion begins as what was typed", () => {
    fc.assert(
      fc.property(texts, fc.nat(30), (text, place) => {
        const cursor = Math.min(place, text.length);
        const { from, options } = completeFind(text, cursor, () => ["Zoë Example", "a"]);
        expect(from >= 0 && from <= cursor).toBe(true);
        const typed = text.slice(from, cursor).replace(/^"/, "").toLowerCase();
        const begins = options.every((one) => one.text.replace(/^"/, "").toLowerCase().startsWith(typed));
        expect(begins).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
