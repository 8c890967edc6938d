/**
 * Splits zstd data into its frames (RFC 8878 section 3.1), since the engine of Node reads one frame only, while
 * parallel compressors and concatenated files have many. Only lengths are read here; damage is the engine's to find.
 */
export async function* zstdFrames(blocks: AsyncIterable<Buffer>): AsyncGenerator<AsyncGenerator<Buffer, void>> {
  const reader = new BlockReader(blocks);
  while (await reader.has(1)) yield frame(reader);
}

async function* frame(reader: BlockReader): AsyncGenerator<Buffer, void> {
  if (!(await reader.has(4))) return yield* reader.take(4);
  const magic = reader.peek(4).readUInt32LE(0);
  if ((magic & 0xfffffff0) >>> 0 === 0x184d2a50) {
    yield* skippable(reader);
    return;
  }
  if (magic !== 0xfd2fb528 || !(await reader.has(5))) return yield* reader.take(Infinity);
  const descriptor = reader.peek(5)[4] ?? 0;
  yield* reader.take(5 + headerLength(descriptor));
  for (let last = false; !last;) {
    if (!(await reader.has(3))) return yield* reader.take(3);
    const header = reader.peek(3).readUIntLE(0, 3);
    last = (header & 1) === 1;
    const type = (header >> 1) & 3;
    // An RLE block stores one byte, however long it is.
    yield* reader.take(3 + (type === 1 ? 1 : header >> 3));
  }
  if ((descriptor & 4) !== 0) yield* reader.take(4);
}

// A skippable frame holds no data; an empty frame in its place satisfies the engine.
async function* skippable(reader: BlockReader): AsyncGenerator<Buffer, void> {
  if (!(await reader.has(8))) return yield* reader.take(8);
  const length = reader.peek(8).readUInt32LE(4);
  for await (const _ of reader.take(8 + length)) continue;
  yield EMPTY_FRAME;
}

// Magic, a single-segment descriptor with content size 0, one last raw block of length 0.
const EMPTY_FRAME: Buffer = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x00, 0x01, 0x00, 0x00]);

function headerLength(descriptor: number): number {
  const single = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const size = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return (single ? 0 : 1) + dictionary + size;
}

class BlockReader {
  readonly #blocks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(blocks: AsyncIterable<Buffer>) {
    this.#blocks = blocks[Symbol.asyncIterator]();
  }

  /** Whether so many bytes are there; few, since they are held. */
  async has(count: number): Promise<boolean> {
    while (this.#held.length < count) {
      const next = await this.#blocks.next();
      if (next.done === true) return false;
      this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    }
    return true;
  }

  peek(count: number): Buffer {
    return this.#held.subarray(0, count);
  }

  /** Gives out so many bytes, or as many as there are. */
  async *take(count: number): AsyncGenerator<Buffer, void> {
    for (let left = count; left > 0;) {
      if (this.#held.length === 0 && !(await this.has(1))) return;
      const piece = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}
