import { binary } from "../encoding/binary.ts";
import type { Context, Judge } from "./judge.ts";
import type { View } from "./view.ts";

interface Place {
  readonly start: number;
  readonly end: number;
  readonly at: number;
}

const LOCAL = new Uint8Array(256);
const DOMAIN = new Uint8Array(256);
for (const char of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
  DOMAIN[char.charCodeAt(0)] = LOCAL[char.charCodeAt(0)] = 1;
for (const char of "._%+'") LOCAL[char.charCodeAt(0)] = 1;
DOMAIN[0x2e] = 1;
const FILE = /\.(?:png|jpe?g|gif|svg|webp|js|mjs|css|map|html?|json|ts|tsx)$/i;

/** An e-mail address around `@` or `%40` (RFC 5321 in the forms that are used). @returns where reading goes on. */
export function emailAt(judge: Judge, view: View, { start, end, at }: Place, context: Context): number {
  const { bytes } = view;
  const width = bytes[at] === 0x40 ? 1 : 3;
  if (width === 3 && (bytes[at + 1] !== 0x34 || bytes[at + 2] !== 0x30)) return at + 1;
  let from = at;
  while (from > start && at - from < 64 && LOCAL[bytes[from - 1] ?? 0] === 1) {
    from--;
    // In a text with percent escapes the escape before the address is no part of it: %3Djane%40example.com.
    if (width === 3 && bytes[from] === 0x25) {
      from += 3;
      break;
    }
  }
  while (from < at && (bytes[from] === 0x2e || bytes[from] === 0x27 || bytes[from] === 0x2d)) from++;
  let to = at + width;
  while (to < end && to - at < 255 && DOMAIN[bytes[to] ?? 0] === 1) to++;
  while (to > at && (bytes[to - 1] === 0x2e || bytes[to - 1] === 0x2d)) to--;
  if (from >= at || to - at < width + 4) return at + 1;
  const domain = binary(bytes, at + width, to);
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(domain) || FILE.test(domain)) return at + 1;
  judge.found(view, { start: from, end: to }, "email", context);
  return to;
}

const URL_END = new Uint8Array(256).fill(1, 0, 0x21);
for (const char of "\"'<>`\\^{|}") URL_END[char.charCodeAt(0)] = 1;

/** A URL in a text, around its `://`. @returns where reading goes on. */
export function urlAt(judge: Judge, view: View, { start, end, at }: Place, context: Context): number {
  const { bytes } = view;
  if (bytes[at + 1] !== 0x2f || bytes[at + 2] !== 0x2f) return at + 1;
  let from = at;
  while (from > start && at - from < 12 && /[a-z0-9+.-]/i.test(String.fromCharCode(bytes[from - 1] ?? 0))) from--;
  if (from === at) return at + 1;
  let to = at + 3;
  while (to < end && URL_END[bytes[to] ?? 0] === 0) to++;
  while (to > at + 3 && /[).,;:\]]/.test(String.fromCharCode(bytes[to - 1] ?? 0))) to--;
  judge.read.url(judge, view, { start: from, end: to }, context);
  return to;
}

/** A private key in PEM (RFC 7468), from its first line to its last. @returns where reading goes on. */
export function keyBlock(
  judge: Judge,
  view: View,
  word: { readonly start: number; readonly end: number; readonly limit: number },
  context: Context,
): number {
  const { bytes } = view;
  const head = binary(bytes, word.start, Math.min(word.limit, word.start + 60));
  if (!/^-{5}BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(head)) return word.end;
  const most = Math.min(word.limit, word.start + 20_000);
  const text = binary(bytes, word.start, most);
  const last = /-{5}END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-{5}/.exec(text);
  const end = last === null ? most : word.start + last.index + last[0].length;
  judge.found(view, { start: word.start, end }, "private-key", context);
  return end;
}
