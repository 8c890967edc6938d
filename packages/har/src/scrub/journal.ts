import type { Unit } from "../capture/cutter.ts";
import type { Clean, View, Wrap } from "../find/view.ts";
import type { SecretClass } from "../secret/classes.ts";

/** What the first reading found at one place of a unit. */
export interface Noted {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly secret: SecretClass;
  readonly place: string;
  readonly bare: boolean;
  readonly wraps: readonly Wrap[];
}

/** One unit as the first reading left it. */
export interface NotedUnit {
  readonly role: string;
  readonly offset: number;
  readonly endOffset: number;
  readonly gaps: Unit["gaps"];
  /** It holds encoded texts or dropped bodies, and is read again. */
  readonly readAgain: boolean;
  readonly finds: readonly Noted[];
  /** Long bodies in which nothing was found, in places from the beginning of the unit. */
  readonly clean: readonly Clean[];
}

type Kind = Omit<Noted, "start" | "end" | "value">;

/** Numbers in a typed array that grows. */
class Numbers<T extends Int32Array | Float64Array> {
  #values: T;
  #make: (size: number) => T;
  length = 0;

  constructor(make: (size: number) => T) {
    this.#make = make;
    this.#values = make(1024);
  }

  push(value: number): void {
    if (this.length >= this.#values.length) {
      const larger = this.#make(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }
}

/** Finds of one capture that are kept; beyond, units are read again, which costs time and no memory. */
const MOST_FINDS = 6_000_000;
const READ_AGAIN = 1;

/**
 * Where the first reading found what, so that the second need not look again: a few numbers a find. Units are in the
 * order of the file.
 */
export class Journal {
  readonly #offsets = new Numbers((size) => new Float64Array(size));
  readonly #ends = new Numbers((size) => new Float64Array(size));
  readonly #flags = new Numbers((size) => new Int32Array(size));
  readonly #roles = new Numbers((size) => new Int32Array(size));
  /** Index of the first find of each unit. */
  readonly #first = new Numbers((size) => new Int32Array(size));
  /** Four numbers a find: start, end, value, kind. */
  readonly #finds = new Numbers((size) => new Int32Array(size));
  /** Three numbers a clean body: start, end, same; and the index of the first of each unit. */
  readonly #clean = new Numbers((size) => new Int32Array(size));
  readonly #firstClean = new Numbers((size) => new Int32Array(size));
  readonly #gaps = new Map<number, Unit["gaps"]>();
  readonly #names = new Index<string>();
  readonly #kinds = new Index<Kind>();
  readonly #values = new Index<string>();

  get units(): number {
    return this.#offsets.length;
  }

  /** Notes a unit; `finds` are in places of its bytes. */
  note(unit: Unit, { finds, clean }: Pick<View, "finds" | "clean">, readAgain: boolean): void {
    const again = readAgain || this.#finds.length > MOST_FINDS * 4;
    if (unit.gaps.length > 0) this.#gaps.set(this.units, unit.gaps);
    this.#offsets.push(unit.offset);
    this.#ends.push(unit.endOffset);
    this.#flags.push(again ? READ_AGAIN : 0);
    this.#roles.push(this.#names.of(unit.role, unit.role));
    this.#first.push(this.#finds.length);
    this.#firstClean.push(this.#clean.length);
    for (const { start, end, same } of clean) {
      this.#clean.push(start - unit.start);
      this.#clean.push(end - unit.start);
      this.#clean.push(same);
    }
    if (again) return;
    for (const { start, end, value, secret, place, bare, wraps } of finds) {
      this.#finds.push(start - unit.start);
      this.#finds.push(end - unit.start);
      this.#finds.push(this.#values.of(value, value));
      this.#finds.push(this.#kinds.of(`${secret}\n${place}\n${bare}\n${wraps.join()}`, { secret, place, bare, wraps }));
    }
  }

  /** The nth unit; its finds are in places from its beginning. */
  at(index: number): NotedUnit {
    const finds: Noted[] = [];
    const last = index + 1 < this.units ? this.#first.at(index + 1) : this.#finds.length;
    for (let at = this.#first.at(index); at < last; at += 4) {
      finds.push({
        start: this.#finds.at(at),
        end: this.#finds.at(at + 1),
        value: this.#values.at(this.#finds.at(at + 2)),
        ...this.#kinds.at(this.#finds.at(at + 3)),
      });
    }
    const clean: Clean[] = [];
    const lastClean = index + 1 < this.units ? this.#firstClean.at(index + 1) : this.#clean.length;
    for (let at = this.#firstClean.at(index); at < lastClean; at += 3)
      clean.push({ start: this.#clean.at(at), end: this.#clean.at(at + 1), same: this.#clean.at(at + 2) });
    return {
      role: this.#names.at(this.#roles.at(index)),
      offset: this.#offsets.at(index),
      endOffset: this.#ends.at(index),
      gaps: this.#gaps.get(index) ?? [],
      readAgain: this.#flags.at(index) === READ_AGAIN,
      finds,
      clean,
    };
  }
}

/** Things by number and numbers by key. */
class Index<T> {
  readonly #numbers = new Map<string, number>();
  readonly #things: T[] = [];

  of(key: string, thing: T): number {
    const before = this.#numbers.get(key);
    if (before !== undefined) return before;
    this.#numbers.set(key, this.#things.length);
    return this.#things.push(thing) - 1;
  }

  at(number: number): T {
    const thing = this.#things[number];
    if (thing === undefined) throw new RangeError(`No such number: ${number}`);
    return thing;
  }
}
