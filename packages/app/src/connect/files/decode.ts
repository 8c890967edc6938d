import { TextDecoder } from "node:util";
import { type ByteOrigin, bytesOfFile, withHead } from "./bytes-of-file.ts";
import { decompressed } from "./decompress.ts";

/** Text encodings an input may have; told by its byte order mark, or by zero bytes around the first bracket. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** The encoding of an input, and the length of its byte order mark. */
function encodingOf(head: Uint8Array): { readonly encoding: Encoding; readonly mark: number } {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: "utf-8", mark: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: "utf-16le", mark: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: "utf-16be", mark: 2 };
  if (isBracket(a) && b === 0) return { encoding: "utf-16le", mark: 0 };
  if (a === 0 && isBracket(b)) return { encoding: "utf-16be", mark: 0 };
  return { encoding: "utf-8", mark: 0 };
}

/**
 * The decoded input: decompressed, as UTF-8, without its byte order mark. Every offset of this room counts its bytes.
 * Throws CompressedInputError after the last good byte, and what the system throws for a file it cannot read.
 */
export async function* decoded(origin: ByteOrigin): AsyncGenerator<Buffer> {
  let recoder: TextDecoder | undefined;
  let first = true;
  for await (const block of withHead(decompressed(bytesOfFile(origin)), 3)) {
    let bytes = block;
    if (first) {
      const { encoding, mark } = encodingOf(block);
      if (encoding !== "utf-8") recoder = new TextDecoder(encoding);
      bytes = block.subarray(mark);
      first = false;
    }
    if (recoder !== undefined) bytes = Buffer.from(recoder.decode(bytes, { stream: true }));
    if (bytes.length > 0) yield bytes;
  }
  const rest = Buffer.from(recoder?.decode() ?? "");
  if (rest.length > 0) yield rest;
}

function isBracket(byte: number | undefined): boolean {
  return byte === 0x7b || byte === 0x5b;
}
