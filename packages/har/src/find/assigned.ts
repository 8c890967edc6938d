import { binary } from "../encoding/binary.ts";
import { indexIn } from "../encoding/index-in.ts";
import { KeyCache } from "../json/key-cache.ts";
import { isSecretUnder, type NameVerdict, verdictOn } from "../secret/names.ts";
import { isHex, isRandom } from "../secret/random.ts";
import { canonical } from "./canonical.ts";
import { type Context, type Judge } from "./judge.ts";
import { foundNamed } from "./named.ts";
import { spoken } from "./spoken.ts";
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
  for (let width = 1; at < limit && width > 0; at += width) width = closingAt(bytes, at);
  const closed = at > word.end;
  at = blanks(bytes, at, limit);
  if (at >= limit) return undefined;
  const before = bytes[word.start - 1];
  if ((before === 0x3c || before === 0x3a) && (bytes[at] === 0x3e || at > word.end))
    return element(judge, view, word, { at, context });
  const { mark, width, isPercent } = markAt(bytes, at);
  if (mark === 0x3c && before === 0x3e) return nextElement(judge, view, word, { at, context });
  if (mark === COMMA && closed && isQuote(before)) return listed(judge, view, { word, at: at + 1 }, context);
  if (mark !== COLON && mark !== EQUALS) {
    const verdict =
      said.verdict === undefined || closed || at === word.end ? undefined : verdictHere(view, word, context);
    if (verdict === undefined || context.kind === "code" || context.kind === "param") return undefined;
    return spoken(judge, view, { at, limit, name: nameOf(bytes, word), verdict }, context);
  }
  at += width;
  if (isPercent && escapedQuoteAt(bytes, at) === 0) return unquoted(judge, view, { word, at, escaped: mark }, context);
  if (bytes[at] === 0x3e || bytes[at] === EQUALS) at++;
  at = blanks(bytes, at, limit);
  const escaped = escapedQuoteAt(bytes, at);
  if (escaped > 0) return quotedAround(judge, view, { word, at, width: escaped }, context);
  let quote = at;
  while (quote < limit && bytes[quote] === BACKSLASH) quote++;
  if (quote < limit && isQuote(bytes[quote])) return quoted(judge, view, { word, at, quote }, context);
  if (mark === COLON && said.isHeader) return header(judge, view, { word, at }, context);
  return unquoted(judge, view, { word, at, escaped: 0 }, context);
}

const [COMMA, COLON, SEMICOLON, EQUALS] = [0x2c, 0x3a, 0x3b, 0x3d];

/** How wide what closes a name is here: a quote, a backslash, a bracket, or a quote behind escapes. 0: nothing does. */
function closingAt(bytes: Uint8Array, at: number): number {
  const escaped = escapedQuoteAt(bytes, at);
  if (escaped > 0) return escaped;
  const byte = bytes[at];
  return byte === BACKSLASH || isQuote(byte) || byte === 0x5d ? 1 : 0;
}

const ESCAPED_QUOTE = /^(?:&(?:quot|apos|#34|#39|#x2[27]);|\\x2[27]|\\u002[27]|%2[27])/i;

/** How wide a quote is that stands behind the escapes of HTML, scripts or URLs; 0 when there is none. */
function escapedQuoteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte !== 0x26 && byte !== BACKSLASH && byte !== 0x25) return 0;
  const next = bytes[at + 1] ?? 0;
  if (byte === BACKSLASH && next !== 0x78 && next !== 0x75) return 0;
  return ESCAPED_QUOTE.exec(binary(bytes, at, Math.min(bytes.length, at + 6)))?.[0].length ?? 0;
}

