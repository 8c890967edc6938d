import { binary } from "../encoding/binary.ts";
import { KeyCache } from "../json/key-cache.ts";
import { ARRAY, ESCAPED, LITERAL, OBJECT, STRING, type Tape } from "../json/tape.ts";
import { isSecretUnder, type NameVerdict } from "../secret/names.ts";
import { cachedVerdict } from "../secret/verdicts.ts";
import { canonical, plainKey } from "./canonical.ts";
import type { Context, Judge, Span } from "./judge.ts";
import { foundNamed } from "./named.ts";
import { isToldByOthers, siblingVerdict } from "./siblings.ts";
import type { View } from "./view.ts";

const NAME_KEYS = new Set(["name", "key", "id", "field", "label", "header", "type", "Name", "Key"]);
const VALUE_KEYS = new Set([
  "value",
  "content",
  "data",
  "val",
  "text",
  "default",
  "Value",
  "answer",
  "credential",
  "$t",
  "_text",
  "#text",
]);

/** An object or a list that is being read. */
interface Frame {
  readonly end: number;
  readonly isObject: boolean;
  /** What its own name says, for values that have no name of their own. */
  readonly verdict: NameVerdict | undefined;
  readonly name: string;
  readonly node: number;
  /** What a sibling says of them: `{"name": "password", "value": …}`, in either order. Looked up when it is asked for. */
  paired: string | undefined;
}

/** What is known of the name of a member. */
interface Key {
  readonly name: string;
  readonly verdict: NameVerdict | undefined;
  readonly isName: boolean;
  readonly isValue: boolean;
  /** What stands beside it may say more. */
  readonly isToldByOthers: boolean;
}

const NO_KEY: Key = { name: "", verdict: undefined, isName: false, isValue: false, isToldByOthers: false };
const keys = new KeyCache<Key>((bytes, from, to) => {
  const name = plainKey(binary(bytes, from, Math.min(to, from + 100)));
  return {
    name,
    verdict: fieldVerdict(name),
    isName: NAME_KEYS.has(name),
    isValue: VALUE_KEYS.has(name),
    isToldByOthers: isToldByOthers(name),
  };
});

/** JSON inside a capture: bodies, messages, strings that hold JSON. No name, order or nesting decides alone. */
export function readJson(judge: Judge, view: View, tape: Tape, context: Context): void {
  const { kinds, next, from, to } = tape;
  const { bytes } = view;
  const frames: Frame[] = [];
  let frame: Frame | undefined;
  let before = "";
  for (let node = 0; node < tape.count; node++) {
    while (frame !== undefined && node >= frame.end) {
      frames.pop();
      frame = frames.at(-1);
    }
    let key = NO_KEY;
    if (frame?.isObject === true) {
      key = keys.get(bytes, from[node] ?? 0, to[node] ?? 0);
      if ((to[node] ?? 0) - (from[node] ?? 0) >= LONG_KEY)
        leaf(judge, view, tape, { node, verdict: undefined, context: { ...context, kind: "field", name: "" } });
      node++;
    }
    const kind = kinds[node] ?? LITERAL;
    const told =
      frame !== undefined && key.isToldByOthers
        ? siblingVerdict(view, tape, {
            object: frame.node,
            node,
            name: key.name,
            parent: frame.name,
            place: context.place,
          })
        : undefined;
    const { verdict, name } =
      frame === undefined
        ? NOTHING
        : told === undefined
          ? named(view, tape, { frame, key, before })
          : { verdict: told === "nothing" ? undefined : told, name: key.name };
    if (kind === OBJECT || kind === ARRAY) {
      const inherits = frame !== undefined && (!frame.isObject || key.isValue);
      frame = {
        end: next[node] ?? 0,
        isObject: kind === OBJECT,
        verdict: verdict?.strength === "always" ? verdict : undefined,
        name,
        node,
        paired: kind === OBJECT ? undefined : inherits ? (frame?.paired ?? "") : "",
      };
      frames.push(frame);
      before = "";
      continue;
    }
    const length = (to[node] ?? 0) - (from[node] ?? 0);
    if (verdict !== undefined || (kind !== LITERAL && isWorth(bytes, kind, from[node] ?? 0, length)))
      leaf(judge, view, tape, { node, verdict, context: { ...context, kind: "field", name } });
    before =
      frame?.isObject === false && kind === STRING && length <= 40 && length > 2
        ? binary(bytes, from[node], to[node])
        : "";
  }
}

