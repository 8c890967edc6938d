import { fromBase64, SIXBIT } from "../encoding/base64.ts";
import { binary, bytesOf } from "../encoding/binary.ts";
import { isDeflatedText, packingOf, unpack } from "../encoding/compressed.ts";
import { hexDigit } from "../json/escape.ts";
import { isHex, isObjectId, isRandom } from "../secret/random.ts";
import { mayHaveShape, shapeOf } from "../secret/shapes.ts";
import { type Context, type Judge, type Kind, MOST_UNPACKED, type Span } from "./judge.ts";
import { checkScrubbed } from "./scrubbed-token.ts";
import { foundNamed } from "./named.ts";
import type { View } from "./view.ts";

/** How long a word must be to go for looking random alone. */
const LEAST: Readonly<Record<Kind, number>> = { loose: 10, param: 12, plain: 20, field: 16, code: 20 };

/** Ordinary headers hold ids of requests, which look made by chance and open nothing. */
const LEAST_IN_HEADER = 32;

/** A word within its text. */
interface Place extends Span {
  readonly from: number;
  readonly limit: number;
}

/** Judges a word of sixteen chars or more by its shape and by what it encodes. @returns where reading goes on. */
export function longWord(judge: Judge, view: View, word: Place, context: Context): number {
  const { bytes } = view;
  const run = runAround(bytes, word);
  // A word in the middle of base64 looks like anything: the whole is judged before its parts.
  const whole = run.start < word.start ? encodedIn(judge, view, run, context) : undefined;
  if (whole !== undefined) return whole;
  if (mayHaveShape(bytes[word.start] ?? 0, bytes[word.start + 1] ?? 0)) {
    const past = shaped(judge, view, word, context);
    if (past !== undefined) return past;
  }
  if (
    word.end - word.start === 20 &&
    bytes[word.start] === 0x30 &&
    bytes[word.start + 2] === 0x75 &&
    isObjectId(binary(bytes, word.start, word.end))
  ) {
    judge.found(view, word, "user-id", context);
    return word.end;
  }
  const encoded = encodedIn(judge, view, run, context);
  if (encoded !== undefined) return encoded;
  return chance(judge, view, { word, run }, context);
}

/** Base64 whose `+` and `/` cut it into short words: judged at the first of them. @returns where reading goes on */
export function splitRun(judge: Judge, view: View, word: Place, context: Context): number {
  const run = runAround(view.bytes, word);
  return encodedIn(judge, view, run, context) ?? word.end;
}

/** Chars that carry on a token after a word of letters and digits. */
const TOKEN = new Uint8Array(256);
for (let n = 0; n < 256; n++) if ((SIXBIT[n] ?? 255) < 64 || n === 0x2e || n === 0x21 || n === 0x7e) TOKEN[n] = 1;
TOKEN[0x2b] = TOKEN[0x2f] = 0;

function shaped(judge: Judge, view: View, word: Place, context: Context): number | undefined {
  const { bytes } = view;
  let end = word.end;
  while (end < word.limit && TOKEN[bytes[end] ?? 0] === 1 && end - word.start < 100_000) end++;
  if (bytes[end] === 0x23 && bytes[word.start] === 0x65) {
    const scrubbed = checkScrubbed(judge, view, { start: word.start, end: end + 13 }, context);
    if (scrubbed !== undefined) return scrubbed;
  }
  while (end > word.end && (bytes[end - 1] === 0x2e || bytes[end - 1] === 0x21 || bytes[end - 1] === 0x7e)) end--;
  for (const stop of end === word.end ? [end] : [end, word.end]) {
    const text = binary(bytes, word.start, stop);
    const secret = shapeOf(text);
    // 102… is a number as often as a session of Okta: chance must show.
    if (secret === undefined || (secret.startsWith("okta-") && !/[a-z]/i.test(text))) continue;
    if (secret === "jwt" && fromBase64(bytes, word.start, word.start + 4)[0] !== 0x7b) continue;
    foundNamed(judge, view, { start: word.start, end: stop }, context, secret);
    return stop;
  }
  return undefined;
}

/** The whole run of base64 chars that a word is part of, with its padding. */
function runAround(bytes: Uint8Array, word: Place): Span {
  let start = word.start;
  while (
    start > word.from &&
    (bytes[start - 1] === 0x2b || (SIXBIT[bytes[start - 1] ?? 0] ?? 255) < 64) &&
    word.start - start < 4096
  )
    start--;
  let end = word.end;
  while (end < word.limit && (SIXBIT[bytes[end] ?? 0] ?? 255) < 64) end++;
  while (end < word.limit && bytes[end] === 0x3d && end - word.end < 1e9 && bytes[end - 2] !== 0x3d) end++;
  return { start, end };
}

