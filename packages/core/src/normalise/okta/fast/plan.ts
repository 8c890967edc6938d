import { LIST_PATHS, NUMBER_PATHS, TEXT_PATHS } from "../paths.ts";
import {
  ALONE,
  BEGINS,
  FOLLOWS,
  ITEM,
  JOINS,
  type KeyNumbers,
  LIST,
  NUMBER,
  OBJECT,
  ONCE,
  Shape,
  SKIP,
  TEXT,
  TIME,
} from "./shape.ts";
import type { Source } from "./told.ts";

/** Hash of a key's bytes (with its quotes), as the lexer makes it. */
export type HashOf = (quoted: Uint8Array) => number;

/** The wanted paths as shapes, and where each further path is found. */
export interface Plan {
  readonly shape: Shape;
  readonly further: readonly Source[];
}

/** Values that are new in nearly every record. */
const VOLATILE: readonly string[] = [
  "uuid",
  "published",
  "insertionTimestamp",
  "transaction.id",
  "debugContext.debugData.authnRequestId",
  "debugContext.debugData.requestId",
  "debugContext.debugData.traceId",
];
/**
 * Members that vary with something else than the member before them. In Okta's order the stretches are then: who it
 * is and from where; the session; what happened; the network; how risky; the device; the resource; the request.
 */
const BEGINNINGS: readonly string[] = [
  "displayMessage",
  "securityContext",
  "request",
  "debugContext.debugData.deviceFingerprint",
  "debugContext.debugData.requestUri",
];
/** The same, where the first bytes are alike for all: a person's session. */
const FOLLOWING: readonly string[] = ["authenticationContext"];
/** Lists whose objects come back one by one. */
const OBJECTS_RETURN: readonly string[] = ["target"];

/** Wanted keys of one object: each needs a bit of its own. */
const WANTED_AT_MOST = 31;

/** What is known of one key while the shapes are built from paths. */
interface Sketch {
  kind: number;
  slot: number;
  text: number;
  stands: number;
  /** Stretches of its members, or its objects, are remembered. */
  remembered: boolean;
  readonly keys: Map<string, Sketch>;
}

/** Lays out the shapes for the paths of the envelope and further ones (dotted, names of objects only). */
export function planOf(further: readonly string[], hashOf: HashOf): Plan {
  const root = sketch(OBJECT);
  root.remembered = true;
  for (const [slot, path] of TEXT_PATHS.entries())
    place(root, path.split("."), path === "uuid" || path === "transaction.id" ? ONCE : TEXT, slot);
  place(root, ["published"], TIME, TEXT_PATHS.indexOf("published"));
  for (const [slot, path] of NUMBER_PATHS.entries()) place(root, path.split("."), NUMBER, slot + 1);
  for (const [slot, { path, members }] of LIST_PATHS.entries()) {
    const steps = path.replaceAll("[]", "").split(".");
    place(root, steps, LIST, slot);
    for (const [n, name] of members.entries()) place(root, [...steps, name], ITEM, n - members.length);
  }
  for (const path of VOLATILE) stand(root, path.split("."), ALONE);
  for (const path of BEGINNINGS) stand(root, path.split("."), BEGINS);
  for (const path of FOLLOWING) stand(root, path.split("."), FOLLOWS);
  for (const path of OBJECTS_RETURN) stand(root, [path, ""], ALONE);
  const sources = further.map((path, n) => sourceFor(root, path, TEXT_PATHS.length + n));
  return { shape: shapeOf(root, hashOf, { last: 0 }), further: sources };
}

function sketch(kind: number): Sketch {
  return { kind, slot: 0, text: -1, stands: JOINS, remembered: false, keys: new Map() };
}

function place(root: Sketch, path: readonly string[], kind: number, slot: number): void {
  const at = sketchAt(root, path);
  at.kind = kind;
  at.slot = slot;
}

/** Says how a member stands to its neighbours; what it lies in is then made of stretches. */
function stand(root: Sketch, path: readonly string[], stands: number): void {
  for (let n = 1; n < path.length; n++) {
    const around = sketchAt(root, path.slice(0, n));
    around.stands = ALONE;
    around.remembered = true;
  }
  if (path.at(-1) !== "") sketchAt(root, path).stands = stands;
}

function sketchAt(root: Sketch, path: readonly string[]): Sketch {
  let at = root;
  for (const [n, step] of path.entries()) {
    let child = at.keys.get(step);
    if (child === undefined) at.keys.set(step, (child = sketch(n === path.length - 1 ? SKIP : OBJECT)));
    at = child;
  }
  return at;
}

function sourceFor(root: Sketch, path: string, slot: number): Source {
  for (const [list, { path: listed, members }] of LIST_PATHS.entries()) {
    // The flat list of an inner list does not say which of the outer objects its objects belong to; nobody asks.
    const member = members.findIndex((name) => path === `${listed.replaceAll("[]", "")}.${name}`);
    if (member >= 0) return { kind: "list", list, member, members: members.length };
  }
  const found = slotFor(root, path.split("."), slot);
  return found < 0 ? { kind: "record" } : { kind: "text", slot: found };
}

function slotFor(root: Sketch, path: readonly string[], slot: number): number {
  // A name that JSON may write in more than one way can not be told by its bytes.
  if (!path.every((step) => /^[ !#-[\]-~]+$/.test(step))) return -1;
  let at: Sketch = root;
  let around = root;
  for (const step of path) {
    if (at.kind !== OBJECT) return -1;
    around = at;
    const child: Sketch | undefined = at.keys.get(step);
    if (child === undefined) {
      if (wantedOf(at).length >= WANTED_AT_MOST) return -1;
      place(root, path, TEXT, slot);
      return slot;
    }
    at = child;
  }
  if (at.kind === SKIP) {
    if (wantedOf(around).length >= WANTED_AT_MOST) return -1;
    at.kind = TEXT;
    at.slot = slot;
  } else if (at.kind === NUMBER && at.text < 0) at.text = slot;
  else if (at.kind === TIME) at.text = at.slot;
  if (at.kind === TEXT || at.kind === ONCE) return at.slot;
  return at.kind === NUMBER || at.kind === TIME ? at.text : -1;
}

function wantedOf({ keys }: Sketch): readonly Sketch[] {
  return [...keys.values()].filter(({ kind }) => kind !== SKIP);
}

function shapeOf(from: Sketch, hashOf: HashOf, numbers: KeyNumbers): Shape {
  const shape = new Shape(numbers, from.remembered, from.keys.keys());
  const wanted = wantedOf(from);
  for (const [name, child] of from.keys) {
    const quoted = Uint8Array.from(`"${name}"`, (letter) => letter.codePointAt(0) ?? 0);
    const inner = child.keys.size > 0 ? shapeOf(child, hashOf, numbers) : null;
    const place = wanted.indexOf(child);
    shape.add(hashOf(quoted), quoted, { ...child, bit: place < 0 ? 0 : 1 << place, shape: inner });
  }
  return shape;
}
