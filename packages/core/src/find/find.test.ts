import { describe, expect, it } from "vitest";
import { completeFind } from "./complete.ts";
import { parseFind } from "./parse.ts";
import { printFind } from "./print.ts";
import { showFindProblem } from "./problem.ts";

/** A query as it is understood, or what is said about it. */
function said(text: string): string {
  const parsed = parseFind(text);
  return "query" in parsed
    ? printFind(parsed.query)
    : `${parsed.problem.code} ${showFindProblem(text, parsed.problem)}`;
}

function options(text: string, known: readonly string[] = []): readonly string[] {
  return completeFind(text, text.length, () => known).options.map((option) => option.text);
}

describe("a query", () => {
  it.each([
    ["user=jo@example.com since=7d type=user.session.*", "since=1w user=jo@example.com type=user.session.*"],
    ["USER=jo AND type=a", "user=jo type=a"],
    ["type=a or type=b user=c", "type=a or (type=b user=c)"],
    ["not (a or b) c", "not (text~a or text~b) text~c"],
    ['country=(Norway, "New Zealand")', 'country=(Norway, "New Zealand")'],
    ["user!=jo agent!~curl", "not user=jo not agent~curl"],
    ["asn>=64496 asn<65000", "asn>=64496 asn<65000"],
    ["debugContext.debugData.risk~HIGH record.severity=WARN", "debugContext.debugData.risk~HIGH record.severity=WARN"],
    ["ip=192.0.2.0/24", "ip=192.0.2.0/24"],
    [
      "since=2026-01-05 until=2026-01-06T09:30:00+01:00",
      "since=2026-01-05T00:00:00.000Z until=2026-01-06T08:30:00.000Z",
    ],
    [String.raw`reason="a \"b\" \*"`, String.raw`reason="a \"b\" \*"`],
    ["", ""],
  ])("HT-22 %s is read as %s", (text, wanted) => {
    expect(said(text)).toBe(wanted);
  });

  it.each([
    ["usr=jo type=a", `There is no field "usr"; did you mean "user"?`, "^^^"],
    ["user=jo kuntry=x", `There is no field "kuntry"; did you mean "country"?`, "        ^^^^^^"],
    ["type=a (user=b", "This bracket is not closed", "       ^"],
    ["type=a)", `")" closes or joins nothing here`, "      ^"],
    ["type=", `A value is wanted behind "="`, "    ^"],
    ["country=(a b)", "This list is not closed", "        ^"],
    ['reason="a', "A quote is opened here and not closed", "       ^^"],
    ["a or", `"or" wants something on both sides`, "  ^^"],
    ["a or or b", `"or" wants something on both sides`, "  ^^"],
    ["and a", `"and" wants something on both sides`, "^^^"],
    ["not", `"not" wants something behind it`, "^^^"],
    ["=a", `"=" wants a field in front of it`, "^"],
    ["user>5", `user holds no numbers`, "^^^^"],
    ["asn>many", "many is no number", "    ^^^^"],
    ["proxy=yes", "proxy is true or false", "      ^^^"],
    ["ip=192.0.2.0/40", "192.0.2.0/40 is no block of addresses", "   ^^^^^^^^^^^^"],
    ["text=a", "The text is only searched", "^^^^"],
    ["since=yesterday", `"yesterday" is no time`, "      ^^^^^^^^^"],
    ["since=2026-02-30", `"2026-02-30" is no time`, "      ^^^^^^^^^^"],
    ["since=7d since=8d", "since is given twice", "         ^^^^^"],
    ["since=7d or a", "since and until are about the whole query", "^^^^^"],
    ["not since=7d", "since and until are about the whole query", "    ^^^^^"],
    ["zoë=😀 type>x", "There is no field", "^^^"],
    ["type=😀 asn>x", "x is no number", "           ^"],
  ])("HT-23 %s is refused with the place under it", (text, message, under) => {
    const [first = "", shown, caret] = said(text).split("\n");
    expect(first).toMatch(/^NL-FIND-[A-Z]+ /);
    expect(first).toContain(message);
    expect(shown).toBe(`  ${text}`);
    expect(caret).toBe(`  ${under}`);
  });

  it("HT-24 goes at most so deep, and is at most so long", () => {
    expect(said(`${"not ".repeat(32)}a`)).toContain("not text~a");
    expect(said("(".repeat(100_000))).toContain("NL-FIND-SYNTAX");
    expect(said(`${"(".repeat(5000)}a`)).toContain("at most 32 deep");
  });
});

describe("completion", () => {
  it("HT-28 offers fields, values and words where they can stand", () => {
    expect(options("us")).toEqual(["user="]);
    expect(options("")).toContain("type=");
    expect(options("type=a o")).toEqual(["or", "org=", "outcome=", "os="]);
    expect(options("outcome=S")).toEqual(["SUCCESS", "SKIPPED"]);
    expect(options("outcome=(SUCCESS, F")).toEqual(["FAILURE"]);
    expect(options("since=")).toEqual(["1h", "24h", "7d", "30d"]);
    expect(options("type=user.s", ["user.session.start", "group.add"])).toEqual(["user.session.start"]);
    expect(options('country="New', ["New Zealand"])).toEqual(['"New Zealand"']);
    expect(options("nonsense=")).toEqual([]);
    expect(completeFind("type=a user=b", 2)).toMatchObject({ from: 0, options: [{ text: "type=" }] });
  });
});
