import { LIST_PATHS, NUMBER_PATHS, TEXT_PATHS } from "../paths.ts";
import { Memo, type Reach } from "./memo.ts";

/** What is to be done with the value of a key. */
export const SKIP = 0;
export const TEXT = 1;
export const NUMBER = 2;
export const OBJECT = 3;
export const LIST = 4;
/** A member of an object in a list, as text. */
export const ITEM = 5;
/** A text that is different in every record. */
export const ONCE = 6;
/** `published`. */
export const TIME = 7;

/** Learnt keys of one object that nobody wants; what a hostile log has more is read the long way. */
const LEARNT_AT_MOST = 256;
const LONGEST_LEARNT = 60;

/** What a key's value is for. */
interface Use {
  readonly kind: number;
  readonly slot: number;
  readonly shape: Shape | null;
  readonly memo: Memo | null;
}

const UNWANTED: Use = { kind: SKIP, slot: 0, shape: null, memo: null };

/** A key that may be met in an object. */
export class Key {
  /** The key with its quotes, four bytes an integer, the last filled up with zeros. */
  readonly words: Int32Array;
  /** Bytes of the key with its quotes. */
  readonly length: number;
  readonly tailMask: number;
  readonly kind: number;
  /** Slot of the value, number of the list, or, counted from the end, member of the list's object. */
  readonly slot: number;
  /** Shape of the object, or of the list's objects. */
  readonly shape: Shape | null;
  /** Remembers whole values, where they are known to come back. */
  readonly memo: Memo | null;
  /** The key that followed when this one was met last: the likely one to follow again. */
  next: Key | null = null;
  /** Object in which it was met last; met there again, it is a duplicate. */
  seen = 0;

  constructor(quoted: Uint8Array, to: Use) {
    this.length = quoted.length;
    this.words = new Int32Array((quoted.length + 3) >> 2);
    const view = new DataView(this.words.buffer);
    for (const [n, byte] of quoted.entries()) view.setUint8(n, byte);
    for (let n = 0; n < this.words.length; n++) this.words[n] = view.getInt32(n * 4, true);
    const rest = quoted.length & 3;
    this.tailMask = rest === 0 ? -1 : 0x7fffffff >>> (31 - rest * 8);
    this.kind = to.kind;
    this.slot = to.slot;
    this.shape = to.shape;
    this.memo = to.memo;
  }

  /** Whether the key stands at `p`. */
  at(view: DataView, p: number): boolean {
    const { words } = this;
    const last = words.length - 1;
    for (let n = 0; n < last; n++) if (view.getInt32(p + n * 4, true) !== words[n]) return false;
    return (view.getInt32(p + last * 4, true) & this.tailMask) === words[last];
  }
}

/** The keys of an object on the way to wanted values. Keys are found by what came last time, else by their hash. */
export class Shape {
  readonly #keys = new Map<number, Key[]>();
  /** The key that began this object last. */
  first: Key | null = null;
  #learnt = 0;

  find(view: DataView, p: number, hash: number): Key | null {
    const bucket = this.#keys.get(hash);
    if (bucket !== undefined) for (const key of bucket) if (key.at(view, p)) return key;
    return null;
  }

  add(hash: number, key: Key): void {
    const bucket = this.#keys.get(hash);
    if (bucket === undefined) this.#keys.set(hash, [key]);
    else bucket.push(key);
  }

