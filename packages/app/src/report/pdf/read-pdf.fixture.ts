/** Reads a PDF back, by the structure of ISO 32000-1 and not by how ours is written: table, trailer, pages, text. */
import { inflateSync } from "node:zlib";

export interface ReadPdf {
  /** Objects by their number, as they stand in the file. */
  readonly objects: ReadonlyMap<number, string>;
  /** Lines of each page, from the top. */
  readonly pages: readonly (readonly string[])[];
  readonly outline: readonly string[];
  readonly title: string;
}

const LATIN = new TextDecoder("windows-1252");

/** Throws RangeError for what is no PDF. */
export function readPdf(bytes: Buffer): ReadPdf {
  const text = bytes.toString("latin1");
  if (!text.startsWith("%PDF-1.7\n") || !text.endsWith("%%EOF\n")) throw new RangeError("Neither head nor end");
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const [, count = ""] = /^xref\n0 (\d+)\n/.exec(text.slice(start)) ?? [];
  const rows = text
    .slice(start)
    .split("\n")
    .slice(2, 2 + Number(count));
  const places = rows.map((row) => Number(row.slice(0, 10)));
  const ends = [...places.slice(1).toSorted((a, b) => a - b), start];
  const objects = new Map<number, string>();
  for (const [n, at] of places.entries()) {
    if (n === 0) continue;
    const end = ends[ends.indexOf(at) + 1] ?? start;
    const object = /^(\d+) 0 obj\n([\s\S]*)\nendobj\n$/.exec(text.slice(at, end));
    if (object === null || Number(object[1]) !== n) throw new RangeError(`Object ${n} is not at ${at}`);
    objects.set(n, object[2] ?? "");
  }
  const one = (id: string | undefined): string => objects.get(Number(id)) ?? "";
  const trailer = /trailer\n<< \/Size (\d+) \/Root (\d+) 0 R \/Info (\d+) 0 R >>/.exec(text);
  if (Number(trailer?.[1]) !== places.length) throw new RangeError("The trailer's size is another");
  const catalog = one(trailer?.[2]);
  const tree = one(/\/Pages (\d+) 0 R/.exec(catalog)?.[1]);
  const pages = [...(/\/Kids \[([^\]]*)\]/.exec(tree)?.[1] ?? "").matchAll(/(\d+) 0 R/g)].map(([, id]) => {
    const page = one(id);
    const content = one(/\/Contents (\d+) 0 R/.exec(page)?.[1]);
    const [, length = ""] = /\/Length (\d+)/.exec(content) ?? [];
    const at = content.indexOf("stream\n") + 7;
    return linesIn(inflateSync(Buffer.from(content.slice(at, at + Number(length)), "latin1")).toString("latin1"));
  });
  const outline: string[] = [];
  for (let id = /\/First (\d+) 0 R/.exec(one(/\/Outlines (\d+) 0 R/.exec(catalog)?.[1]))?.[1]; id !== undefined;) {
    outline.push(stringIn(/\/Title <([0-9a-f]*)>/.exec(one(id))?.[1]));
    id = /\/Next (\d+) 0 R/.exec(one(id))?.[1];
  }
  return { objects, pages, outline, title: stringIn(/\/Title <([0-9a-f]*)>/.exec(one(trailer?.[3]))?.[1]) };
}

/** All of its text: texts at one height are one line. */
export function textIn(bytes: Buffer): string {
  return readPdf(bytes).pages.flat().join("\n");
}

function linesIn(operators: string): readonly string[] {
  const lines = new Map<string, string[]>();
  for (const [, y = "", hex] of operators.matchAll(/Tf [\d.]+ ([\d.]+) Td <([0-9a-f]*)> Tj/g))
    lines.set(y, [...(lines.get(y) ?? []), stringIn(hex)]);
  return [...lines.values()].map((parts) => parts.join(" "));
}

function stringIn(hex = ""): string {
  return LATIN.decode(Buffer.from(hex, "hex"));
}
