import { WITHHELD } from "../capture/cutter.ts";
import { bytesOf } from "../encoding/binary.ts";
import { HarProblem } from "../problem.ts";
import type { Journal, NotedUnit } from "./journal.ts";

/** What a slicer hands out, in the order of the file. Bytes are only valid during the call. */
export interface Slices {
  readonly glue: (bytes: Uint8Array) => void;
  readonly unit: (unit: NotedUnit, bytes: Uint8Array) => void;
}

const HELD = bytesOf(WITHHELD);

/** Slices the file at the second reading where the cutter cut it at the first. */
export class Slicer {
  readonly #journal: Journal;
  readonly #slices: Slices;
  #next = 0;
  #unit: NotedUnit | undefined;
  /** Byte of the file at which the next chunk begins. */
  #offset = 0;
  #buffer: Uint8Array = new Uint8Array(64 * 1024);
  #filled = 0;
  #gap = 0;

  constructor(journal: Journal, slices: Slices) {
    this.#journal = journal;
    this.#slices = slices;
    this.#advance();
  }

  #advance(): void {
    this.#unit = this.#next < this.#journal.units ? this.#journal.at(this.#next++) : undefined;
    this.#filled = 0;
    this.#gap = 0;
  }

  push(chunk: Uint8Array): void {
    const base = this.#offset;
    this.#offset += chunk.length;
    for (let at = base; at < this.#offset;) {
      const unit = this.#unit;
      if (unit === undefined || at < unit.offset) {
        const to = Math.min(this.#offset, unit?.offset ?? this.#offset);
        this.#slices.glue(chunk.subarray(at - base, to - base));
        at = to;
        continue;
      }
      const to = Math.min(this.#offset, unit.endOffset);
      const isWhole = at === unit.offset && to === unit.endOffset && unit.gaps.length === 0;
      if (isWhole) this.#slices.unit(unit, chunk.subarray(at - base, to - base));
      else {
        this.#take(unit, chunk.subarray(at - base, to - base), at);
        if (to === unit.endOffset) this.#slices.unit(unit, this.#buffer.subarray(0, this.#filled));
      }
      at = to;
      if (to === unit.endOffset) this.#advance();
    }
  }

  /** @throws HarProblem when the file is shorter than it was */
  end(): void {
    if (this.#unit !== undefined)
      throw new HarProblem(
        "NL-HAR-CHANGED",
        "The file became shorter while it was read; one that stays as it is is wanted",
        this.#offset,
      );
  }

  /** Takes bytes of a unit but for those in its gaps. */
  #take(unit: NotedUnit, bytes: Uint8Array, offset: number): void {
    let at = 0;
    while (at < bytes.length) {
      const gap = unit.gaps[this.#gap];
      const here = offset + at;
      if (gap === undefined || here < gap.from) {
        const to = gap === undefined ? bytes.length : Math.min(bytes.length, gap.from - offset);
        this.#append(bytes.subarray(at, to));
        at = to;
        if (gap !== undefined && offset + at === gap.from) this.#append(HELD);
      } else {
        at = Math.min(bytes.length, gap.to - offset);
        if (offset + at === gap.to) this.#gap++;
      }
    }
  }

  #append(bytes: Uint8Array): void {
    if (this.#filled + bytes.length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#filled + bytes.length));
      larger.set(this.#buffer.subarray(0, this.#filled));
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }
}
