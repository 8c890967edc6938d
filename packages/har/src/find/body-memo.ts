import type { Span } from "./judge.ts";
import type { Find } from "./view.ts";

const SLOTS = 1 << 13;
const ARENA = 24 * 1024 * 1024;
const [SHORTEST, LONGEST] = [1024, 2 * 1024 * 1024];
/** Bodies with more finds are read again: remembering them would cost more than it saves. */
const MOST_FINDS = 2000;
/** Bytes of a body that its slot is chosen by. */
const SAMPLES = 96;

/** What was found in a body. */
export interface Remembered {
  /** The same number is the same bytes. */
  readonly same: number;
  /** In places from the beginning of the body. */
  readonly finds: readonly Find[];
}

interface Slot extends Remembered {
  readonly from: number;
  readonly length: number;
  readonly role: string;
}

/**
 * Bodies that were read, byte for byte, with what was found in them: a browser fetches the same script, page or record
 * many times in one capture. What was learnt from a body is known by then. Bounded; when it is full it begins again.
 */
export class BodyMemo {
  #arena: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#arena.buffer);
  #slots: (Slot | undefined)[] = [];
  #filled = 0;
  #numbers = 0;

  /** What was found in these bytes in this role; undefined when they are new. */
  get(bytes: Uint8Array, span: Span, role: string): Remembered | undefined {
    const slot = this.#slots[slotOf(bytes, span)];
    if (slot === undefined || slot.length !== span.end - span.start || slot.role !== role) return undefined;
    return this.#isSame(slot, bytes, span.start) ? slot : undefined;
  }

  /** Compares eight bytes at a time. */
  #isSame({ from, length }: Slot, bytes: Uint8Array, start: number): boolean {
    const mine = this.#view;
    const other = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let n = 0;
    for (; n + 8 <= length; n += 8) if (mine.getBigInt64(from + n) !== other.getBigInt64(start + n)) return false;
    for (; n < length; n++) if (mine.getUint8(from + n) !== other.getUint8(start + n)) return false;
    return true;
  }

  /** Remembers a body. @returns its number; -1 when it is too short, too long or too full to be remembered */
  set(bytes: Uint8Array, span: Span, role: string, finds: readonly Find[]): number {
    const length = span.end - span.start;
    if (length < SHORTEST || length > LONGEST || finds.length > MOST_FINDS) return -1;
    this.#makeRoom(length);
    this.#arena.set(bytes.subarray(span.start, span.end), this.#filled);
    const moved = finds.map((find) => ({ ...find, start: find.start - span.start, end: find.end - span.start }));
    const same = this.#numbers++;
    this.#slots[slotOf(bytes, span)] = { from: this.#filled, length, role, finds: moved, same };
    this.#filled += length;
    return same;
  }

  /** Grows as it is used: most captures are small. */
  #makeRoom(length: number): void {
    if (this.#filled + length > ARENA) {
      this.#slots = [];
      this.#filled = 0;
    }
    if (this.#slots.length === 0) this.#slots = Array.from({ length: SLOTS });
    if (this.#filled + length <= this.#arena.length) return;
    const larger = new Uint8Array(Math.min(ARENA, Math.max(this.#arena.length * 2, this.#filled + length)));
    larger.set(this.#arena.subarray(0, this.#filled));
    this.#arena = larger;
    this.#view = new DataView(larger.buffer);
  }
}

function slotOf(bytes: Uint8Array, { start, end }: Span): number {
  let value = end - start;
  const step = Math.max(1, ((end - start) / SAMPLES) | 0);
  for (let at = start; at < end; at += step) value = Math.imul(value ^ (bytes[at] ?? 0), 0x01000193);
  return (value ^ (value >>> 15)) & (SLOTS - 1);
}
