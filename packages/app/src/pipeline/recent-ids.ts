/** Slots looked at for one id: whoever writes the log could make hashes collide. */
const PROBES = 16;

/** Where the event of an id was read. */
export interface SeenAt {
  readonly file: string;
  readonly line: number;
}

/**
 * The ids of the last so many events at least, and where each was read. A hash table of integers over plain arrays:
 * every event passes here, and an entry of a Map would cost several times as much and be garbage soon.
 */
export class RecentIds {
  #recent: Generation;
  #older: Generation;

  /** Remembers at least `atLeast` ids, and at most twice as many. */
  constructor(atLeast: number, probes: number = PROBES) {
    this.#recent = new Generation(atLeast, probes);
    this.#older = new Generation(atLeast, probes);
  }

  /** Where the event of this id was read, if it is remembered; else it is from now on, as read at this place. */
  findOrAdd(id: string, file: string, line: number): SeenAt | undefined {
    const hash = hashOf(id);
    const seen = this.#recent.find(id, hash) ?? this.#older.find(id, hash);
    if (seen !== undefined) return seen;
    if (this.#recent.full) {
      const oldest = this.#older;
      this.#older = this.#recent;
      this.#recent = oldest;
      oldest.clear();
    }
    this.#recent.add(id, hash, file, line);
    return undefined;
  }
}

/** Ids added one after another, forgotten together. */
class Generation {
  readonly #capacity: number;
  readonly #probes: number;
  readonly #mask: number;
  /** Pairs: hash, and the place in the lists plus one. Half of it stays empty. */
  readonly #slots: Int32Array;
  readonly #ids: string[] = [];
  readonly #files: string[] = [];
  readonly #lines: number[] = [];
  /** Places of ids that found no slot. */
  readonly #crowded = new Map<string, number>();

  constructor(capacity: number, probes: number) {
    this.#capacity = capacity;
    this.#probes = probes;
    const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
    this.#mask = slots - 1;
    this.#slots = new Int32Array(slots * 2);
  }

  get full(): boolean {
    return this.#ids.length >= this.#capacity;
  }

  find(id: string, hash: number): SeenAt | undefined {
    const slots = this.#slots;
    for (let probe = 0; probe < this.#probes; probe++) {
      const slot = ((hash + probe) & this.#mask) * 2;
      const place = slots[slot + 1] ?? 0;
      if (place === 0) return undefined;
      if (slots[slot] === hash && this.#ids[place - 1] === id) return this.#at(place - 1);
    }
    const place = this.#crowded.get(id);
    return place === undefined ? undefined : this.#at(place);
  }

  // More than three positions: called for every event.
  add(id: string, hash: number, file: string, line: number): void {
    const place = this.#ids.push(id) - 1;
    this.#files.push(file);
    this.#lines.push(line);
    const slots = this.#slots;
    for (let probe = 0; probe < this.#probes; probe++) {
      const slot = ((hash + probe) & this.#mask) * 2;
      if (slots[slot + 1] !== 0) continue;
      slots[slot] = hash;
      slots[slot + 1] = place + 1;
      return;
    }
    this.#crowded.set(id, place);
  }

  clear(): void {
    this.#slots.fill(0);
    this.#crowded.clear();
    this.#ids.length = 0;
    this.#files.length = 0;
    this.#lines.length = 0;
  }

  #at(place: number): SeenAt {
    return { file: this.#files[place] ?? "", line: this.#lines[place] ?? 0 };
  }
}

function hashOf(id: string): number {
  let hash = id.length;
  for (let n = 0; n < id.length; n++) hash = Math.imul(hash ^ id.charCodeAt(n), 0x01000193);
  // FNV-1a leaves the low bits weak (Fowler, Noll, Vo).
  return hash ^ (hash >>> 15);
}
