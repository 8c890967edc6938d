import { binary } from "../encoding/binary.ts";
import { KeyCache } from "../json/key-cache.ts";
import { ARRAY, ESCAPED, LITERAL, OBJECT, STRING, type Tape } from "../json/tape.ts";
import { isSecretUnder } from "../secret/names.ts";
import { isRandom, isUuid } from "../secret/random.ts";
import { cachedHeaderVerdict, cachedVerdict } from "../secret/verdicts.ts";
import { plainKey } from "./canonical.ts";
import { readCookieValue, readField } from "./fields.ts";
import type { Context, Judge, Kind, Span } from "./judge.ts";
import { packedBody } from "./packed-body.ts";
import { foundNamed } from "./named.ts";
import { BodyMemo } from "./body-memo.ts";
import { PairMemo } from "./pair-memo.ts";
import type { View } from "./view.ts";

/** Lists of a HAR whose members are pairs of name and value (HAR 1.2: headers, cookies, queryString, params). */
const PAIRS: ReadonlySet<string> = new Set(["headers", "cookies", "queryString", "params"]);
/** Members that hold a body, by the member they are in. */
const BODY_KEYS: ReadonlySet<string> = new Set(["text", "data", "body", "payload", "message"]);
const BODIES: ReadonlySet<string> = new Set([
  "content",
  "postData",
  "_webSocketMessages",
  "_eventStreamMessages",
  "_payload",
  "_body",
]);
const LOOSE: ReadonlySet<string> = new Set(["title", "comment"]);
const CODE = /javascript|ecmascript|css|html|svg|xml/i;
/** An object deeper than this in an entry is read as JSON of a body is. */
const DEEPEST = 60;

/** A body from here on is worth remembering that nothing was found in it. */
const LONG_BODY = 1024;

/** Options of reading an entry. */
export interface EntryOptions {
  /** Bodies are taken out whole, whatever is in them. */
  readonly dropBodies: boolean;
}

/** Reads the units of a capture by the places of HAR 1.2 and of what browsers add to it. */
export class EntryReader {
  readonly #memo = new PairMemo();
  readonly #bodies = new BodyMemo();
  readonly #options: EntryOptions;
  /** Where bodies begin that need not be read: they are, byte for byte, what was judged before. */
  skips: ReadonlySet<number> = new Set();

  constructor(options: EntryOptions) {
    this.#options = options;
  }

  /** Reads one unit. `role` is the member of `log` that it is in. */
  read(judge: Judge, view: View, tape: Tape, role: string): void {
    const context: Context = { place: role === "entries" ? "entry" : role, kind: "plain", name: "" };
    this.#value(judge, view, tape, { node: 0, key: role, parent: "", context, depth: 0 });
  }

