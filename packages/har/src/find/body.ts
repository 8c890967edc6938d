import { fromBase64, SIXBIT } from "../encoding/base64.ts";
import { binary } from "../encoding/binary.ts";
import { indexIn } from "../encoding/index-in.ts";
import { isSecretUnder } from "../secret/names.ts";
import { cachedVerdict } from "../secret/verdicts.ts";
import { canonical } from "./canonical.ts";
import { readMultipart } from "./fields.ts";
import { readJson } from "./json-body.ts";
import type { Context, Judge, Reader, Span } from "./judge.ts";
import { foundNamed } from "./named.ts";
import { isBinaryHead, isTextual, unpacked } from "./tokens.ts";
import { isForm } from "./value.ts";
import type { View } from "./view.ts";

/** What is written before JSON so that a page cannot load it as a script. */
const GUARD =
  /^(?:\s*(?:\)\]\}'?,?|while\s*\(1\);?|for\s*\(;;\);?|\/\*-secure-|data:|event:[^\n]*\n(?:id:[^\n]*\n)?data:)\s*)+/;

/** A body of any sort, told by its content: JSON, lines of JSON, forms, multipart, markup, base64, scripts, text. */
export const readBody: Reader = (judge, view, { start, end }, context) => {
  const { bytes } = view;
  let at = start;
  while (at < end && (bytes[at] ?? 0) <= 0x20) at++;
  if (at >= end) return;
  const head = binary(bytes, at, Math.min(end, at + 80));
  const guard = GUARD.exec(head);
  const first = bytes[at + (guard?.[0].length ?? 0)];
  if (first === 0x7b || first === 0x5b) {
    const past = jsonLines(judge, view, { start: at + (guard?.[0].length ?? 0), end }, context);
    if (past >= end) return;
    at = past;
  } else if (head.startsWith("--") && /name=/i.test(binary(bytes, at, Math.min(end, at + 400)))) {
    readMultipart(judge, view, { start: at, end }, context);
    return;
  } else if (isWholeBase64(bytes, { start: at, end })) {
    wholeBase64(judge, view, { start: at, end }, context);
    return;
  } else if (isForm(bytes, { start: at, end }) && !hasBlank(bytes, { start: at, end })) {
    judge.read.form(judge, view, { start: at, end }, context);
    return;
  }
  if (first === 0x3c || context.kind === "code") readTags(judge, view, { start: at, end }, context);
  judge.read.text(judge, view, { start: at, end }, context);
};

function hasBlank(bytes: Uint8Array, { start, end }: Span): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) <= 0x20) return true;
  return false;
}

/** One JSON value, or one a line. @returns where they end; `start` when there is none. */
function jsonLines(judge: Judge, view: View, { start, end }: Span, context: Context): number {
  const { bytes } = view;
  for (let at = start; ;) {
    const past = judge.json(view, { start: at, end }, (tape) => readJson(judge, view, tape, context));
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

const TAG = 0x3c;
/** First two letters of the elements that are read, five bits each. */
const TAGS = new Uint8Array(1024);
for (const name of ["input", "meta", "param", "option", "button", "attribute"])
  TAGS[((name.charCodeAt(0) & 0x1f) << 5) | (name.charCodeAt(1) & 0x1f)] = 1;
const WORTH = /\b(?:value|content)\s*=/i;
const NAMES = /\b(?:name|id|property|data-name|autocomplete|key)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi;
const VALUES = /\b(?:value|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/gi;

/** Tags that hold a value under a name: hidden fields of forms, meta elements, parameters; in either order. */
function readTags(judge: Judge, view: View, { start, end }: Span, context: Context): void {
  const { bytes } = view;
  for (let at = indexIn(bytes, TAG, { start, end }); at < end; at = indexIn(bytes, TAG, { start: at + 1, end })) {
    if (TAGS[(((bytes[at + 1] ?? 0) & 0x1f) << 5) | ((bytes[at + 2] ?? 0) & 0x1f)] === 0) continue;
    const stop = indexIn(bytes, 0x3e, { start: at, end });
    if (stop - at > 500_000) continue;
    const tag = binary(bytes, at, stop);
    if (!WORTH.test(tag)) continue;
    const names = [...tag.matchAll(NAMES)].map(([, a, b, c]) => a ?? b ?? c ?? "");
    const verdict = names
      .map((name) => ({ name, verdict: cachedVerdict(name) }))
      .find((one) => one.verdict !== undefined);
    if (verdict?.verdict === undefined) continue;
    for (const match of tag.matchAll(VALUES)) {
      const text = match[1] ?? match[2] ?? match[3] ?? "";
      const from = at + match.index + match[0].length - text.length - (match[3] === undefined ? 1 : 0);
      if (!isSecretUnder(verdict.verdict, canonical(text))) continue;
      foundNamed(
        judge,
        view,
        { start: from, end: from + text.length },
        { ...context, name: verdict.name },
        verdict.verdict.secret,
      );
    }
  }
}
