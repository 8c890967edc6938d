import { binary } from "../encoding/binary.ts";
import { ARRAY, ESCAPED, LITERAL, OBJECT, STRING, type Tape } from "../json/tape.ts";
import { isSecretUnder, type NameVerdict } from "../secret/names.ts";
import { cachedVerdict } from "../secret/verdicts.ts";
import { canonical } from "./canonical.ts";
import type { Context, Judge, Span } from "./judge.ts";
import { foundNamed } from "./named.ts";
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
  /** What a sibling says of them: `{"name": "password", "value": …}`, in either order. */
  readonly paired: string;
}

/** JSON inside a capture: bodies, messages, strings that hold JSON. No name, order or nesting decides alone. */
export function readJson(judge: Judge, view: View, tape: Tape, context: Context): void {
  const { kinds, next } = tape;
  const frames: Frame[] = [];
  let before = "";
  for (let node = 0; node < tape.count;) {
    while (frames.length > 0 && node >= (frames.at(-1)?.end ?? 0)) frames.pop();
    const frame = frames.at(-1);
    let key = "";
    let at = node;
    if (frame?.isObject === true) {
      key = keyText(view, tape, node);
      keyLeaf(judge, view, tape, { node, context });
      at = node + 1;
    }
    const own = key === "" ? undefined : fieldVerdict(key);
    const inherits = frame !== undefined && (!frame.isObject || VALUE_KEYS.has(key));
    const paired = inherits && frame.paired !== "" ? fieldVerdict(frame.paired) : undefined;
    const listed = frame?.isObject === false && before !== "" ? cachedVerdict(before) : undefined;
    const verdict =
      own ?? paired ?? (inherits ? frame.verdict : undefined) ?? (listed?.strength === "always" ? listed : undefined);
    const name =
      own === undefined && inherits
        ? paired === undefined
          ? verdict === listed && listed !== undefined
            ? before
            : frame.name
          : frame.paired
        : key;
    const kind = kinds[at] ?? LITERAL;
    if (kind === OBJECT || kind === ARRAY) {
      frames.push({
        end: next[at] ?? 0,
        isObject: kind === OBJECT,
        verdict: verdict?.strength === "always" ? verdict : undefined,
        name,
        paired: kind === OBJECT ? pairName(view, tape, at) : inherits ? frame.paired : "",
      });
      node = at + 1;
      before = "";
      continue;
    }
    leaf(judge, view, tape, { node: at, verdict, context: { ...context, kind: "field", name } });
    before =
      frame?.isObject === false && kind === STRING && (tape.to[at] ?? 0) - (tape.from[at] ?? 0) <= 40
        ? binary(view.bytes, tape.from[at], tape.to[at])
        : "";
    node = at + 1;
  }
}

function spanOf(tape: Tape, node: number): Span {
  return { start: tape.from[node] ?? 0, end: tape.to[node] ?? 0 };
}

function keyText(view: View, tape: Tape, node: number): string {
  const { start, end } = spanOf(tape, node);
  return binary(view.bytes, start, Math.min(end, start + 100));
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
  return { ...verdict, strength: "random" };
}

/** A member that names what its sibling holds. */
function pairName(view: View, tape: Tape, object: number): string {
  const end = tape.next[object] ?? 0;
  let found = "";
  for (let node = object + 1, n = 0; node < end && n < 16; node = tape.next[node + 1] ?? end, n++) {
    const value = node + 1;
    if (tape.kinds[value] !== STRING || (tape.to[value] ?? 0) - (tape.from[value] ?? 0) > 80) continue;
    if (!NAME_KEYS.has(keyText(view, tape, node))) continue;
    const text = keyText(view, tape, value);
    if (found === "" || fieldVerdict(text) !== undefined) found = text;
  }
  return found;
}

/** Tokens may be keys: `{"tokens": {"eyJ…": {}}}`. */
function keyLeaf(
  judge: Judge,
  view: View,
  tape: Tape,
  { node, context }: { readonly node: number; readonly context: Context },
): void {
  const span = spanOf(tape, node);
  if (span.end - span.start >= 12)
    leaf(judge, view, tape, { node, verdict: undefined, context: { ...context, kind: "field", name: "" } });
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
    judge.unescaped(view, span, "json", context, (inner, all) => readLeaf(judge, inner, all, { verdict, context }));
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
