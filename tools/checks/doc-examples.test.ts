import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { examplesOf, matches } from "./doc-examples.ts";

describe("examplesOf()", () => {
  it("HS-31 finds the commands of nightlatch in console blocks, and leaves other commands and blocks alone", () => {
    const page = [
      "```sh",
      "$ nightlatch not this one",
      "```",
      "```console exit=3",
      "$ npm install",
      "added",
      '$ nightlatch scan "a b.json" --format text',
      "one",
      "…",
      "$ npm run nightlatch -- rules test",
      "```",
    ].join("\n");
    expect(examplesOf("docs/a.md", page)).toEqual([
      { file: "docs/a.md", line: 7, args: ["scan", "a b.json", "--format", "text"], expected: ["one", "…"], exit: 3 },
      { file: "docs/a.md", line: 10, args: ["rules", "test"], expected: [], exit: 3 },
    ]);
  });
});

describe("matches()", () => {
  it("HS-31 compares line by line; an ellipsis stands for any lines, or any text inside a line", () => {
    expect(matches(["one", "…", "four"], "one\ntwo\nthree\nfour\n")).toBe(true);
    expect(matches(["one", "…", "four"], "one\nfour\n")).toBe(true);
    expect(matches(["took … s (1.5 MB)"], "took 12 s (1.5 MB)\n")).toBe(true);
    expect(matches(["took … s (1.5 MB)"], "took 12 s (125 MB)\n")).toBe(false);
    expect(matches(["one", "…"], "two\n")).toBe(false);
  });

  it("HS-31 every text is what it is", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[!-~]{1,20}$/), { minLength: 1 }), (lines) => {
        expect(matches(lines, lines.join("\n"))).toBe(true);
        expect(matches(lines, `${lines.join("\n")}\nmore`)).toBe(false);
      }),
    );
  });
});
