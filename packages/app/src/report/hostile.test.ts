import { describe, expect, it } from "vitest";
import { COLOURED, PLAIN, safeText, toHtml, toJson, toMarkdown, toOcsf, toText } from "./index.ts";
import { findingSaying, reportWith } from "./report.fixture.ts";

// What an intruder may write into a display name, a user agent or a target, hoping that a report acts on it.
const HOSTILE: Readonly<Record<string, string>> = {
  "clears the screen": "jo\u001b[2J\u001b[H",
  "sets the title, then rings": "jo\u001b]0;owned\u0007",
  "the same with one C1 control": "jo\u009b2J",
  "goes back and writes over": "high\r\u0008\u0008none",
  "turns letters around": "jo\u202eexe.gpj\u2066x\u2069\u200f",
  "hides letters": "jo\u200b\u00ad\ufeff\u{e0041}\u3164",
  "breaks lines": "jo\n\n# Nothing was found\u2028\u2029",
  "a lone surrogate": "jo\ud800!",
  "runs a script": `"><script>alert(1)</script><img src=x onerror=alert(1)>`,
  "leaves an attribute": `' onmouseover='alert(1)' "x"`,
  "is an entity": "&lt;b&gt;&#x202e;",
  "is Markdown": "**bold** _it_ `code` [click](javascript:alert(1)) ![x](https://evil.example/x.png) | a | b |\\",
  "is a link by itself": "https://evil.example/ www.evil.example <https://evil.example/>",
  "calls people": "@everyone (@team) jo@example.com",
  "is a heading": "# owned",
  "is a list": "- [ ] 1. owned",
};

// By their numbers, written anew: C0, C1 and DEL but for the line feed, soft hyphen, joiners, separators,
// bidirectional controls, the byte order mark, a filler, lone surrogates, tags.
const ACTING: readonly (readonly [from: number, to: number])[] = [
  [0x00, 0x09],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0xfeff, 0xfeff],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xe0000, 0xe007f],
];

function actingIn(text: string): readonly string[] {
  return Array.from(text).filter((character) => {
    const code = character.codePointAt(0) ?? 0;
    return ACTING.some(([from, to]) => code >= from && code <= to);
  });
}

describe.each(Object.entries(HOSTILE))("a text that %s", (_, text) => {
  const report = reportWith([findingSaying(text)], text);

  it("CL-33 acts in no format", () => {
    for (const written of [
      toText(report, { paint: PLAIN, width: 100 }),
      toMarkdown(report),
      toHtml(report),
      toJson(report),
      toOcsf(report),
    ])
      expect(actingIn(written)).toEqual([]);
  });

  it("CL-33 stays what it is for a machine", () => {
    expect(JSON.parse(toJson(report))).toEqual(JSON.parse(JSON.stringify(report)));
    expect(JSON.parse(toOcsf(report))).toMatchObject({ message: JSON.parse(JSON.stringify(text)) as string });
  });

  it("CL-33 makes no markup", () => {
    const html = toHtml(report);
    const calm = toHtml(reportWith([findingSaying("calm")], "calm"));
    expect(tagsOf(html)).toEqual(tagsOf(calm));
    expect(html.split("\n")).toHaveLength(calm.split("\n").length);
    const markdown = toMarkdown(report);
    expect(markdown.split("\n")).toHaveLength(
      toMarkdown(reportWith([findingSaying("calm")], "calm")).split("\n").length,
    );
    expect(/(?<!\\)(?:\[|<|`|!\[)|(?<![\\:])https?:\/\/|\bwww\.e|(?<![\w.])@\w/.exec(markdown)?.[0]).toBeUndefined();
    // Every row has as many cells as its head.
    for (const table of markdown
      .trimEnd()
      .split("\n\n")
      .filter((block) => block.startsWith("|")))
      expect(new Set(table.split("\n").map((line) => line.split(/(?<!\\)\|/).length)).size).toBe(1);
  });
});

function tagsOf(html: string): readonly string[] {
  return html.match(/<[^>]*>/g) ?? [];
}

describe("safeText", () => {
  it("CL-33 shows what would act by its number, and leaves the letters of the world alone", () => {
    expect(safeText("jo\u202e\u001b[2J")).toBe("jo<U+202E><U+001B>[2J");
    expect(safeText("Zoë Łęcka 山田 Ωμέγα 🙂 «x»")).toBe("Zoë Łęcka 山田 Ωμέγα 🙂 «x»");
  });
});

describe("the report in HTML", () => {
  it("CL-34 holds no script, fetches nothing, and forbids both", () => {
    const html = toHtml(reportWith([findingSaying("calm")]));
    expect(html).toMatch(
      /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'">/,
    );
    expect(/<script|\son\w+=|javascript:|\b(?:src|href)=|url\(|@import/i.exec(html)).toBeNull();
  });
});

describe("colours", () => {
  it("CL-35 add nothing that is not said without them", () => {
    const report = reportWith([findingSaying("calm")]);
    const coloured = toText(report, { paint: COLOURED, width: 100 });
    expect(coloured).toContain("\u001b[");
    const [first, ...rest] = coloured.split("\u001b[");
    const bare = [first, ...rest.map((part) => part.slice(part.indexOf("m") + 1))].join("");
    expect(bare).toBe(toText(report, { paint: PLAIN, width: 100 }));
  });
});