/** Follows base64 and hexadecimal that encode a text or packed data. @returns where reading goes on. */
function encodedIn(judge: Judge, view: View, run: Span, context: Context): number | undefined {
  const { bytes } = view;
  const length = run.end - run.start;
  if (length < 20) return undefined;
  if (isBinaryHead(bytes, run)) return run.end;
  const hex = hexText(bytes, run);
  if (hex !== undefined) {
    judge.decoded(view, { ...run, codec: "hex", bytes: hex }, context, (inner, span) =>
      judge.read.body(judge, inner, span, context),
    );
    return run.end;
  }
  if (!mayEncode(bytes, run, context)) return undefined;
  const decoded = fromBase64(bytes, run.start, run.end);
  if (packingOf(decoded) === "zlib" && !isTextual(decoded) && unpack(decoded, "zlib", 64) === "broken")
    return undefined;
  if (packingOf(decoded) === undefined && !isDeflatedText(decoded) && !isTextual(decoded.subarray(0, 2048)))
    return undefined;
  judge.decoded(view, { ...run, codec: "base64", bytes: decoded }, context, (inner, span) =>
    unpacked(judge, inner, span, context),
  );
  return run.end;
}

/** A quick look at the first chars: whether they decode to text, or to the beginning of packed data. */
function mayEncode(bytes: Uint8Array, { start, end }: Span, context: Context): boolean {
  const word =
    ((SIXBIT[bytes[start] ?? 0] ?? 0) << 18) |
    ((SIXBIT[bytes[start + 1] ?? 0] ?? 0) << 12) |
    ((SIXBIT[bytes[start + 2] ?? 0] ?? 0) << 6) |
    (SIXBIT[bytes[start + 3] ?? 0] ?? 0);
  const first = (word >> 16) & 255;
  const second = (word >> 8) & 255;
  if (first === 0x1f && second === 0x8b) return true;
  if (first === 0x78 && ((first << 8) | second) % 31 === 0) return true;
  const mayBeText = isTextByte(first) && isTextByte(second) && isTextByte(word & 255);
  if (mayBeText && isTextual(fromBase64(bytes, start, Math.min(end, start + 20))))
    return isTextual(fromBase64(bytes, start, Math.min(end, start + 64)));
  // Raw DEFLATE has no mark; SAML in URLs is packed so. Scripts have many long words, and few this long.
  const least = context.kind === "code" ? 64 : 48;
  return end - start >= least && isDeflatedText(fromBase64(bytes, start, Math.min(end, start + 600)));
}

function isTextByte(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte >= 0xc2 || byte === 9 || byte === 10 || byte === 13;
}

/** Reads bytes that may themselves be packed. */
export function unpacked(judge: Judge, view: View, span: Span, context: Context): void {
  const { bytes } = view;
  const packing = packingOf(bytes) ?? (isDeflatedText(bytes) ? "deflate" : undefined);
  const out = packing === undefined ? "broken" : unpack(bytes, packing, MOST_UNPACKED);
  if (packing === undefined || out === "broken") judge.read.body(judge, view, span, context);
  else if (out === "too much") judge.withhold(view, span, context, "Packed data that unfolds to too much");
  else
    judge.decoded(view, { ...span, codec: packing, bytes: out }, context, (inner, all) =>
      unpacked(judge, inner, all, context),
    );
}

