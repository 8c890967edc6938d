import { LIST_PATHS, slotOf } from "../paths.ts";
import { NOT_TEXT, NUMBERS } from "../rows.ts";
import { readTimestamp } from "../timestamp.ts";
import { readNumber, readUsualTime } from "./figures.ts";
import { type Interner, FALSE_TEXT, TRUE_TEXT } from "./interner.ts";
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
import type { Memo } from "./memo.ts";
import type { RowTable } from "./row-table.ts";
import {
  ITEM,
  type Key,
  LIST,
  NUMBER,
  OBJECT,
  ONCE,
  type Plan,
  planOf,
  type Shape,
  SKIP,
  TEXT,
  TIME,
} from "./shape.ts";

const ACTOR = slotOf("actor.id");
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
/** Members of the objects of each list. */
const MEMBERS: readonly number[] = LIST_PATHS.map(({ members }) => members.length);

/**
 * Finds the wanted values of a record in its bytes, in one pass and without making objects. Every byte is judged, so
 * that nothing passes which JSON.parse would refuse; whatever is unusual (an escaped or repeated key, a list where an
 * object is wanted, deep nesting) is left to the plain reader.
 */
export class RecordReader {
  readonly #lexer = new Lexer();
  readonly #interner: Interner;
  readonly #decode: Decode;
  readonly #table: RowTable;
  readonly #plan: Plan;
  #scratch = new Uint8Array(8192);
  #objects = 0;

  constructor(table: RowTable, interner: Interner, options: { decode: Decode; further: readonly string[] }) {
    this.#table = table;
    this.#interner = interner;
    this.#decode = options.decode;
    this.#plan = planOf(options.further, (quoted) => this.#hashOf(quoted));
  }

  /** Slot of each further path, -1 where only the whole record can tell. */
  get further(): readonly number[] {
    return this.#plan.further;
  }

  /** Makes room by forgetting, when much was learnt; gives the table of strings that is in use from here on. */
  renew(): readonly string[] {
    if (this.#interner.full) {
      this.#interner.renew();
      for (const memo of this.#plan.memos) memo.forget();
    }
    return this.#interner.strings;
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
      const p = this.#object(this.#plan.shape, open + 1, -1);
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

  /** From the byte after `{` to the byte after `}`. */
  #object(shape: Shape, from: number, list: number): number {
    const lexer = this.#lexer;
    const { bytes, view } = lexer;
    const object = (this.#objects = (this.#objects + 1) | 0);
    let p = from;
    if (bytes[p] !== QUOTE) {
      p = lexer.space(p);
      if (bytes[p] === CLOSE_OBJECT) return p + 1;
      if (bytes[p] !== QUOTE) return UNSURE;
    }
    let likely = shape.first;
    let previous: Key | null = null;
    for (;;) {
      let key = likely;
      if (key === null || !key.at(view, p)) {
        key = this.#key(shape, p);
        if (key === null) return UNSURE;
        if (previous === null) shape.first = key;
        else previous.next = key;
      }
      p = key.length > 1 ? p + key.length : lexer.text(p + 1) + 1;
      if (bytes[p] !== COLON) p = lexer.space(p);
      if (bytes[p] !== COLON) return UNSURE;
      p++;
      if ((bytes[p] ?? 0) <= 0x20) p = lexer.space(p);
      if (key.kind === SKIP) p = lexer.value(p, 0);
      else if (key.seen === object) return UNSURE;
      else {
        key.seen = object;
        if (key.kind === TEXT) p = this.#text(key, p);
        else p = key.memo === null ? this.#other(key, p, list) : this.#whole(key, p, key.memo);
      }
      if (p === UNSURE) return UNSURE;
      if (bytes[p] !== COMMA) {
        p = lexer.space(p);
        if (bytes[p] === CLOSE_OBJECT) return p + 1;
        if (bytes[p] !== COMMA) return UNSURE;
      }
      p++;
      if (bytes[p] !== QUOTE) {
        p = lexer.space(p);
        if (bytes[p] !== QUOTE) return UNSURE;
      }
      likely = key.next;
      previous = key;
    }
  }

  #key(shape: Shape, p: number): Key | null {
    const lexer = this.#lexer;
    const end = lexer.text(p + 1);
    if (end === UNSURE || lexer.escaped) return null;
    const hash = lexer.hash & 0x3fffffff;
    return shape.find(lexer.view, p, hash) ?? shape.learn(hash, lexer.bytes.subarray(p, end + 1));
  }

  #text(key: Key, p: number): number {
    const lexer = this.#lexer;
    const table = this.#table;
    const at = table.count * table.width + key.slot;
    if (lexer.bytes[p] === QUOTE) {
      const end = lexer.text(p + 1);
      if (end === UNSURE) return UNSURE;
      table.texts[at] = this.#interner.find(lexer.view, lexer.bytes, p + 1, end - p - 1, lexer.hash, lexer.escaped);
      return end + 1;
    }
    const end = lexer.value(p, 0);
    if (end !== UNSURE) table.texts[at] = this.#scalar(p, end);
    return end;
  }

