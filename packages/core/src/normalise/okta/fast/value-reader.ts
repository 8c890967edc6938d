import { NOT_TEXT, stringOf } from "../rows.ts";
import { readTimestamp } from "../timestamp.ts";
import { readNumber, readUsualTime } from "./figures.ts";
import { FALSE_TEXT, type Interner, TRUE_TEXT } from "./interner.ts";
import { type Decode, type Lexer, OPEN_LIST, OPEN_OBJECT, QUOTE, UNSURE } from "./lexer.ts";
import type { ItemList, RowTable } from "./row-table.ts";
import type { Key } from "./shape.ts";

const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
/** Bytes of a usual timestamp with its quotes. */
const USUAL_TIME = 26;

/** What a value reader works with. */
export interface Reading {
  readonly lexer: Lexer;
  readonly table: RowTable;
  readonly interner: Interner;
  readonly decode: Decode;
}

/**
 * Reads single values into the row in the making. Every method takes the position of a value and returns the position
 * after it, or `UNSURE`.
 */
export class ValueReader {
  readonly #lexer: Lexer;
  readonly #table: RowTable;
  readonly #interner: Interner;
  readonly #decode: Decode;

  constructor({ lexer, table, interner, decode }: Reading) {
    this.#lexer = lexer;
    this.#table = table;
    this.#interner = interner;
    this.#decode = decode;
  }

  text(key: Key, p: number): number {
    const lexer = this.#lexer;
    if (lexer.bytes[p] !== QUOTE) {
      const end = lexer.value(p, 0);
      if (end !== UNSURE) this.#table.putText(key.slot, this.#scalar(p, end));
      return end;
    }
    const end = lexer.text(p + 1);
    if (end === UNSURE) return UNSURE;
    this.#table.putText(key.slot, this.#find(p + 1, end));
    return end + 1;
  }

  /** A text that will not come again. */
  once(key: Key, p: number): number {
    const lexer = this.#lexer;
    if (lexer.bytes[p] !== QUOTE) return this.text(key, p);
    const end = lexer.text(p + 1);
    if (end === UNSURE) return UNSURE;
    const text = this.#interner.once(lexer.bytes, p + 1, end - p - 1, lexer.escaped);
    this.#table.putText(key.slot, this.#table.addOwn(text));
    return end + 1;
  }

  /** The time of the event; its text is kept when it is unusual, to be told when it is no time at all. */
  time(key: Key, p: number): number {
    const time = readUsualTime(this.#lexer.bytes, p);
    if (!Number.isNaN(time)) {
      this.#table.putNumber(0, time);
      if (key.text >= 0) {
        const text = this.#interner.once(this.#lexer.bytes, p + 1, USUAL_TIME - 2, false);
        this.#table.putText(key.text, this.#table.addOwn(text));
      }
      return p + USUAL_TIME;
    }
    const end = this.text(key, p);
    if (end === UNSURE) return UNSURE;
    const { texts, width, count } = this.#table;
    this.#table.putNumber(0, readTimestamp(stringOf(this.#table, texts[count * width + key.slot] ?? 0)));
    return end;
  }

  number(key: Key, p: number): number {
    const lexer = this.#lexer;
    const end = lexer.value(p, 0);
    if (end === UNSURE) return UNSURE;
    const c = lexer.bytes[p] ?? 0;
    if (key.text >= 0) this.#table.putText(key.text, c === QUOTE ? this.#find(p + 1, end - 1) : this.#scalar(p, end));
    if (!(c === MINUS || (c >= ZERO && c <= NINE))) return end;
    this.#table.putNumber(key.slot, readNumber(lexer.bytes, p, end) ?? Number(this.#decode(lexer.bytes, p, end)));
    return end;
  }

  /** A member of the object that is last in a list. */
  item(key: Key, p: number, list: ItemList): number {
    const lexer = this.#lexer;
    // Slots count from the end of the list.
    const at = list.length + key.slot;
    if (lexer.bytes[p] !== QUOTE) {
      const end = lexer.value(p, 0);
      if (end !== UNSURE) list.ids[at] = this.#scalar(p, end);
      return end;
    }
    const end = lexer.text(p + 1);
    if (end === UNSURE) return UNSURE;
    list.ids[at] = this.#find(p + 1, end);
    return end + 1;
  }

  #find(start: number, end: number): number {
    const { view, bytes, hash, escaped } = this.#lexer;
    return this.#interner.find(view, bytes, start, end - start, hash, escaped);
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
}
