import { binary } from "../encoding/binary.ts";
import { indexIn } from "../encoding/index-in.ts";
import { KeyCache } from "../json/key-cache.ts";
import { isSecretUnder, type NameVerdict, verdictOn } from "../secret/names.ts";
import { isRandom } from "../secret/random.ts";
import { type Context, type Judge } from "./judge.ts";
import { foundNamed } from "./named.ts";
import type { View } from "./view.ts";

const [SPACE, TAB, QUOTE, APOSTROPHE, TICK, BACKSLASH] = [0x20, 0x09, 0x22, 0x27, 0x60, 0x5c];
/** Ends of a value that has no quotes. */
const STOP = new Uint8Array(256);
for (const char of " \t\r\n&;,\"'`<>(){}[]|\\") STOP[char.charCodeAt(0)] = 1;
/** A value longer than this is no password. */
const LONGEST = 65536;

/** A word, and where the text ends. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly limit: number;
}

/**
 * `token = "…"`, `"token": "…"`, `token=…&`, `Cookie: …`, `<token>…</token>`: judges what is assigned to a word that
 * may name a secret. @returns where reading goes on; undefined when nothing was assigned.
 */
export function assigned(judge: Judge, view: View, word: Word, context: Context): number | undefined {
  const { bytes } = view;
  const said = words.get(bytes, word.start, word.end);
  if (said.verdict === undefined && !said.isHeader) return undefined;
  const { limit } = word;
  let at = word.end;
  while (at < limit && (bytes[at] === BACKSLASH || isQuote(bytes[at]) || bytes[at] === 0x5d)) at++;
  at = blanks(bytes, at, limit);
  const mark = bytes[at];
  if (at >= limit) return undefined;
  if (mark === 0x25) {
    // %3D and %3A are the marks of a text that is itself part of a URL.
    if (bytes[at + 1] !== 0x33 || ((bytes[at + 2] ?? 0) | 0x20) !== 0x64) return undefined;
    return unquoted(judge, view, { word, at: at + 3, escaped: true }, context);
  }
  const before = bytes[word.start - 1];
  if ((before === 0x3c || before === 0x3a) && (mark === 0x3e || at > word.end))
    return element(judge, view, word, { at, context });
  if (mark !== 0x3a && mark !== 0x3d) return undefined;
  at++;
  if (bytes[at] === 0x3e || bytes[at] === 0x3d) at++;
  at = blanks(bytes, at, limit);
  let quote = at;
  while (quote < limit && bytes[quote] === BACKSLASH) quote++;
  if (quote < limit && isQuote(bytes[quote])) return quoted(judge, view, { word, at, quote }, context);
  if (mark === 0x3a && said.isHeader) return header(judge, view, { word, at }, context);
  return unquoted(judge, view, { word, at, escaped: false }, context);
}

/** What a word says of what is assigned to it. */
interface Said {
  readonly verdict: NameVerdict | undefined;
  readonly isHeader: boolean;
  readonly isScheme: boolean;
}

const words = new KeyCache<Said>((bytes, from, to) => {
  const name = binary(bytes, from, Math.min(to, from + 100));
  return {
    verdict: verdictOn(name),
    isHeader: HEADER.test(name),
    isScheme: /^(?:bearer|basic|ssws|dpop)$/i.test(name),
  };
});
const HEADER =
  /^(?:set-cookie2?|cookie2?|authorization|proxy-authorization|x-auth-key|cf-access-client-(?:id|secret))$/i;