  #value(judge: Judge, view: View, tape: Tape, at: At): void {
    const { node, key, context } = at;
    const kind = tape.kinds[node] ?? LITERAL;
    if (kind === LITERAL) return;
    if (kind === STRING || kind === ESCAPED) {
      this.#string(judge, view, tape, at);
      return;
    }
    const end = tape.next[node] ?? 0;
    const place = placeOf(context.place, key);
    if (at.depth > DEEPEST) {
      judge.read.body(judge, view, spanOf(tape, node), context);
      return;
    }
    const inside = place === context.place ? context : { ...context, place };
    if (kind === OBJECT) {
      if (PAIRS.has(key)) {
        this.#mapped(judge, view, tape, { ...at, context: inside });
        return;
      }
      const mime = BODIES.has(key) ? memberText(view, tape, node, "mimeType") : "";
      const coding = key === "response" || key === "request" ? codingOf(view, tape, node) : at.coding;
      for (let member = node + 1; member < end; member = tape.next[member + 1] ?? end) {
        const { name, isOwn } = keys.get(view.bytes, tape.from[member] ?? 0, tape.to[member] ?? 0);
        if (!isOwn) judge.read.text(judge, view, spanOf(tape, member), inside);
        if ((tape.kinds[member + 1] ?? LITERAL) === LITERAL) continue;
        this.#value(judge, view, tape, {
          node: member + 1,
          key: name,
          parent: key,
          context: inside,
          depth: at.depth + 1,
          mime,
          coding,
        });
      }
      return;
    }
    for (let element = node + 1; element < end; element = tape.next[element] ?? end) {
      if (PAIRS.has(key) && tape.kinds[element] === OBJECT)
        this.#pair(judge, view, tape, { ...at, node: element, context: inside });
      else if (PAIRS.has(key) && isListedPair(tape, element))
        this.#pairValue(judge, view, tape, { ...at, node: element + 2, context: inside }, [
          textOf(view, tape, element + 1),
        ]);
      else this.#value(judge, view, tape, { ...at, node: element, context: inside, depth: at.depth + 1 });
    }
  }

  #string(judge: Judge, view: View, tape: Tape, { node, key, parent, context, mime, coding }: At): void {
    const span = spanOf(tape, node);
    const isBody = BODY_KEYS.has(key) && BODIES.has(parent);
    const place = placeOf(context.place, key);
    if (isBody && this.#options.dropBodies) {
      judge.drop(view, span, { ...context, place });
      return;
    }
    if (span.end - span.start < 6 || (isBody && this.skips.has(span.start))) return;
    const kind: Kind = isBody
      ? CODE.test(mime ?? "")
        ? "code"
        : "plain"
      : LOOSE.has(key)
        ? "loose"
        : key === "url" || key === "redirectURL"
          ? "param"
          : "field";
    const here: Context = { place, kind, name: isBody || LOOSE.has(key) ? "" : key };
    const look = (inner: View, all: Span): void => {
      if (isBody && coding !== undefined && coding !== "") packedBody(judge, inner, all, { context: here, coding });
      else if (isBody) judge.read.body(judge, inner, all, here);
      else if (!named(judge, inner, all, here)) judge.read.value(judge, inner, all, here);
    };
    const isLong = isBody && span.end - span.start >= LONG_BODY;
    const role = `${kind} ${place} ${coding ?? ""}`;
    const known = isLong ? this.#bodies.get(view.bytes, span, role) : undefined;
    if (known !== undefined) {
      for (const find of known.finds)
        view.finds.push({ ...find, start: find.start + span.start, end: find.end + span.start });
      if (known.finds.length === 0) view.clean.push({ ...span, same: known.same });
      return;
    }
    const before = { finds: view.finds.length, inner: view.inner.length, unjudged: judge.unjudged.length };
    if (tape.kinds[node] === ESCAPED) judge.unescaped(view, span, { wrap: "json", context: here }, look);
    else look(view, span);
    // What stands encoded in it, and what could not be judged, is looked at each time.
    if (!isLong || view.inner.length > before.inner || judge.unjudged.length > before.unjudged) return;
    const same = this.#bodies.set(view.bytes, span, role, view.finds.slice(before.finds));
    if (view.finds.length === before.finds) view.clean.push({ ...span, same });
  }

  /** `{"name": …, "value": …}` in either order, and whatever else stands in it. */
  #pair(judge: Judge, view: View, tape: Tape, at: At): void {
    const { node, key, context } = at;
    const span = spanOf(tape, node);
    const known = this.#memo.get(view.bytes, span, context.place);
    if (known !== undefined) {
      for (const find of known)
        view.finds.push({ ...find, start: find.start + span.start, end: find.end + span.start });
      return;
    }
    const before = { finds: view.finds.length, inner: view.inner.length };
    const end = tape.next[node] ?? 0;
    const names: string[] = [];
    for (let member = node + 1; member < end; member = tape.next[member + 1] ?? end)
      if (textOf(view, tape, member) === "name") names.push(textOf(view, tape, member + 1));
    for (let member = node + 1; member < end; member = tape.next[member + 1] ?? end) {
      const name = textOf(view, tape, member);
      const isValue = name === "value" || name === "fileName";
      if (isValue && (tape.kinds[member + 1] === STRING || tape.kinds[member + 1] === ESCAPED))
        this.#pairValue(judge, view, tape, { ...at, node: member + 1 }, names);
      else if (name === "name") this.#pairName(judge, view, tape, { ...at, node: member + 1 });
      else this.#value(judge, view, tape, { ...at, node: member + 1, key: name, parent: key, depth: at.depth + 1 });
    }
    // What was learnt from it is known by now; only what stands encoded in it is looked at each time.
    if (view.inner.length === before.inner)
      this.#memo.set(view.bytes, span, context.place, view.finds.slice(before.finds));
  }

  /** A name is rarely secret; when it is, its shape says so. */
  #pairName(judge: Judge, view: View, tape: Tape, { node, context }: At): void {
    const span = spanOf(tape, node);
    if (span.end - span.start >= 16) judge.read.text(judge, view, span, { ...context, kind: "field", name: "name" });
  }

  #pairValue(judge: Judge, view: View, tape: Tape, { node, key, context }: At, names: readonly string[]): void {
    const span = spanOf(tape, node);
    if (span.end <= span.start) return;
    for (const name of names.length === 0 ? [""] : names) {
      const look = (inner: View, all: Span): void =>
        pairValue(judge, inner, all, { list: key, context: { ...context, name } });
      if (tape.kinds[node] === ESCAPED) judge.unescaped(view, span, { wrap: "json", context }, look);
      else look(view, span);
    }
  }

  /** Headers as one object, name to value: some exporters write them so. */
  #mapped(judge: Judge, view: View, tape: Tape, at: At): void {
    const end = tape.next[at.node] ?? 0;
    for (let member = at.node + 1; member < end; member = tape.next[member + 1] ?? end) {
      const name = textOf(view, tape, member);
      const kind = tape.kinds[member + 1];
      if (kind === STRING || kind === ESCAPED) this.#pairValue(judge, view, tape, { ...at, node: member + 1 }, [name]);
      else this.#value(judge, view, tape, { ...at, node: member + 1, key: name, parent: at.key, depth: at.depth + 1 });
    }
  }
}

