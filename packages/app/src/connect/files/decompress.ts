import { createGunzip, createZstdDecompress } from "node:zlib";
import { withHead } from "./bytes-of-file.ts";
import { zstdFrames } from "./zstd-frames.ts";

/** The compressed bytes end early or are damaged. What came before was given out. */
export class CompressedInputError extends Error {
  readonly code: "NL-INPUT-TRUNCATED" | "NL-INPUT-COMPRESSED";
  constructor(code: "NL-INPUT-TRUNCATED" | "NL-INPUT-COMPRESSED", reason: string) {
    super(reason);
    this.code = code;
  }
}

/** Compressed bytes fed at a time: bounds what one step can blow up to. */
const STEP = 64 * 1024;

/**
 * Decompresses gzip (RFC 1952, any number of members) and zstd (RFC 8878, any number of frames), told by their
 * first bytes; everything else passes through. Throws CompressedInputError after the last good byte.
 */
export async function* decompressed(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const headed = withHead(blocks, 4)[Symbol.asyncIterator]();
  const first = await headed.next();
  if (first.done === true) return;
  const head = first.value;
  const kind = head[0] === 0x1f && head[1] === 0x8b ? "gzip" : isZstd(head) ? "zstd" : "plain";
  const all = chained(head, headed);
  if (kind === "plain") yield* all;
  else if (kind === "gzip") yield* inflated(all, "gzip");
  else for await (const frame of zstdFrames(all)) yield* inflated(frame, "zstd");
}

function isZstd(head: Buffer): boolean {
  if (head.length < 4) return false;
  const magic = head.readUInt32LE(0);
  return magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50;
}

async function* chained(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

// A readable high-water mark of one byte makes the engine wait until each piece is taken: an error then never
// throws away pieces that were good. For the same reason the end is told apart from the last block.
async function* inflated(blocks: AsyncIterable<Buffer>, kind: "gzip" | "zstd"): AsyncGenerator<Buffer> {
  const options = {
    chunkSize: STEP,
    readableHighWaterMark: 1,
  };
  const engine = kind === "gzip" ? createGunzip(options) : createZstdDecompress(options);
  const fed = (async () => {
    for await (const block of blocks) {
      for (let at = 0; at < block.length; at += STEP) {
        await new Promise<void>((resolve, reject) => {
          engine.write(block.subarray(at, at + STEP), (error) => (error ? reject(error) : resolve()));
        });
      }
    }
    engine.end();
  })();
  // The engine reports the same failure to whoever reads from it; a failure of the disk is handed over.
  fed.catch((error: unknown) => engine.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    for await (const piece of engine) yield piece as Buffer;
    await fed;
  } catch (error) {
    throw damaged(error, kind);
  } finally {
    engine.destroy();
  }
}

function damaged(error: unknown, kind: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "Z_BUF_ERROR")
    return new CompressedInputError("NL-INPUT-TRUNCATED", `The ${kind} data ends early; what came before is used`);
  if (code.startsWith("Z_") || code.startsWith("ZSTD_"))
    return new CompressedInputError("NL-INPUT-COMPRESSED", `The ${kind} data is damaged; what came before is used`);
  return error;
}
