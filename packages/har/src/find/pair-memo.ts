import type { Span } from "./judge.ts";
import type { Find } from "./view.ts";

const SLOTS = 1 << 14;
const ARENA = 4 * 1024 * 1024;
const LONGEST = 8192;

interface Slot {
  readonly from: number;
  readonly length: number;
  readonly role: string;
  readonly finds: readonly Find[];
}

/**
 * What was found in a pair of name and value, remembered by its bytes: a capture repeats its headers in every entry.
 * Bounded; when it is full it begins again.
 */
export class PairMemo {
  readonly #arena = new Uint8Array(ARENA);
  #slots: (Slot | undefined)[] = Array.from({ length: SLOTS });
  #filled = 0;

  /** The finds in these bytes, in places from the beginning of the pair; undefined when they are new. */
  get(bytes: Uint8Array, span: Span, role: string): readonly Find[] | undefined {
    const slot = this.#slots[hash(bytes, span)];
    if (slot === undefined || slot.length !== span.end - span.start || slot.role !== role) return undefined;
    for (let n = 0; n < slot.length; n++) if (this.#arena[slot.from + n] !== bytes[span.start + n]) return undefined;
    return slot.finds;
  }

  set(bytes: Uint8Array, span: Span, role: string, finds: readonly Find[]): void {
    const length = span.end - span.start;
    if (length > LONGEST) return;
    if (this.#filled + length > ARENA) {
      this.#slots = Array.from({ length: SLOTS });
      this.#filled = 0;
    }
    this.#arena.set(bytes.subarray(span.start, span.end), this.#filled);
    const moved = finds.map((find) => ({ ...find, start: find.start - span.start, end: find.end - span.start }));
    this.#slots[hash(bytes, span)] = { from: this.#filled, length, role, finds: moved };
    this.#filled += length;
  }
}

function hash(bytes: Uint8Array, { start, end }: Span): number {
  let value = end - start;
  for (let at = start; at < end; at++) value = Math.imul(value ^ (bytes[at] ?? 0), 0x01000193);
  return (value ^ (value >>> 15)) & (SLOTS - 1);
}
