import { LIST_PATHS } from "../paths.ts";
import type { Interner } from "./interner.ts";
import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  type Decode,
  Lexer,
  MARGIN,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  UNSURE,
} from "./lexer.ts";
import { Memo } from "./memo.ts";
import { type Plan, planOf } from "./plan.ts";
import { ItemList, type RowTable } from "./row-table.ts";
import { ALONE, ITEM, JOINS, type Key, LIST, NUMBER, OBJECT, ONCE, type Shape, SKIP, TEXT, TIME } from "./shape.ts";
import type { Source } from "./told.ts";
import { ValueReader } from "./value-reader.ts";

/** Members of the objects of each list. */
const MEMBERS: readonly number[] = LIST_PATHS.map(({ members }) => members.length);
const NO_LIST = new ItemList();
const SPACE = 0x20;

/**
 * Finds the wanted values of a record in its bytes, in one pass and without making objects. Every byte is judged, so
 * that nothing passes which JSON.parse would refuse; whatever is unusual (an escaped or repeated key, a list where an
 * object is wanted, deep nesting) is left to the plain reader. Stretches that were read before are only compared.
 */
export class RecordReader {
  readonly #lexer = new Lexer();
  readonly #memo = new Memo();
  readonly #interner: Interner;
  readonly #table: RowTable;
  readonly #values: ValueReader;
  readonly #plan: Plan;
  #scratch = new Uint8Array(8192);

  constructor(table: RowTable, interner: Interner, options: { decode: Decode; further: readonly string[] }) {
    this.#table = table;
    this.#interner = interner;
    this.#values = new ValueReader({ lexer: this.#lexer, table, interner, decode: options.decode });
    this.#plan = planOf(options.further, (quoted) => this.#hashOf(quoted));
  }

  /** Where each further path is found in a row. */
  get further(): readonly Source[] {
    return this.#plan.further;
  }

  /** Makes room by forgetting, when much was learnt; gives the table of strings that is in use from here on. */
  renew(): readonly string[] {
    if (this.#interner.full) this.forget();
    return this.#interner.strings;
  }

  /** Forgets the strings and stretches it has met. */
  forget(): void {
    this.#interner.renew();
    this.#memo.forget();
  }

  /** Adds the record's row to the table. False, and nothing added, when the plain reader has to decide. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    if (end + MARGIN > bytes.length) return this.#readCopy(bytes, start, end);
    const lexer = this.#lexer;
    lexer.use(bytes);
    this.#table.begin();
    try {
      const open = lexer.space(start);
      if (lexer.bytes[open] !== OPEN_OBJECT) return false;
      const p = this.#stretches(this.#plan.shape, open + 1);
      if (p === UNSURE || p > end || (p < end && lexer.space(p) < end)) return false;
    } catch (error) {
      // The JSON ran out of the buffer.
      if (error instanceof RangeError) return false;
      throw error;
    }
    this.#table.keep();
    return true;
  }

  #readCopy(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (length + MARGIN > this.#scratch.length) this.#scratch = new Uint8Array((length + MARGIN) * 2);
    // Zeros behind the record are control characters, which end any text.
    this.#scratch.set(bytes.subarray(start, end));
    this.#scratch.fill(0, length, length + MARGIN);
    return this.read(this.#scratch, 0, length);
  }

  /** An object whose stretches are remembered: from the byte after `{` to the byte after `}`. */
  #stretches(shape: Shape, from: number): number {
    const { bytes, view } = this.#lexer;
    const memo = this.#memo;
    const table = this.#table;
    let p = this.#firstKey(from);
    let likely = shape.first;
    let previous: Key | null = null;
    let leapt = false;
    let met = 0;
    // The stretch being read: the key it began with, where, and what was met before it.
    let begun: Key | null = null;
    let begin = 0;
    let before = 0;
    let end = from;
    while (p >= 0) {
      let key = likely;
      if (key === null || !key.at(view, p)) {
        key = this.#key(shape, p);
        if (key === null) return UNSURE;
        if (previous === null) shape.first = key;
        else if (leapt) previous.after = key;
        else previous.next = key;
      }
      if (begun !== null && key.stands !== JOINS) {
        memo.store(bytes, begin, end, { key: begun, met: met & ~before, table });
        begun = null;
      }
      end = UNSURE;
      if (begun === null && key.stands !== ALONE) {
        if (!key.brief) end = memo.recall(view, p, key, table);
        if (end === UNSURE) {
          begun = key;
          begin = p;
          before = met;
          memo.watch(table);
        }
      }
      leapt = end !== UNSURE;
      const now = leapt ? memo.met : key.bit;
      if ((met & now) !== 0) return UNSURE;
      met |= now;
      if (!leapt) {
        const value = this.#value(key, p);
        if (value !== UNSURE) end = this.#read(key, value);
        if (end === UNSURE) return UNSURE;
      }
      previous = key;
      likely = leapt ? key.after : key.next;
      p = this.#nextKey(end);
    }
    if (begun !== null && p !== UNSURE) memo.store(bytes, begin, end, { key: begun, met: met & ~before, table });
    return p === UNSURE ? UNSURE : ~p;
  }

