import { safeText } from "../safe-text.ts";

/** The part of WinAnsiEncoding that is not Latin-1, from 0x80 on (ISO 32000-1, annex D.2); `""` where there is nothing. */
const ABOVE: readonly string[] = Array.from("€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ", (one) => (one === " " ? "" : one));
const CODES: ReadonlyMap<string, number> = new Map(
  ABOVE.flatMap((one, n) => (one === "" ? [] : [[one, 0x80 + n] as const])),
);
/** Signs of our own reports that the encoding lacks, in those that it has. */
const LIKE: ReadonlyMap<string, string> = new Map([
  ["−", "–"],
  ["→", "->"],
  ["≤", "<="],
  ["≥", ">="],
  ["\u202f", " "],
]);

/**
 * A text in the letters of the standard fonts, which every reader of PDF has. What they lack is written as its code
 * point, such as `<U+0416>`; of a letter with an accent they lack, only the accent (`C<U+030C>apek`). So two names that
 * differ never look the same; the other forms of the report have them as they are.
 */
export function winAnsi(text: string): string {
  let written = "";
  for (const letter of safeText(text)) {
    if (isWritable(letter)) written += letter;
    else
      for (const part of LIKE.get(letter) ?? letter.normalize("NFD")) written += isWritable(part) ? part : point(part);
  }
  return written;
}

/** The codes of a text that `winAnsi` made. */
export function codesOf(text: string): Buffer {
  return Buffer.from(Array.from(text, (letter) => CODES.get(letter) ?? letter.codePointAt(0) ?? 0x3f));
}

function isWritable(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff) || CODES.has(letter);
}

function point(letter: string): string {
  return `<U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
}
