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

/** How a member stands to its neighbours, where stretches of members are remembered (see `Memo`). */
export const JOINS = 0;
/** Begins a stretch of its own: what comes before it varies with something else. */
export const BEGINS = 1;
/** The same, but its first bytes tell little: it is looked up together with the stretch before it. */
export const FOLLOWS = 2;
/** Belongs to no stretch: it is new in every record, or stretches lie within it. */
export const ALONE = 3;

/** Learnt keys of one object that nobody wants; what a hostile log has more is read the long way. */
const LEARNT_AT_MOST = 256;
const LONGEST_LEARNT = 60;
/** A key that is longer is left to the plain reader. */
const LONGEST_NAME = 1000;

/** What a key's value is for. */
export interface Use {
  readonly kind: number;
  /** Slot of the value, number of the list, or, counted from the end, member of the list's object. */
  readonly slot: number;
  /** Slot of the text of a number or time, which is wanted too; else -1. */
  readonly text: number;
  readonly stands: number;
  /** One bit for each wanted key of an object; 0 for one that nobody wants. */
  readonly bit: number;
  /** Shape of the object, or of the list's objects. */
  readonly shape: Shape | null;
}

/** A key that may be met in an object. */
export class Key {
  /** The key with its quotes, four bytes an integer, the last filled up with zeros. */
  readonly words: Int32Array;
  /** Bytes of the key with its quotes. */
  readonly length: number;
  readonly tailMask: number;
  readonly kind: number;
  readonly slot: number;
  readonly text: number;
  readonly stands: number;
  readonly bit: number;
  readonly shape: Shape | null;
  /** Different for every key of every shape. */
  readonly number: number;
  /** The key that followed when this one was met last: the likely one to follow again. */
  next: Key | null = null;
  /** The same after the stretch that this key begins. */
  after: Key | null = null;
  /** Of stretches that begin here: whether the last was too short to be worth a look, and how often looking paid. */
  brief = false;
  hits = 0;
  misses = 0;

  constructor(quoted: Uint8Array, to: Use, number: number) {
    this.length = quoted.length;
    this.words = new Int32Array((quoted.length + 3) >> 2);
    const view = new DataView(this.words.buffer);
    for (const [n, byte] of quoted.entries()) view.setUint8(n, byte);
    for (let n = 0; n < this.words.length; n++) this.words[n] = view.getInt32(n * 4, true);
    const rest = quoted.length & 3;
    this.tailMask = rest === 0 ? -1 : 0x7fffffff >>> (31 - rest * 8);
    this.kind = to.kind;
    this.slot = to.slot;
    this.text = to.text;
    this.stands = to.stands;
    this.bit = to.bit;
    this.shape = to.shape;
    this.number = number;
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
  /** Whether stretches of its members are remembered. */
  readonly remembered: boolean;
  /** The key that began this object last. */
  first: Key | null = null;
  readonly #keys = new Map<number, Key[]>();
  readonly #numbers: KeyNumbers;
  /** Names of wanted keys, in lower case. */
  readonly #names: ReadonlySet<string>;
  #learnt = 0;

  constructor(numbers: KeyNumbers, remembered: boolean, names: Iterable<string>) {
    this.#numbers = numbers;
    this.remembered = remembered;
    this.#names = new Set([...names].map((name) => name.toLowerCase()));
  }

  find(view: DataView, p: number, hash: number): Key | null {
    const bucket = this.#keys.get(hash);
    if (bucket !== undefined) for (const key of bucket) if (key.at(view, p)) return key;
    return null;
  }

  add(hash: number, quoted: Uint8Array, use: Use): Key {
    const key = new Key(quoted, use, ++this.#numbers.last);
    const bucket = this.#keys.get(hash);
    if (bucket === undefined) this.#keys.set(hash, [key]);
    else bucket.push(key);
    return key;
  }

  /**
   * Remembers a key that nobody wants, so that it need not be looked up again. `null` when a rule could mean a wanted
   * key by it: one that differs in case, that holds dots, or that is not ASCII, where case is no simple matter.
   */
  learn(hash: number, quoted: Uint8Array): Key | null {
    const name = String.fromCharCode(...quoted.subarray(1, Math.min(quoted.length - 1, LONGEST_NAME)));
    if (/[^ -~]|\./.test(name) || quoted.length > LONGEST_NAME || this.#names.has(name.toLowerCase())) return null;
    if (this.#learnt >= LEARNT_AT_MOST || quoted.length > LONGEST_LEARNT) return UNKNOWN_KEY;
    this.#learnt++;
    return this.add(hash, quoted, UNWANTED);
  }
}

/** Where the numbers of keys are taken from. */
export interface KeyNumbers {
  last: number;
}

const UNWANTED: Use = { kind: SKIP, slot: 0, text: -1, stands: JOINS, bit: 0, shape: null };
/** Stands for every key that is neither wanted nor learnt; its own text matches no key. */
const UNKNOWN_KEY: Key = new Key(Uint8Array.of(0), { ...UNWANTED, stands: ALONE }, 0);