const ESCAPED_MARK = /^(?:&#(?:58|61|x3[ad]);|\\x3[ad]|\\u003[ad]|%3[ad])/i;

/** The mark between a name and its value, plain or behind escapes. `%3D` is that of a text that is itself part of a URL. */
function markAt(
  bytes: Uint8Array,
  at: number,
): { readonly mark: number; readonly width: number; readonly isPercent: boolean } {
  const byte = bytes[at] ?? 0;
  if (byte !== 0x26 && byte !== BACKSLASH && byte !== 0x25) return { mark: byte, width: 1, isPercent: false };
  const text = ESCAPED_MARK.exec(binary(bytes, at, Math.min(bytes.length, at + 6)))?.[0] ?? "";
  const mark = text === "" ? 0 : /(?:d|61;|d;)$/i.test(text) ? EQUALS : COLON;
  return { mark, width: text.length, isPercent: byte === 0x25 };
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

const ONE_TIME =
  /(?:verification|security|one[- ]?time|log[- ]?in|sign[- ]?in|access|confirmation|sms|auth\w*|recovery|backup|pass|2fa|mfa)[ -]$/i;

/** In bodies of JSON and scripts `code` and `state` are as often about errors and countries: chance must show. */
function verdictHere({ bytes }: View, word: Word, context: Context): NameVerdict | undefined {
  const { verdict } = words.get(bytes, word.start, word.end);
  if (verdict === undefined) return undefined;
  const soft = verdict.secret === "authorization-code" || verdict.secret === "state";
  if (soft && ONE_TIME.test(binary(bytes, Math.max(0, word.start - 16), word.start)))
    return { secret: "one-time-code", strength: "always" };
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
  if (isSaid(context) && isWords(binary(bytes, span.start, span.end))) return undefined;
  foundNamed(judge, view, span, { ...context, name }, verdict.secret);
  return end;
}

/** `setItem("token", "…")`, `["token", "…"]`: what stands behind a name in a list, when it looks like nothing else. */
function listed(judge: Judge, view: View, { word, at: from }: Value, context: Context): number | undefined {
  const { bytes } = view;
  const at = blanks(bytes, from, word.limit);
  const mark = bytes[at];
  const verdict = verdictHere(view, word, context);
  if (!isQuote(mark) || verdict?.strength !== "always") return undefined;
  let end = at + 1;
  while (end < word.limit && bytes[end] !== mark && bytes[end] !== 0x0a && end - at < LONGEST) end++;
  const text = binary(bytes, at + 1, end);
  if (bytes[end] !== mark || !(isRandom(text, 10) || (isHex(text) && text.length >= 16))) return undefined;
  foundNamed(judge, view, { start: at + 1, end }, { ...context, name: nameOf(bytes, word) }, verdict.secret);
  return end;
}

/** `token&quot;:&quot;…&quot;`: quotes behind escapes, up to the next that is written the same. */
function quotedAround(
  judge: Judge,
  view: View,
  { word, at, width }: Value & { readonly width: number },
  context: Context,
): number | undefined {
  const { bytes } = view;
  const quote = binary(bytes, at, at + width);
  const text = binary(bytes, at + width, Math.min(word.limit, at + width + LONGEST));
  const length = text.indexOf(quote);
  const verdict = verdictHere(view, word, context);
  if (length <= 0 || verdict === undefined) return undefined;
  const value = canonical(text.slice(0, length));
  if (!isSecretUnder(verdict, value) || (isSaid(context) && isWords(value))) return undefined;
  const start = at + width;
  foundNamed(judge, view, { start, end: start + length }, { ...context, name: nameOf(bytes, word) }, verdict.secret);
  return start + length;
}

const ONE = "(?:[A-Z]?[a-z]+(?:[A-Z][a-z]+)*|[A-Z]+)";
const WORDS = new RegExp(`^(?:${ONE}(?:[ .:/_-]+(?:${ONE})?)*|.*\\s.*\\s.*)$`);

/** Whether a text holds what programs say to people; what was sent does not. */
function isSaid({ kind, place }: Context): boolean {
  return kind === "code" && !place.startsWith("request");
}

/** Words for people, and names of things: `Enter your password`, `token.expired`, `passwordField`. */
function isWords(text: string): boolean {
  return WORDS.test(text) && !isRandom(text, 12);
}

/** Behind a percent sign: what ends a field of a form, and an item of JSON. */
const ENDS_FIELD = /^26/;
const ENDS_ITEM = /^(?:2[26c7]|7d|5d)/i;

function unquoted(
  judge: Judge,
  view: View,
  /** The mark that stood behind percent escapes; 0 when none did. */
  value: Value & { readonly escaped: number },
  context: Context,
): number | undefined {
  const { bytes } = view;
  const { word, at, escaped } = value;
  const ends = escaped === COLON ? ENDS_ITEM : ENDS_FIELD;
  let end = at;
  while (end < word.limit && STOP[bytes[end] ?? 0] === 0) {
    if (escaped !== 0 && bytes[end] === 0x25 && ends.test(binary(bytes, end + 1, end + 3))) break;
    end++;
  }
  // `Server=db;Password=several words;Pooling=true`
  if (bytes[end] === SPACE && bytes[word.start - 1] === SEMICOLON)
    while (end < word.limit && bytes[end] !== SEMICOLON && (bytes[end] === SPACE || STOP[bytes[end] ?? 0] === 0)) end++;
  if (end - at < 2 || end - at > LONGEST) return undefined;
  const name = nameOf(bytes, word);
  const verdict = verdictHere(view, word, context);
  if (verdict === undefined) return undefined;
  const text = binary(bytes, at, end);
  if (!isSecretUnder(verdict, text) || (isSaid(context) && !/\w{4}/.test(text))) return undefined;
  // Outside quotes scripts have expressions, and people have words.
  const isExpression =
    bytes[word.start - 1] !== SEMICOLON &&
    /^[\w$]+(?:[.:][\w$]+)*$/.test(text) &&
    !/\d{3}|[a-z]\d+[a-z]/i.test(text) &&
    !isRandom(text, 10);
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
  const raw = CDATA.exec(binary(bytes, tag + 1, Math.min(word.limit, tag + 100)))?.[0].length ?? 0;
  let end = tag + 1 + raw;
  const last = raw > 0 ? 0x5d : 0x3c;
  while (end < word.limit && bytes[end] !== last && end - tag < LONGEST) end++;
  if (bytes[end] !== last || bytes[end + 1] !== (raw > 0 ? 0x5d : 0x2f)) return undefined;
  const name = nameOf(bytes, word);
  const verdict = verdictHere(view, word, context);
  let start = tag + 1 + raw;
  while (start < end && (bytes[start] ?? 0) <= SPACE) start++;
  let stop = end;
  while (stop > start && (bytes[stop - 1] ?? 0) <= SPACE) stop--;
  if (verdict === undefined || !isSecretUnder(verdict, binary(bytes, start, stop))) return undefined;
  foundNamed(judge, view, { start, end: stop }, { ...context, name }, verdict.secret);
  return end;
}

const CDATA = /^\s*<!\[CDATA\[/;
const NEXT_VALUE = /^<\/[\w:.-]+>\s*<[\w:]*(?:value|string|data)\b[^>]{0,200}>\s*(?:<[\w:.-]+>\s*)?/i;

/** `<name>token</name><value>…</value>`: the value in the element behind the one that names it (XML-RPC, property lists). */
function nextElement(
  judge: Judge,
  view: View,
  word: Word,
  { at, context }: { readonly at: number; readonly context: Context },
): number | undefined {
  const { bytes } = view;
  const lead = NEXT_VALUE.exec(binary(bytes, at, Math.min(word.limit, at + 400)))?.[0].length;
  const verdict = verdictHere(view, word, context);
  if (lead === undefined || verdict === undefined) return undefined;
  const start = at + lead;
  const end = indexIn(bytes, 0x3c, { start, end: Math.min(word.limit, start + LONGEST) });
  if (bytes[end] !== 0x3c || !isSecretUnder(verdict, canonical(binary(bytes, start, end)))) return undefined;
  foundNamed(judge, view, { start, end }, { ...context, name: nameOf(bytes, word) }, verdict.secret);
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
