import type { Block } from "../page.ts";
import { type Face, linesOf, widthOf } from "./measure.ts";
import { pdfFile, type PdfMark, textOf } from "./pdf-file.ts";
import { winAnsi } from "./win-ansi.ts";

/** What a PDF is made of. */
export type PdfBlock = Extract<Block, { kind: "title" | "heading" | "text" | "facts" | "list" | "table" }>;

/** A4, in points. */
const SIZE = [595.28, 841.89] as const;
const MARGIN = 48;
const WIDTH = SIZE[0] - 2 * MARGIN;
const BODY = 9;
const LEADING = 12.5;
const GAP = 8;
const FONT: Readonly<Record<Face, string>> = { Helvetica: "/F1", "Helvetica-Bold": "/F2" };

interface Cell {
  readonly text: string;
  readonly x: number;
  readonly width: number;
  readonly face: Face;
  readonly size: number;
}

/**
 * Blocks as a PDF in the standard fonts, with an outline, numbered pages and nothing that acts. Letters that these fonts
 * lack are written as code points, and the first page says so when there are any.
 */
export function pdfPage(title: string, blocks: readonly PdfBlock[]): Buffer {
  const pages = new Pages();
  const lacks = blocks.some((block) => /<U\+[0-9A-F]{4,6}>/.test(winAnsi(textsOf(block).join(""))));
  for (const [n, block] of blocks.entries()) {
    pages.block(block);
    if (n === 0 && lacks)
      pages.paragraph("Letters that the fonts of this file lack are written as their code points, such as <U+0416>.");
  }
  return pages.file(winAnsi(title));
}

class Pages {
  readonly #pages: string[][] = [[]];
  readonly #marks: PdfMark[] = [];
  /** Where the next line begins, from the lower edge. */
  #y = SIZE[1] - MARGIN;

  block(block: PdfBlock): void {
    switch (block.kind) {
      case "title": {
        const severity = block.severity === undefined ? "" : ` (${block.severity})`;
        this.#mark(block.text);
        this.#row([{ text: `${block.text}${severity}`, x: 0, width: WIDTH, face: "Helvetica-Bold", size: 16 }], 20);
        break;
      }
      case "heading":
        // A heading does not stand alone at the end of a page.
        if (this.#y < MARGIN + 5 * LEADING) this.#turn();
        this.#y -= GAP;
        this.#mark(block.text);
        this.#row([{ text: block.text, x: 0, width: WIDTH, face: "Helvetica-Bold", size: 12 }], 16);
        break;
      case "text":
        this.paragraph(block.text);
        break;
      case "list":
        for (const [n, text] of block.items.entries())
          this.#row([plain(block.ordered ? `${n + 1}.` : "•", 0, 16), plain(text, 16, WIDTH - 16)]);
        break;
      case "facts":
        for (const [label, value] of block.rows)
          this.#row([{ ...plain(label, 0, 90), face: "Helvetica-Bold" }, plain(value, 100, WIDTH - 100)]);
        break;
      case "table":
        this.#table(block);
        break;
    }
    this.#y -= GAP / 2;
  }

  paragraph(text: string): void {
    this.#row([plain(text, 0, WIDTH)]);
  }

  file(title: string): Buffer {
    const all = this.#pages.length;
    const pages = this.#pages.map((drawn, n) => {
      const foot = `${title}, page ${n + 1} of ${all}`;
      return {
        content: Buffer.from([...drawn, show(foot, { x: MARGIN, y: 28, face: "Helvetica", size: 8 })].join("\n")),
      };
    });
    return pdfFile(pages, { title, marks: this.#marks, size: SIZE });
  }

  #table({ head, rows }: Extract<PdfBlock, { kind: "table" }>): void {
    const widths = columnWidths([head, ...rows]);
    const cells = (row: readonly string[], face: Face): readonly Cell[] => {
      let x = 0;
      return row.map((text, n) => {
        const width = widths[n] ?? 0;
        const cell = { ...plain(text, x, width - GAP), face };
        x += width;
        return cell;
      });
    };
    this.#row(cells(head, "Helvetica-Bold"));
    this.#rule();
    for (const row of rows) this.#row(cells(row, "Helvetica"));
  }

  /** Cells beside each other, as many lines as the longest needs; what does not fit goes on on the next page. */
  #row(cells: readonly Cell[], leading = LEADING): void {
    const lines = cells.map((cell) => linesOf(winAnsi(cell.text), cell));
    const most = Math.max(...lines.map(({ length }) => length));
    for (let n = 0; n < most; n++) {
      if (this.#y - leading < MARGIN) this.#turn();
      this.#y -= leading;
      for (const [column, { x, face, size }] of cells.entries()) {
        const text = lines[column]?.[n] ?? "";
        if (text !== "") this.#draw(show(text, { x: MARGIN + x, y: this.#y, face, size }));
      }
    }
  }

  #rule(): void {
    const y = (this.#y - 3).toFixed(2);
    this.#draw(`0.5 w ${MARGIN} ${y} m ${(MARGIN + WIDTH).toFixed(2)} ${y} l S`);
    this.#y -= 4;
  }

  #draw(operators: string): void {
    this.#pages.at(-1)?.push(operators);
  }

  #turn(): void {
    this.#pages.push([]);
    this.#y = SIZE[1] - MARGIN;
  }

  #mark(text: string): void {
    this.#marks.push({ title: winAnsi(text), page: this.#pages.length - 1, top: this.#y });
  }
}

function plain(text: string, x: number, width: number): Cell {
  return { text, x, width, face: "Helvetica", size: BODY };
}

function show(
  text: string,
  { x, y, face, size }: { readonly x: number; readonly y: number; readonly face: Face; readonly size: number },
): string {
  return `BT ${FONT[face]} ${size} Tf ${x.toFixed(2)} ${y.toFixed(2)} Td ${textOf(text)} Tj ET`;
}

/** Short columns are as wide as their longest text, and the last takes what is left: at least half of the page. */
function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const count = rows[0]?.length ?? 0;
  const most = WIDTH / 2 / Math.max(1, count - 1);
  const widths = Array.from({ length: count - 1 }, (_, n) => {
    const longest = rows.reduce((max, row) => Math.max(max, widthOf(winAnsi(row[n] ?? ""), "Helvetica-Bold", BODY)), 0);
    return Math.min(longest + GAP, most);
  });
  return [...widths, WIDTH - widths.reduce((sum, one) => sum + one, 0) + GAP];
}

function textsOf(block: PdfBlock): readonly string[] {
  switch (block.kind) {
    case "title":
    case "heading":
    case "text":
      return [block.text];
    case "list":
      return block.items;
    case "facts":
      return block.rows.flat();
    case "table":
      return [...block.head, ...block.rows.flat()];
  }
}
