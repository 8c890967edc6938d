import { describe, expect, it } from "vitest";
import { linesOf, widthOf } from "./measure.ts";
import { type PdfBlock, pdfPage } from "./pdf-page.ts";
import { readPdf, textIn } from "./read-pdf.fixture.ts";
import { winAnsi } from "./win-ansi.ts";

const uid = (n: number): string => `0e4c6652-1c09-11ef-efb8-${String(n).padStart(12, "0")}`;
const BLOCKS: readonly PdfBlock[] = [
  { kind: "title", text: "Case C-1: Jo’s session — stolen", severity: "critical" },
  { kind: "text", text: "Müller, Čapek and Жанна (ends in \\ and a bracket) (" },
  { kind: "heading", text: "Timeline" },
  {
    kind: "table",
    head: ["number", "event"],
    rows: Array.from({ length: 300 }, (_, n) => [`[${n + 1}]`, uid(n)]),
  },
  { kind: "heading", text: "What is not known" },
  { kind: "list", ordered: true, items: ["one", `${"long ".repeat(100)}end`, "x".repeat(400)] },
  { kind: "facts", rows: [["Lead", "−26 h"]] },
];

describe("a report as PDF", () => {
  it("RP-12 it is read back by the structure of the format: table, trailer, pages, outline, every text", () => {
    const file = pdfPage("Nightlatch: case C-1", BLOCKS);
    const { pages, outline, title, objects } = readPdf(file);
    expect(title).toBe("Nightlatch: case C-1");
    expect(outline).toEqual(["Case C-1: Jo’s session — stolen", "Timeline", "What is not known"]);
    expect(pages.length).toBeGreaterThan(4);
    for (const [n, lines] of pages.entries())
      expect(lines.at(-1)).toBe(`Nightlatch: case C-1, page ${n + 1} of ${pages.length}`);
    const text = pages.flat().join("\n");
    for (let n = 0; n < 300; n++) expect(text).toContain(`[${n + 1}] ${uid(n)}`);
    expect(text.replaceAll("\n", "").match(/x/g)?.length).toBeGreaterThanOrEqual(400);
    expect(text).toContain("1. one");
    expect(text).toContain("Lead –26 h");
    // Only what shows; nothing that acts, fetches or hides.
    expect([...objects.values()].join()).not.toMatch(
      /\/(?:JS|JavaScript|AA|OpenAction|URI|Launch|EmbeddedFile|Annots)\b/,
    );
  });

  it("RP-12 the same report makes the same bytes", () => {
    expect(pdfPage("t", BLOCKS).equals(pdfPage("t", BLOCKS))).toBe(true);
    expect(textIn(pdfPage("t", []))).toBe("t, page 1 of 1");
  });

  it("RP-13 letters that the fonts lack are written as code points, and the page says so; what acts is shown", () => {
    const text = textIn(pdfPage("t", BLOCKS));
    expect(text).toContain("Müller, C<U+030C>apek and <U+0416><U+0430>");
    expect(text).toContain("(ends in \\ and a bracket) (");
    expect(text).toContain("are written as their code points");
    expect(textIn(pdfPage("t", [{ kind: "text", text: "plain" }]))).not.toContain("code points");
    expect(winAnsi("a\u202eb\u001b[2J→€\u{1f600}")).toBe("a<U+202E>b<U+001B>[2J->€<U+1F600>");
  });

  it("RP-12 no line is wider than its column", () => {
    for (const width of [30, 80, 300])
      for (const text of ["one two three", "W".repeat(200), "ÄÖÜ — € ".repeat(20), ""])
        for (const line of linesOf(text, { face: "Helvetica-Bold", size: 9, width }))
          expect(widthOf(line, "Helvetica-Bold", 9)).toBeLessThanOrEqual(width);
    expect(linesOf("a b", { face: "Helvetica", size: 9, width: 500 })).toEqual(["a b"]);
  });
});
