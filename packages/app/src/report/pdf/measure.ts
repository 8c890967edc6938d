/** The two faces of a report; both are among the standard fonts of PDF (ISO 32000-1, 9.6.2.2). */
export type Face = "Helvetica" | "Helvetica-Bold";

/** Advance widths of the printable ASCII letters in thousandths of the size (Adobe Core 14 font metrics). */
const WIDTHS: Readonly<Record<Face, readonly number[]>> = {
  Helvetica: numbers(
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584",
  ),
  "Helvetica-Bold": numbers(
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584",
  ),
};
/** Of what is not ASCII, at least as wide as any of it. */
const WIDEST = 1000;

/** How wide a text is, in points. */
export function widthOf(text: string, face: Face, size: number): number {
  let sum = 0;
  // An accent makes a letter no wider.
  for (const letter of text) sum += WIDTHS[face][(letter.normalize("NFD").codePointAt(0) ?? 0) - 32] ?? WIDEST;
  return (sum * size) / 1000;
}

/** A text in lines no wider than `width` points, broken between words, and within words that are longer than a line. */
export function linesOf(text: string, { face, size, width }: { face: Face; size: number; width: number }): string[] {
  const lines: string[] = [];
  let line = "";
  const fits = (some: string): boolean => widthOf(some, face, size) <= width;
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = "";
    for (const letter of word) {
      if (line !== "" && !fits(line + letter)) {
        lines.push(line);
        line = "";
      }
      line += letter;
    }
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

function numbers(text: string): readonly number[] {
  return text.split(" ").map(Number);
}