  /** Any other object on the way to wanted values; `list` takes the members of an object in a list. */
  #object(shape: Shape, from: number, list: ItemList): number {
    const { view } = this.#lexer;
    let p = this.#firstKey(from);
    let likely = shape.first;
    let previous: Key | null = null;
    let met = 0;
    while (p >= 0) {
      let key = likely;
      if (key === null || !key.at(view, p)) {
        key = this.#key(shape, p);
        if (key === null) return UNSURE;
        if (previous === null) shape.first = key;
        else previous.next = key;
      }
      if ((met & key.bit) !== 0) return UNSURE;
      met |= key.bit;
      const value = this.#value(key, p);
      if (value === UNSURE) return UNSURE;
      const end = key.kind === ITEM ? this.#values.item(key, value, list) : this.#read(key, value);
      if (end === UNSURE) return UNSURE;
      previous = key;
      likely = key.next;
      p = this.#nextKey(end);
    }
    return p === UNSURE ? UNSURE : ~p;
  }

  /** Position of the first key in an object; for an empty one the complement of the position after it. */
  #firstKey(from: number): number {
    const { bytes } = this.#lexer;
    if (bytes[from] === QUOTE) return from;
    const p = this.#lexer.space(from);
    if (bytes[p] === QUOTE) return p;
    return bytes[p] === CLOSE_OBJECT ? ~(p + 1) : UNSURE;
  }

  /** Position of the next key after a value; behind the last the complement of the position after the object. */
  #nextKey(end: number): number {
    const { bytes } = this.#lexer;
    let p = end;
    if (bytes[p] !== COMMA) {
      p = this.#lexer.space(p);
      if (bytes[p] === CLOSE_OBJECT) return ~(p + 1);
      if (bytes[p] !== COMMA) return UNSURE;
    }
    p++;
    if (bytes[p] !== QUOTE) p = this.#lexer.space(p);
    return bytes[p] === QUOTE ? p : UNSURE;
  }

  #key(shape: Shape, p: number): Key | null {
    const lexer = this.#lexer;
    const end = lexer.text(p + 1);
    if (end === UNSURE || lexer.escaped) return null;
    const hash = lexer.hash & 0x3fffffff;
    return shape.find(lexer.view, p, hash) ?? shape.learn(hash, lexer.bytes.subarray(p, end + 1));
  }

  /** From a key to its value. */
  #value(key: Key, at: number): number {
    const lexer = this.#lexer;
    const { bytes } = lexer;
    let p = key.length > 1 ? at + key.length : lexer.text(at + 1) + 1;
    if (bytes[p] !== COLON) p = lexer.space(p);
    if (bytes[p] !== COLON) return UNSURE;
    p++;
    return (bytes[p] ?? 0) <= SPACE ? lexer.space(p) : p;
  }

  #read(key: Key, p: number): number {
    switch (key.kind) {
      case SKIP:
        return this.#lexer.value(p, 0);
      case TEXT:
        return this.#values.text(key, p);
      case ONCE:
        return this.#values.once(key, p);
      case TIME:
        return this.#values.time(key, p);
      case NUMBER:
        return this.#values.number(key, p);
      case OBJECT:
        return this.#branch(key, p);
      case LIST:
        return this.#list(key, p);
      default:
        return UNSURE;
    }
  }

  #branch({ shape }: Key, p: number): number {
    const lexer = this.#lexer;
    if (lexer.bytes[p] === OPEN_OBJECT && shape !== null)
      return shape.remembered ? this.#stretches(shape, p + 1) : this.#object(shape, p + 1, NO_LIST);
    // Members of objects in a list here would be seen by a rule, but not by this reader.
    return lexer.bytes[p] === OPEN_LIST ? UNSURE : lexer.value(p, 0);
  }

  #list(key: Key, from: number): number {
    const lexer = this.#lexer;
    const { bytes } = lexer;
    if (bytes[from] === OPEN_OBJECT) return this.#element(key, from);
    if (bytes[from] !== OPEN_LIST) return lexer.value(from, 0);
    let p = lexer.space(from + 1);
    if (bytes[p] === CLOSE_LIST) return p + 1;
    for (;;) {
      // Objects in a list within the list would be seen by a rule, but not by this reader.
      if (bytes[p] === OPEN_LIST) return UNSURE;
      p = bytes[p] === OPEN_OBJECT ? this.#element(key, p) : lexer.value(p, 0);
      if (p === UNSURE) return UNSURE;
      if (bytes[p] !== COMMA) p = lexer.space(p);
      if (bytes[p] === CLOSE_LIST) return p + 1;
      if (bytes[p] !== COMMA) return UNSURE;
      p = lexer.space(p + 1);
    }
  }

  #element(key: Key, p: number): number {
    const list = this.#table.lists[key.slot];
    if (key.shape === null || list === undefined) return UNSURE;
    const remembered = key.shape.remembered;
    if (remembered) {
      const known = key.brief ? UNSURE : this.#memo.recall(this.#lexer.view, p, key, this.#table);
      if (known !== UNSURE) return known;
      this.#memo.watch(this.#table);
    }
    for (let n = MEMBERS[key.slot] ?? 0; n > 0; n--) list.push(0);
    const end = this.#object(key.shape, p + 1, list);
    if (remembered && end !== UNSURE) this.#memo.store(this.#lexer.bytes, p, end, { key, met: 0, table: this.#table });
    return end;
  }

  #hashOf(quoted: Uint8Array): number {
    const padded = new Uint8Array(quoted.length + MARGIN);
    padded.set(quoted);
    this.#lexer.use(padded);
    this.#lexer.text(1);
    return this.#lexer.hash & 0x3fffffff;
  }
}