const NOTHING = { verdict: undefined, name: "" };
/** A key from here on may be a token. */
const LONG_KEY = 12;

/** What a value is called, by its own name, by a sibling, by the object around it or by the string before it. */
function named(
  view: View,
  tape: Tape,
  { frame, key, before }: { readonly frame: Frame; readonly key: Key; readonly before: string },
): { readonly verdict: NameVerdict | undefined; readonly name: string } {
  if (key.verdict !== undefined) return key;
  if (frame.isObject && !key.isValue) return key;
  frame.paired ??= pairName(view, tape, frame.node);
  const paired = frame.paired === "" ? undefined : fieldVerdict(frame.paired);
  if (paired !== undefined) return { verdict: paired, name: frame.paired };
  if (frame.verdict !== undefined) return frame;
  const listed = before === "" ? undefined : cachedVerdict(before);
  if (listed?.strength === "always") return { verdict: listed, name: before };
  return { verdict: undefined, name: key.name === "" ? frame.name : key.name };
}

/** Whether a string without a telling name can hold anything: short ones only an address, or something encoded. */
function isWorth(bytes: Uint8Array, kind: number, start: number, length: number): boolean {
  if (length < 6) return false;
  if (length >= SHORT || kind === ESCAPED) return true;
  for (let at = start; at < start + length; at++) {
    const byte = bytes[at];
    if (byte === 0x40 || byte === 0x3d || byte === 0x25 || byte === 0x3a || byte === 0x7b) return true;
  }
  return false;
}

const SHORT = 16;

function spanOf(tape: Tape, node: number): Span {
  return { start: tape.from[node] ?? 0, end: tape.to[node] ?? 0 };
}

/** A name of a body: codes and states are as often about errors and countries, so there chance must show. */
function fieldVerdict(name: string): NameVerdict | undefined {
  const verdict = cachedVerdict(name);
  if (
    verdict === undefined ||
    (verdict.secret !== "authorization-code" && verdict.secret !== "state") ||
    /nonce|challenge/i.test(name)
  )
    return verdict;
  return { ...verdict, strength: "chance" };
}

/** A member that names what its sibling holds. */
function pairName(view: View, tape: Tape, object: number): string {
  const end = tape.next[object] ?? 0;
  let found = "";
  for (let node = object + 1, n = 0; node < end && n < 16; node = tape.next[node + 1] ?? end, n++) {
    const { start, end: stop } = spanOf(tape, node + 1);
    if (tape.kinds[node + 1] !== STRING || stop - start > 80) continue;
    if (!keys.get(view.bytes, tape.from[node] ?? 0, tape.to[node] ?? 0).isName) continue;
    const key = keys.get(view.bytes, start, stop);
    if (found === "" || key.verdict !== undefined) found = key.name;
  }
  return found;
}

interface Leaf {
  readonly node: number;
  readonly verdict: NameVerdict | undefined;
  readonly context: Context;
}

function leaf(judge: Judge, view: View, tape: Tape, { node, verdict, context }: Leaf): void {
  const span = spanOf(tape, node);
  const kind = tape.kinds[node];
  if (kind === LITERAL) {
    if (verdict?.strength !== "always") return;
    const text = binary(view.bytes, span.start, span.end);
    if (/^-?\d[\d.]{2,}$/.test(text)) judge.found(view, span, verdict.secret, context, true);
    return;
  }
  if (kind === ESCAPED)
    judge.unescaped(view, span, { wrap: "json", context }, (inner, all) =>
      readLeaf(judge, inner, all, { verdict, context }),
    );
  else readLeaf(judge, view, span, { verdict, context });
}

/** One string under what its name says. */
function readLeaf(judge: Judge, view: View, span: Span, { verdict, context }: Omit<Leaf, "node">): void {
  if (verdict !== undefined && span.end - span.start < 1_000_000) {
    const value = canonical(binary(view.bytes, span.start, span.end));
    const first = value.charCodeAt(0);
    const isJson = (first === 0x7b || first === 0x5b) && value.length > 2;
    if (!isJson && isSecretUnder(verdict, value)) {
      if (verdict.secret === "access-token" && /\s/.test(value) && value.length < 200)
        judge.read.authorization(judge, view, span, context);
      else foundNamed(judge, view, span, context, verdict.secret);
      return;
    }
  }
  if (span.end - span.start >= 6) judge.read.value(judge, view, span, context);
}
