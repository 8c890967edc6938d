import { PLAIN_PATHS } from "./plain-paths.ts";

/** What a record is expected to hold at a place. */
interface Place {
  readonly kind: "object" | "list" | "moment" | "word" | "text";
  readonly members: Map<string, Place>;
  /** The members' names in lower case. */
  readonly lower: Set<string>;
  /** The object that it was last seen in. */
  seen: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const SCALAR = /(?:true|false|null|0|-?[1-9]\d{0,14})(?=[\s,}\]])/y;
const BEYOND_ASCII = /[\u0080-\uffff]/;
/** No leap second: it has no place of its own among the milliseconds. */
const MOMENT = /"\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(?:\.\d{1,9})?Z"/y;
/** Half of a pair of surrogates, which may be without the other. */
const SURROGATE = /\\u[dD][89a-fA-F]/;

const ROOT = placeOf("object");
for (const path of PLAIN_PATHS.moments) expect(path, "moment");
for (const path of PLAIN_PATHS.words) expect(path, "word");
for (const path of PLAIN_PATHS.texts) expect(path, "text");

/**
 * Whether a record has the form that its table can be asked by: at each of the plain paths one text, boolean, null or
 * whole number, under that name once, and no other name that a rule could mean by it. Whatever else is in the record
 * does not matter. It may take a plain record for an odd one, never an odd one for plain.
 *
 * `text` is JSON that was read before. Throws nothing.
 */
export function isPlain(text: string): boolean {
  look = { text, ascii: !BEYOND_ASCII.test(text), escaped: text.includes(String.raw`\u`) };
  at = 0;
  space();
  const plain = object(ROOT);
  look = NOTHING;
  return plain;
}

// One record is looked at at a time, by every insert: the state of the look is kept here, where it costs least.
const NOTHING = { text: "", ascii: true, escaped: false };
let look = NOTHING;
let at = 0;
/** Objects looked at so far: tells the members seen in this object from those seen in another. */
let objects = 0;

/** Goes past an object; `false` when something in it is odd. */
function object(place: Place): boolean {
  const { text } = look;
  if (text.charCodeAt(at) !== OPEN) return false;
  const turn = ++objects;
  at++;
  space();
  while (text.charCodeAt(at) === QUOTE) {
    const end = text.indexOf('"', at + 1);
    if (end < 0) return false;
    const name = text.slice(at + 1, end);
    at = end + 1;
    space();
    if (text.charCodeAt(at) !== COLON) return false;
    at++;
    space();
    const member = place.members.get(name);
    if (member === undefined) {
      if (couldMean(place, name) || !skip()) return false;
    } else {
      if (member.seen === turn || !value(member)) return false;
      member.seen = turn;
    }
    space();
    if (text.charCodeAt(at) !== COMMA) break;
    at++;
    space();
  }
  return text.charCodeAt(at++) === CLOSE;
}

function value(place: Place): boolean {
  const { text, ascii, escaped } = look;
  const first = text.charCodeAt(at);
  if (place.kind === "object" && first === OPEN) return object(place);
  if (place.kind === "list" && first === OPEN_LIST) return list(place);
  if (place.kind === "moment") return moment();
  const isText = place.kind === "word" || place.kind === "text";
  if (first !== QUOTE || !isText) {
    SCALAR.lastIndex = at;
    // In place of an object or a list only null is nothing.
    if (!(isText ? SCALAR.test(text) : text.startsWith("null", at))) return false;
    at = isText ? SCALAR.lastIndex : at + 4;
    return true;
  }
  const start = at;
  if (!string()) return false;
  if (ascii && !escaped) return true;
  const written = text.slice(start, at);
  return place.kind === "text"
    ? !SURROGATE.test(written)
    : !BEYOND_ASCII.test(written) && !written.includes(String.raw`\u`);
}

function moment(): boolean {
  MOMENT.lastIndex = at;
  if (!MOMENT.test(look.text)) return false;
  at = MOMENT.lastIndex;
  return true;
}

function list(place: Place): boolean {
  const { text } = look;
  at++;
  space();
  if (text.charCodeAt(at) === CLOSE_LIST) {
    at++;
    return true;
  }
  for (;;) {
    if (!object(place)) return false;
    space();
    const next = text.charCodeAt(at++);
    if (next === CLOSE_LIST) return true;
    if (next !== COMMA) return false;
    space();
  }
}

/** Goes past any value. */
function skip(): boolean {
  const { text } = look;
  for (let depth = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        if (!string()) return false;
        at--;
        break;
      case OPEN:
      case OPEN_LIST:
        depth++;
        break;
      case CLOSE:
      case CLOSE_LIST:
        if (depth === 0) return true;
        depth--;
        break;
      case COMMA:
        if (depth === 0) return true;
        break;
    }
  }
  return false;
}

/** Goes past a string. */
function string(): boolean {
  const { text } = look;
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 0) continue;
    at = end + 1;
    return true;
  }
  return false;
}

function space(): void {
  while (look.text.charCodeAt(at) <= 0x20) at++;
}

/** Whether a rule that means a known member could find this one: another case, an escape, dots in a key. */
function couldMean({ lower }: Place, name: string): boolean {
  if (name.includes("\\") || BEYOND_ASCII.test(name)) return true;
  const dot = name.indexOf(".");
  return lower.has((dot < 0 ? name : name.slice(0, dot)).toLowerCase());
}

function placeOf(kind: Place["kind"]): Place {
  return { kind, members: new Map(), lower: new Set(), seen: 0 };
}

function expect(path: string, kind: "moment" | "word" | "text"): void {
  let place = ROOT;
  const names = path.split(".");
  for (const [n, written] of names.entries()) {
    const name = written.replace("[]", "");
    let next = place.members.get(name);
    if (next === undefined) {
      next = placeOf(n === names.length - 1 ? kind : written === name ? "object" : "list");
      place.members.set(name, next);
      place.lower.add(name.toLowerCase());
    }
    place = next;
  }
}