/** Nine of ten bytes are printable ASCII, or text in UTF-8. */
export function isTextual(bytes: Uint8Array): boolean {
  if (bytes.length < 12) return false;
  let plain = 0;
  let high = 0;
  for (const byte of bytes) {
    if ((byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13) plain++;
    else if (byte >= 0x80) high++;
    else return false;
  }
  return plain >= bytes.length * 0.9 || (high > 0 && plain >= bytes.length * 0.3 && isUtf8(bytes));
}

function isUtf8(bytes: Uint8Array): boolean {
  return /^(?:[^\u0080-\u00ff]|[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3})*[\u00c2-\u00f4]?[\u0080-\u00bf]{0,2}$/.test(
    binary(bytes),
  );
}

function hexText(bytes: Uint8Array, { start, end }: Span): Uint8Array | undefined {
  const length = end - start;
  if (length < 32 || length % 2 !== 0) return undefined;
  const out = new Uint8Array(length / 2);
  for (let n = 0; n < out.length; n++) {
    const high = hexDigit(bytes[start + n * 2] ?? 0);
    const low = hexDigit(bytes[start + n * 2 + 1] ?? 0);
    if (high < 0 || low < 0) return undefined;
    out[n] = (high << 4) | low;
    if (n === 15 && !isTextual(out.subarray(0, 16))) return undefined;
  }
  return isTextual(out) ? out : undefined;
}

/** First chars of the base64 of pictures, fonts, films and programs: nothing is read in them. */
const BINARY_HEADS = [
  "iVBORw0KGg",
  "/9j/",
  "R0lGOD",
  "UklGR",
  "d09GMg",
  "d09GRg",
  "AAEAAAA",
  "T1RUTw",
  "AGFzbQ",
  "AAABAA",
  "AAAAIGZ0eX",
  "AAAAGGZ0eX",
  "AAAAHGZ0eX",
  "GkXfo",
  "SUQz",
  "T2dnUw",
  "JVBERi",
  "Qk0",
  "fLAN",
].map(bytesOf);

const HEAD_STARTS = new Uint8Array(256);
for (const [first = 0] of BINARY_HEADS) HEAD_STARTS[first] = 1;

/** Whether a run begins as the base64 of a picture, a font or the like, and is long enough to be one. */
export function isBinaryHead(bytes: Uint8Array, { start, end }: Span): boolean {
  if (end - start < 64 || HEAD_STARTS[bytes[start] ?? 0] === 0) return false;
  return BINARY_HEADS.some((head) => head.every((byte, n) => bytes[start + n] === byte));
}

function chance(
  judge: Judge,
  view: View,
  { word, run }: { readonly word: Place; readonly run: Span },
  context: Context,
): number {
  const { bytes } = view;
  const isCode = context.kind === "code";
  const least = isCode && context.name !== "" ? LEAST_IN_HEADER : LEAST[context.kind];
  const length = run.end - run.start;
  if (length < least || length > (isCode ? LONGEST_IN_CODE : LONGEST)) return word.end;
  // Sums, names of files and tables stand in code by the thousand; there only what is alone in quotes or an element counts.
  if (isCode && !isQuotedAlone(bytes, run)) return word.end;
  if (SUM.test(binary(bytes, run.start, Math.min(run.end, run.start + 8)))) return word.end;
  for (const span of length > word.end - word.start ? [run, word] : [word]) {
    if (span.end - span.start < least) continue;
    const text = binary(bytes, span.start, span.end);
    const before = bytes[span.start - 1];
    if ((before === HASH && PSEUDONYM_HASH.test(text)) || (before === PERCENT && ESCAPED_HASH.test(text)))
      return word.end;
    if (!isRandom(text, least) || isNoSecret(text, context) || isAsset(bytes, span, word.limit)) continue;
    judge.found(view, span, "opaque", context);
    return Math.max(span.end, word.end);
  }
  return word.end;
}

/** Subresource Integrity: the sum of a file, with its sort before it. */
const SUM = /^sha\d{3}-/;
const HASH = 0x23;
/** What stands behind the `#` of a pseudonym. */
const PSEUDONYM_HASH = /^[0-9a-f]{12}_{0,2}$/;
const PERCENT = 0x25;
/** The same behind `%23`, or `%2523`. */
const ESCAPED_HASH = /^(?:25)*23[0-9a-f]{12}_{0,2}$/;
const LONGEST = 4096;
const LONGEST_IN_CODE = 128;

/** Random-looking, but a digest, the id of an object, or a path. */
function isNoSecret(text: string, { kind, name, inCode }: Context): boolean {
  const mayBeSum = kind === "code" || inCode === true || (kind === "field" && text.length < 32) || isSumName(name);
  if (mayBeSum && isHex(text)) return true;
  if (kind === "field" && /ids?$|Ids?$/.test(name) && /^[A-Za-z0-9]{1,24}$/.test(text)) return true;
  return /\/[a-z]+\//.test(text);
}

function isQuotedAlone(bytes: Uint8Array, { start, end }: Span): boolean {
  const before = bytes[start - 1];
  if (before === 0x3e) return bytes[end] === 0x3c;
  return (before === 0x22 || before === 0x27 || before === 0x60) && bytes[end] === before;
}

function isSumName(name: string): boolean {
  return /hash|sha\d*|md5|etag|digest|integrity|checksum|commit|build|rev|version|fingerprint|asset|chunk|image|icon|uuid|guid|(?:^|[_-])id$|[a-z]Id$/i.test(
    name,
  );
}

/** Part of the name of a file that anybody may fetch: `main.2f3a….js`. */
function isAsset(bytes: Uint8Array, { end }: Span, limit: number): boolean {
  if (bytes[end] !== 0x2e) return false;
  return /^\.(?:[\w-]{1,16}\.)?(?:m?js|css|map|png|jpe?g|gif|svg|webp|ico|woff2?|ttf|otf|eot|html?|wasm|mp4|webm|avif|json)(?!\w)/i.test(
    binary(bytes, end, Math.min(limit, end + 30)),
  );
}