  /** Remembers a key that nobody wants, so that it need not be looked up again. */
  learn(hash: number, quoted: Uint8Array): Key {
    if (this.#learnt >= LEARNT_AT_MOST || quoted.length > LONGEST_LEARNT) return UNKNOWN_KEY;
    this.#learnt++;
    const key = new Key(quoted.slice(), UNWANTED);
    this.add(hash, key);
    return key;
  }
}

/** Stands for every key that is neither wanted nor learnt; its own text matches no key. */
const UNKNOWN_KEY: Key = new Key(Uint8Array.of(0), UNWANTED);

/** Hash of a key's bytes (without its quotes), as the lexer makes it. */
export type HashOf = (quoted: Uint8Array) => number;

/** What is known of one key while the shapes are built from paths. */
interface Sketch {
  kind: number;
  slot: number;
  readonly keys: Map<string, Sketch>;
}

/** The wanted paths as shapes, and the slot of each further path: -1 when no reader can tell it as one text. */
export interface Plan {
  readonly shape: Shape;
  readonly further: readonly number[];
  readonly memos: readonly Memo[];
}

/** Members of a record whose values come back byte for byte in other records. */
const REMEMBERED: readonly string[] = [
  "actor",
  "client",
  "device",
  "authenticationContext",
  "outcome",
  "securityContext",
  "request",
  "target",
];

/** Lays out the shapes for the paths of the envelope and further ones (dotted, names of objects only). */
export function planOf(further: readonly string[], hashOf: HashOf): Plan {
  const root: Sketch = { kind: OBJECT, slot: 0, keys: new Map() };
  for (const [slot, path] of TEXT_PATHS.entries())
    place(root, path.split("."), path === "uuid" ? ONCE : path === "published" ? TIME : TEXT, slot);
  for (const [slot, path] of NUMBER_PATHS.entries()) place(root, path.split("."), NUMBER, slot + 1);
  for (const [slot, { path, members }] of LIST_PATHS.entries()) {
    const steps = path.split(".");
    place(root, steps, LIST, slot);
    for (const [n, name] of members.entries()) place(root, [...steps, name], ITEM, n - members.length);
  }
  const slots = further.map((path, n) => slotFor(root, path.split("."), TEXT_PATHS.length + n));
  const memos = new Map(REMEMBERED.map((name) => [name, new Memo(reachOf(root.keys.get(name) ?? root))]));
  return { shape: shapeOf(root, hashOf, memos), further: slots, memos: [...memos.values()] };
}

function place(root: Sketch, path: readonly string[], kind: number, slot: number): void {
  let sketch = root;
  for (const [n, step] of path.entries()) {
    const last = n === path.length - 1;
    const name = step.replace("[]", "");
    let child = sketch.keys.get(name);
    if (child === undefined) {
      child = { kind: last ? kind : OBJECT, slot: last ? slot : 0, keys: new Map() };
      sketch.keys.set(name, child);
    } else if (last) {
      child.kind = kind;
      child.slot = slot;
    }
    sketch = child;
  }
}

function slotFor(root: Sketch, path: readonly string[], slot: number): number {
  let sketch: Sketch | undefined = root;
  // A name that JSON may write in more than one way can not be told by its bytes.
  if (!path.every((step) => /^[ !#-[\]-~]+$/.test(step))) return -1;
  for (const step of path) {
    if (sketch.kind !== OBJECT) return -1;
    const child: Sketch | undefined = sketch.keys.get(step);
    if (child === undefined) {
      place(root, path, TEXT, slot);
      return slot;
    }
    sketch = child;
  }
  return sketch.kind === TEXT || sketch.kind === ONCE ? sketch.slot : -1;
}

function shapeOf(sketch: Sketch, hashOf: HashOf, memos: Map<string, Memo>): Shape {
  const shape = new Shape();
  for (const [name, child] of sketch.keys) {
    const quoted = Uint8Array.from(`"${name}"`, (letter) => letter.codePointAt(0) ?? 0);
    const inner = child.keys.size > 0 ? shapeOf(child, hashOf, new Map()) : null;
    shape.add(hashOf(quoted), new Key(quoted, { ...child, shape: inner, memo: memos.get(name) ?? null }));
  }
  return shape;
}

function reachOf(sketch: Sketch): Reach {
  const inner = [...sketch.keys.values()].map(reachOf);
  const own = (kinds: readonly number[]): readonly number[] => (kinds.includes(sketch.kind) ? [sketch.slot] : []);
  return {
    texts: [...own([TEXT, ONCE, TIME]), ...inner.flatMap(({ texts }) => texts)],
    numbers: [...own([NUMBER]), ...inner.flatMap(({ numbers }) => numbers)],
    lists: [...own([LIST]), ...inner.flatMap(({ lists }) => lists)],
  };
}
