import { createReadStream } from "node:fs";

/** Bytes read from the disk at a time. */
const BLOCK = 1024 * 1024;

/** Where the bytes of an input come from. */
export interface ByteOrigin {
  readonly file: string;
  /** The file that holds the standard input; without it, `-` is read from the process. */
  readonly stdin: string | undefined;
  /** Called with the bytes read so far. */
  readonly read?: (bytes: number) => void;
}

/** The bytes of a file, or of the standard input for `-`, as they lie there. */
export async function* bytesOfFile(origin: ByteOrigin): AsyncGenerator<Buffer> {
  const path = origin.file === "-" ? origin.stdin : origin.file;
  const stream = path === undefined ? process.stdin : createReadStream(path, { highWaterMark: BLOCK });
  let bytes = 0;
  for await (const block of stream) {
    const buffer = Buffer.isBuffer(block) ? block : Buffer.from(String(block));
    bytes += buffer.length;
    origin.read?.(bytes);
    if (buffer.length > 0) yield buffer;
  }
}

/** The same bytes, with at least `least` of them in the first block, as long as there are as many. */
export async function* withHead(blocks: AsyncIterable<Buffer>, least: number): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const block of blocks) {
    if (head === undefined) yield block;
    else {
      head = head.length === 0 ? block : Buffer.concat([head, block]);
      if (head.length < least) continue;
      yield head;
      head = undefined;
    }
  }
  if (head !== undefined && head.length > 0) yield head;
}