function blanks(bytes: Uint8Array, start: number, limit: number): number {
  let at = start;
  while (at < limit && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  return at;
}

function isQuote(byte: number | undefined): boolean {
  return byte === QUOTE || byte === APOSTROPHE || byte === TICK;
}

function nameOf(bytes: Uint8Array, { start, end }: { readonly start: number; readonly end: number }): string {
  return binary(bytes, start, Math.min(end, start + 100));
}

/** In bodies of JSON and scripts `code` and `state` are as often about errors and countries: chance must show. */
function verdictHere({ bytes }: View, word: Word, context: Context): NameVerdict | undefined {
  const { verdict } = words.get(bytes, word.start, word.end);
  if (verdict === undefined) return undefined;
  const soft = verdict.secret === "authorization-code" || verdict.secret === "state";
  return soft && context.kind !== "param" ? { ...verdict, strength: "chance" } : verdict;
}

interface Value {
  readonly word: Word;
  readonly at: number;
}

function quoted(
  judge: Judge,
  view: View,
  value: Value & { readonly quote: number },
  context: Context,
): number | undefined {
  const { bytes } = view;
  const { word, at, quote } = value;
  const mark = bytes[quote];
  const slashes = quote - at;
  const last = Math.min(word.limit, quote + 1 + LONGEST);
  let end = quote + 1;
  for (; end < last; end++) {
    if (bytes[end] === 0x0a && mark !== TICK) return undefined;
    if (bytes[end] === BACKSLASH && slashes === 0) end++;
    else if (bytes[end] === mark) break;
  }
  if (end >= last) return undefined;
  const span = { start: quote + 1, end: end - slashes };
  const name = nameOf(bytes, word);
  if (/^(?:set-)?cookie2?$/i.test(name)) {
    judge.read.cookies(judge, view, span, { ...context, name });
    return end;
  }
  if (/^(?:proxy-)?authorization$/i.test(name)) {
    judge.read.authorization(judge, view, span, { ...context, name });
    return end;
  }
  const verdict = verdictHere(view, word, context);
  if (verdict === undefined || !isSecretUnder(verdict, binary(bytes, span.start, span.end))) return undefined;
  // Scripts say { password: "Password" } and "token.expired": words for people, unless they look made by chance.
  if (context.kind === "code" && isWords(binary(bytes, span.start, span.end))) return undefined;
  foundNamed(judge, view, span, { ...context, name }, verdict.secret);
  return end;
}

function isWords(text: string): boolean {
  return /^(?:[A-Za-z]+(?:[ .:/_-]+[A-Za-z]*)*|.*\s.*\s.*)$/.test(text) && !isRandom(text, 12);
}

function unquoted(
  judge: Judge,
  view: View,
  value: Value & { readonly escaped: boolean },
  context: Context,
): number | undefined {
  const { bytes } = view;
  const { word, at } = value;
  let end = at;
  while (end < word.limit && STOP[bytes[end] ?? 0] === 0) {
    if (value.escaped && bytes[end] === 0x25 && bytes[end + 1] === 0x32 && bytes[end + 2] === 0x36) break;
    end++;
  }
  if (end - at < 2 || end - at > LONGEST) return undefined;
  const name = nameOf(bytes, word);
  const verdict = verdictHere(view, word, context);
  if (verdict === undefined) return undefined;
  const text = binary(bytes, at, end);
  if (!isSecretUnder(verdict, text)) return undefined;
  // Outside quotes scripts have expressions, and people have words.
  const isExpression = /^[\w$]+(?:[.:][\w$]+)*$/.test(text) && !/\d{3}|[a-z]\d+[a-z]/i.test(text);
  if ((context.kind === "code" || context.kind === "field") && (isExpression || bytes[end] === 0x28)) return undefined;
  foundNamed(judge, view, { start: at, end }, { ...context, name }, verdict.secret);
  return end;
}

/** A line of a request, as cURL commands and dumps have it: up to the end of the line or the quote around it. */
function header(judge: Judge, view: View, { word, at }: Value, context: Context): number {
  const { bytes } = view;
  let end = at;
  while (
    end < word.limit &&
    bytes[end] !== 0x0a &&
    bytes[end] !== 0x0d &&
    bytes[end] !== QUOTE &&
    bytes[end] !== APOSTROPHE &&
    !(bytes[end] === BACKSLASH && /[nr"']/.test(String.fromCharCode(bytes[end + 1] ?? 0)))
  )
    end++;
  const name = nameOf(bytes, word);
  const reader = /cookie/i.test(name) ? judge.read.cookies : judge.read.authorization;
  reader(judge, view, { start: at, end }, { ...context, name });
  return end;
}

/** Attributes of an element are not longer than this. */
const ATTRIBUTES = 2000;

/** `<ns:token attr="…">value</ns:token>` */
function element(
  judge: Judge,
  view: View,
  word: Word,
  { at, context }: { readonly at: number; readonly context: Context },
): number | undefined {
  const { bytes } = view;
  const tag = indexIn(bytes, 0x3e, { start: at, end: Math.min(word.limit, at + ATTRIBUTES) });
  if (bytes[tag] !== 0x3e || bytes[tag - 1] === 0x2f) return undefined;
  let end = tag + 1;
  while (end < word.limit && bytes[end] !== 0x3c && end - tag < LONGEST) end++;
  if (bytes[end] !== 0x3c || bytes[end + 1] !== 0x2f) return undefined;
  const name = nameOf(bytes, word);
  const verdict = verdictHere(view, word, context);
  let start = tag + 1;
  while (start < end && (bytes[start] ?? 0) <= SPACE) start++;
  let stop = end;
  while (stop > start && (bytes[stop - 1] ?? 0) <= SPACE) stop--;
  if (verdict === undefined || !isSecretUnder(verdict, binary(bytes, start, stop))) return undefined;
  foundNamed(judge, view, { start, end: stop }, { ...context, name }, verdict.secret);
  return end;
}

/** `Bearer …`, `Basic …`, `SSWS …` in the middle of any text. */
export function schemed(judge: Judge, view: View, word: Word, context: Context): number | undefined {
  const { bytes } = view;
  if (word.end - word.start > 6 || !words.get(bytes, word.start, word.end).isScheme) return undefined;
  let at = word.end;
  if (bytes[at] === 0x25 && bytes[at + 1] === 0x32 && bytes[at + 2] === 0x30) at += 3;
  else if (bytes[at] === SPACE || bytes[at] === 0x2b) at++;
  else return undefined;
  let end = at;
  while (end < word.limit && STOP[bytes[end] ?? 0] === 0) end++;
  const text = binary(bytes, at, Math.min(end, at + LONGEST));
  if (text.length < 8 || (!/\d/.test(text) && !isRandom(text, 12))) return undefined;
  judge.read.authorization(judge, view, { start: word.start, end }, { ...context, name: "" });
  return end;
}
