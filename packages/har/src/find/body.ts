import { isHex, isRandom, isUuid } from "../secret/random.ts";
import { shapeOf } from "../secret/shapes.ts";
import { fromBase64, SIXBIT } from "../encoding/base64.ts";
import { binary } from "../encoding/binary.ts";
import { packingOf } from "../encoding/compressed.ts";
import { readCsv } from "./csv.ts";
import { readMultipart } from "./fields.ts";
import { readJson } from "./json-body.ts";
import type { Context, Judge, Reader, Span } from "./judge.ts";
import { foundNamed } from "./named.ts";
import { readTags } from "./tags.ts";
import { isBinaryHead, isTextual, unpacked } from "./tokens.ts";
import { isForm } from "./value.ts";
import type { View } from "./view.ts";

/** What is written before JSON so that a page cannot load it as a script. */
const GUARD =
  /^(?:\s*(?:\)\]\}'?,?|while\s*\(1\);?|for\s*\(;;\);?|\/\*-secure-|data:|event:[^\n]*\n(?:id:[^\n]*\n)?data:)\s*)+/;

/** The first bytes of gzip and zlib, each a char of its own in UTF-8, or lost to the mark of a broken one. */
const PACKED_AS_TEXT = [
  "\u001f\u00c2\u008b\b",
  "\u001f\u00ef\u00bf\u00bd\b",
  "x\u00c2\u009c",
  "x\u00c3\u009a",
  "x\u0001",
];

/** A body of any sort, told by its content: JSON, lines of JSON, forms, multipart, markup, base64, scripts, text. */
export const readBody: Reader = (judge, view, { start, end }, context) => {
  const { bytes } = view;
  let at = start;
  while (at < end && (bytes[at] ?? 0) <= 0x20) at++;
  if (at >= end) return;
  const head = binary(bytes, at, Math.min(end, at + 80));
  const mark = binary(bytes, start, Math.min(end, start + 6));
  if (PACKED_AS_TEXT.some((packed) => mark.startsWith(packed))) {
    judge.withhold(view, { start, end }, context, "Packed in gzip, and written as text");
    return;
  }
  const guard = GUARD.exec(head);
  const first = bytes[at + (guard?.[0].length ?? 0)];
  if (first === 0x7b || first === 0x5b) {
    const past = jsonLines(judge, view, { start: at + (guard?.[0].length ?? 0), end }, context);
    if (past >= end) return;
    at = past;
  } else if (head.startsWith("--") && /name=/i.test(binary(bytes, at, Math.min(end, at + 400)))) {
    readMultipart(judge, view, { start: at, end }, context);
    return;
  } else if (context.kind !== "code" && wholeToken(judge, view, { start: at, end }, context)) {
    return;
  } else if (isWholeBase64(bytes, { start: at, end })) {
    wholeBase64(judge, view, { start: at, end }, context);
    return;
  } else if (isForm(bytes, { start: at, end }) && !hasBlank(bytes, { start: at, end })) {
    judge.read.form(judge, view, { start: at, end }, context);
    return;
  }
  if (context.kind === "plain") readCsv(judge, view, { start: at, end }, context);
  if (first === 0x3c || context.kind === "code") readTags(judge, view, { start: at, end }, context);
  judge.read.text(judge, view, { start: at, end }, context);
};

/** Longer ones are data. */
const LONGEST_TOKEN = 4096;

/** A body that is one word, such as an endpoint for tokens answers: in quotes or without. @returns whether it was one */
function wholeToken(judge: Judge, view: View, { start, end }: Span, context: Context): boolean {
  const { bytes } = view;
  let [from, to] = [start, end];
  while (to > from && (bytes[to - 1] ?? 0) <= 0x20) to--;
  if (bytes[from] === 0x22 && bytes[to - 1] === 0x22) [from, to] = [from + 1, to - 1];
  if (to - from < 10 || to - from > LONGEST_TOKEN) return false;
  const text = binary(bytes, from, to);
  if (!/^[\w.+/=~:-]+$/.test(text)) return false;
  const shape = shapeOf(text);
  const isAlone = context.name === "" && (isRandom(text, 10) || isUuid(text) || (isHex(text) && to - from >= 16));
  if (shape === undefined && (!isAlone || isTextual(fromBase64(bytes, from, Math.min(to, from + 400))))) return false;
  if (shape === undefined && packingOf(fromBase64(bytes, from, Math.min(to, from + 400))) !== undefined) return false;
  foundNamed(judge, view, { start: from, end: to }, context, shape ?? "opaque");
  return true;
}

function hasBlank(bytes: Uint8Array, { start, end }: Span): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) <= 0x20) return true;
  return false;
}

/** One JSON value, or one a line. @returns where they end; `start` when there is none. */
function jsonLines(judge: Judge, view: View, { start, end }: Span, context: Context): number {
  const { bytes } = view;
  for (let at = start; ;) {
    const past = judge.json(view, { start: at, end, context }, (tape) => readJson(judge, view, tape, context));
    if (past === undefined) return at;
    at = past;
    while (at < end && (bytes[at] ?? 0) <= 0x20) at++;
    const guard = GUARD.exec(binary(bytes, at, Math.min(end, at + 80)));
    at += guard?.[0].length ?? 0;
    if (at >= end || (bytes[at] !== 0x7b && bytes[at] !== 0x5b)) return at;
  }
}

/** Nothing but base64, in lines or in one, and enough of it. */
export function isWholeBase64(bytes: Uint8Array, { start, end }: Span): boolean {
  const length = end - start;
  if (length < 24) return false;
  const step = Math.max(1, (length / 64) | 0);
  for (let at = start; at < end; at += step) if (!isBase64(bytes[at])) return false;
  if (length < 4096) for (let at = start; at < end; at++) if (!isBase64(bytes[at])) return false;
  return true;
}

function isBase64(byte: number | undefined): boolean {
  return (SIXBIT[byte ?? 0] ?? 255) <= 64 || byte === 0x0a || byte === 0x0d;
}

/** A body that is base64 as a whole: text and packed data are read, pictures and the like only searched by value. */
function wholeBase64(judge: Judge, view: View, span: Span, context: Context): void {
  const { bytes } = view;
  if (isBinaryHead(bytes, span)) return;
  const sample = fromBase64(bytes, span.start, Math.min(span.end, span.start + 800));
  const worth = span.end - span.start >= 400 || isTextual(sample);
  if (!worth) {
    judge.read.text(judge, view, span, context);
    return;
  }
  const decoded = fromBase64(bytes, span.start, span.end);
  judge.decoded(view, { ...span, codec: "base64", bytes: decoded }, context, (inner, all) =>
    unpacked(judge, inner, all, context),
  );
}