/** `["cookie", "…"]`: a pair as some programs write it. */
function isListedPair({ kinds, next }: Tape, node: number): boolean {
  return (
    kinds[node] === ARRAY &&
    next[node] === node + 3 &&
    kinds[node + 1] === STRING &&
    (kinds[node + 2] ?? LITERAL) < LITERAL &&
    (kinds[node + 2] ?? OBJECT) >= STRING
  );
}

interface At {
  readonly node: number;
  readonly key: string;
  readonly parent: string;
  readonly context: Context;
  readonly depth: number;
  readonly mime?: string;
  /** What the body is packed in, as its headers say; "" when they say nothing. */
  readonly coding?: string | undefined;
}

function spanOf(tape: Tape, node: number): Span {
  return { start: tape.from[node] ?? 0, end: tape.to[node] ?? 0 };
}

function textOf(view: View, tape: Tape, node: number): string {
  return names.get(view.bytes, tape.from[node] ?? 0, tape.to[node] ?? 0);
}

/** Keys of a HAR and of its readers are short words; another may be a secret itself. */
const keys = new KeyCache((bytes, from, to) => {
  const name = plainKey(binary(bytes, from, Math.min(to, from + 100)));
  return { name, isOwn: to - from < 12 || OWN_KEY.test(name) };
});
const OWN_KEY = /^_?[a-zA-Z][a-zA-Z]{0,40}$/;
const names = new KeyCache((bytes, from, to) => plainKey(binary(bytes, from, Math.min(to, from + 100))));

function memberText(view: View, tape: Tape, object: number, wanted: string): string {
  const end = tape.next[object] ?? 0;
  for (let member = object + 1; member < end; member = tape.next[member + 1] ?? end)
    if ((tape.to[member] ?? 0) - (tape.from[member] ?? 0) === wanted.length && textOf(view, tape, member) === wanted)
      return textOf(view, tape, member + 1);
  return "";
}

