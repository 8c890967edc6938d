import { deflateSync } from "node:zlib";
import { codesOf } from "./win-ansi.ts";

/** Something of a PDF before it has a number: what it says, by the numbers of others. */
export interface PdfPage {
  /** Drawing operators (ISO 32000-1, annex A). */
  readonly content: Buffer;
}

/** A place in the outline. */
export interface PdfMark {
  readonly title: string;
  /** From 0. */
  readonly page: number;
  /** Points from the lower edge. */
  readonly top: number;
}

/**
 * A file of PDF 1.7 with two standard fonts, an outline and nothing that acts: no scripts, links, forms, attachments.
 * The same pages make the same bytes (ISO 32000-1, 7.5).
 */
export function pdfFile(
  pages: readonly PdfPage[],
  {
    title,
    marks,
    size,
  }: {
    readonly title: string;
    readonly marks: readonly PdfMark[];
    readonly size: readonly [width: number, height: number];
  },
): Buffer {
  const objects: (string | Buffer)[] = [];
  const add = (object: string | Buffer): number => objects.push(object);
  const catalog = add("");
  const tree = add("");
  const outline = add("");
  const fonts = ["Helvetica", "Helvetica-Bold"].map((name) =>
    add(`<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`),
  );
  const resources = `<< /Font << ${fonts.map((id, n) => `/F${n + 1} ${id} 0 R`).join(" ")} >> >>`;
  const numbers = pages.map(({ content }) => {
    const packed = deflateSync(content, { level: 9 });
    const head = Buffer.from(`<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`);
    const stream = add(Buffer.concat([head, packed, Buffer.from("\nendstream")]));
    const box = `/MediaBox [0 0 ${size.join(" ")}]`;
    return add(`<< /Type /Page /Parent ${tree} 0 R ${box} /Resources ${resources} /Contents ${stream} 0 R >>`);
  });
  const info = add(`<< /Title ${textOf(title)} /Producer (Nightlatch) >>`);
  const first = objects.length + 1;
  for (const [n, mark] of marks.entries()) {
    const before = n === 0 ? "" : ` /Prev ${first + n - 1} 0 R`;
    const after = n === marks.length - 1 ? "" : ` /Next ${first + n + 1} 0 R`;
    const at = `/Dest [${numbers[mark.page] ?? 0} 0 R /XYZ null ${mark.top.toFixed(1)} null]`;
    add(`<< /Title ${textOf(mark.title)} /Parent ${outline} 0 R${before}${after} ${at} >>`);
  }
  const ends = marks.length === 0 ? "" : ` /First ${first} 0 R /Last ${first + marks.length - 1} 0 R`;
  objects[catalog - 1] =
    `<< /Type /Catalog /Pages ${tree} 0 R /Outlines ${outline} 0 R /PageMode /UseOutlines /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>`;
  objects[tree - 1] = `<< /Type /Pages /Kids [${numbers.map((n) => `${n} 0 R`).join(" ")}] /Count ${numbers.length} >>`;
  objects[outline - 1] = `<< /Type /Outlines /Count ${marks.length}${ends} >>`;
  return written(objects, { root: catalog, info });
}

function written(
  objects: readonly (string | Buffer)[],
  { root, info }: { readonly root: number; readonly info: number },
): Buffer {
  // The second line says that the file is no text (ISO 32000-1, 7.5.2).
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n", "latin1")];
  let length = parts[0]?.length ?? 0;
  const places = objects.map((object, n) => {
    const at = length;
    const part = Buffer.concat([Buffer.from(`${n + 1} 0 obj\n`), Buffer.from(object), Buffer.from("\nendobj\n")]);
    parts.push(part);
    length += part.length;
    return at;
  });
  const rows = places.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  const end = `trailer\n<< /Size ${objects.length + 1} /Root ${root} 0 R /Info ${info} 0 R >>\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(table + end)]);
}

/** A text as a string of hexadecimal digits, in which nothing can end it (ISO 32000-1, 7.3.4.3). */
export function textOf(text: string): string {
  return `<${codesOf(text).toString("hex")}>`;
}