  #other(key: Key, p: number, list: number): number {
    switch (key.kind) {
      case OBJECT:
        return this.#branch(key, p);
      case LIST:
        return this.#list(key, p);
      case ITEM:
        return this.#item(key, p, list);
      case ONCE:
        return this.#once(key, p);
      case TIME:
        return this.#time(key, p);
      case NUMBER:
        return this.#number(key, p);
      default:
        return UNSURE;
    }
  }

  /** An object or a list, remembered when it is as it was before. */
  #whole(key: Key, p: number, memo: Memo): number {
    const lexer = this.#lexer;
    const table = this.#table;
    const c = lexer.bytes[p];
    if (c !== OPEN_OBJECT && c !== OPEN_LIST) return lexer.value(p, 0);
    const known = memo.recall(lexer.view, p, table.texts[table.count * table.width + ACTOR] ?? 0, table);
    if (known !== UNSURE) return known;
    const end = key.kind === LIST ? this.#list(key, p) : this.#branch(key, p);
    if (end !== UNSURE) memo.store(lexer.bytes, p, end, table);
    return end;
  }

  #branch(key: Key, p: number): number {
    const lexer = this.#lexer;
    if (lexer.bytes[p] === OPEN_OBJECT && key.shape !== null) return this.#object(key.shape, p + 1, -1);
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
    for (let n = MEMBERS[key.slot] ?? 0; n > 0; n--) list.push(0);
    return this.#object(key.shape, p + 1, key.slot);
  }

  #item(key: Key, p: number, listNumber: number): number {
    const lexer = this.#lexer;
    const list = this.#table.lists[listNumber];
    if (list === undefined) return UNSURE;
    // The object's members are the last of the list, and slots count from its end.
    const at = list.length + key.slot;
    let id = 0;
    let end: number;
    if (lexer.bytes[p] === QUOTE) {
      end = lexer.text(p + 1);
      if (end === UNSURE) return UNSURE;
      id = this.#interner.find(lexer.view, lexer.bytes, p + 1, end - p - 1, lexer.hash, lexer.escaped);
      end++;
    } else {
      end = lexer.value(p, 0);
      if (end === UNSURE) return UNSURE;
      id = Math.max(0, this.#scalar(p, end));
    }
    list[at] = id;
    return end;
  }

  #once(key: Key, p: number): number {
    const lexer = this.#lexer;
    if (lexer.bytes[p] !== QUOTE) return this.#text(key, p);
    const end = lexer.text(p + 1);
    if (end === UNSURE) return UNSURE;
    const { texts, count, width } = this.#table;
    texts[count * width + key.slot] = this.#interner.once(lexer.bytes, p + 1, end - p - 1, lexer.escaped);
    return end + 1;
  }

  #time(key: Key, p: number): number {
    const { numbers, count } = this.#table;
    const time = readUsualTime(this.#lexer.bytes, p);
    if (!Number.isNaN(time)) {
      numbers[count * NUMBERS] = time;
      return p + 26;
    }
    const end = this.#text(key, p);
    if (end === UNSURE) return UNSURE;
    const { texts, width } = this.#table;
    numbers[count * NUMBERS] = readTimestamp(this.#interner.strings[texts[count * width + key.slot] ?? 0] ?? "");
    return end;
  }

  #number(key: Key, p: number): number {
    const lexer = this.#lexer;
    const end = lexer.value(p, 0);
    const c = lexer.bytes[p] ?? 0;
    if (end === UNSURE || !(c === 0x2d || (c >= 0x30 && c <= 0x39))) return end;
    const { numbers, count } = this.#table;
    numbers[count * NUMBERS + key.slot] = readNumber(lexer.bytes, p, end) ?? Number(this.#decode(lexer.bytes, p, end));
    return end;
  }

  /** Number of the text of a value that is no string. */
  #scalar(p: number, end: number): number {
    const c = this.#lexer.bytes[p];
    if (c === LETTER_N) return 0;
    if (c === LETTER_T) return TRUE_TEXT;
    if (c === LETTER_F) return FALSE_TEXT;
    if (c === OPEN_OBJECT || c === OPEN_LIST) return NOT_TEXT;
    return this.#interner.add(String(Number(this.#decode(this.#lexer.bytes, p, end))));
  }

  #hashOf(quoted: Uint8Array): number {
    const padded = new Uint8Array(quoted.length + MARGIN);
    padded.set(quoted);
    this.#lexer.use(padded);
    this.#lexer.text(1);
    return this.#lexer.hash & 0x3fffffff;
  }
}