/** Codings that this room does not unpack itself (RFC 7932, RFC 8878). */
const FOREIGN = /^(?:br|zstd)$/;

/** The coding that a message says its body is packed in; "" for those that are told by their bytes. */
function codingOf(view: View, tape: Tape, message: number): string {
  const end = tape.next[message] ?? 0;
  for (let member = message + 1; member < end; member = tape.next[member + 1] ?? end) {
    if (textOf(view, tape, member) !== "headers") continue;
    const last = tape.next[member + 1] ?? end;
    for (let pair = member + 2; pair < last; pair = tape.next[pair] ?? last) {
      if (tape.kinds[pair] !== OBJECT || memberText(view, tape, pair, "name").toLowerCase() !== "content-encoding")
        continue;
      const coding = memberText(view, tape, pair, "value").toLowerCase();
      return FOREIGN.test(coding) ? coding : "";
    }
  }
  return "";
}

const PLACES: ReadonlySet<string> = new Set([
  "request",
  "response",
  "headers",
  "cookies",
  "queryString",
  "postData",
  "params",
  "content",
  "url",
  "redirectURL",
  "title",
  "comment",
  "_webSocketMessages",
  "_eventStreamMessages",
  "_initiator",
]);

/** The place in words that a receipt counts by: "response.content.text". */
function placeOf(place: string, key: string): string {
  if (!PLACES.has(key)) return place;
  if (place === "entry") return key;
  if (place !== "request" && place !== "response" && place !== "pages") return place;
  let below = places.get(place);
  if (below === undefined) places.set(place, (below = new Map<string, string>()));
  let full = below.get(key);
  if (full === undefined) below.set(key, (full = `${place}.${key}`));
  return full;
}

const places = new Map<string, Map<string, string>>();

function named(judge: Judge, view: View, span: Span, context: Context): boolean {
  const verdict = cachedVerdict(context.name);
  if (
    verdict === undefined ||
    !isSecretUnder(verdict, binary(view.bytes, span.start, Math.min(span.end, span.start + 4096)))
  )
    return false;
  foundNamed(judge, view, span, context, verdict.secret);
  return true;
}

function pairValue(
  judge: Judge,
  view: View,
  span: Span,
  { list, context }: { readonly list: string; readonly context: Context },
): void {
  if (list === "cookies") readCookieValue(judge, view, span, context);
  else if (list === "headers") headerValue(judge, view, span, context);
  else readField(judge, view, span, { ...context, kind: "param" });
}

/** The value of a header, by its name whatever its capitals; names that are not known are not trusted. */
function headerValue(judge: Judge, view: View, span: Span, context: Context): void {
  const name = context.name.toLowerCase();
  if (name === "cookie" || name === "set-cookie" || name === "cookie2" || name === "set-cookie2") {
    judge.read.cookies(judge, view, span, context);
    return;
  }
  const verdict = cachedHeaderVerdict(name);
  if (verdict === "ordinary") {
    if (span.end - span.start >= 16) judge.read.text(judge, view, span, { ...context, kind: "code" });
    return;
  }
  if (
    verdict !== undefined &&
    isSecretUnder(verdict, binary(view.bytes, span.start, Math.min(span.end, span.start + 4096)))
  ) {
    if (verdict.secret === "access-token" || verdict.secret === "secret")
      judge.read.authorization(judge, view, span, context);
    else foundNamed(judge, view, span, context, verdict.secret);
    return;
  }
  // Under a name that nobody knows what looks like no word is no matter of course.
  if (verdict === undefined && span.end - span.start <= 256 && isIdLike(binary(view.bytes, span.start, span.end)))
    foundNamed(judge, view, span, context, "opaque");
  else judge.read.value(judge, view, span, { ...context, kind: verdict === undefined ? "param" : "plain" });
}

function isIdLike(text: string): boolean {
  if (!/^[\w.+/=~:-]+$/.test(text)) return false;
  return isUuid(text) || isRandom(text, 10) || (text.length >= 16 && /^(?:[0-9a-f]+|\d+)$/i.test(text));
}
