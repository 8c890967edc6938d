import { brotliDecompressSync, zstdDecompressSync } from "node:zlib";
import type { Unpack } from "@nightlatch/har";

/** Brotli and zstd, with a bound; undefined for what is broken, larger, or packed in another way. */
export const unpack: Unpack = (encoding, bytes, most) => {
  const bound = { maxOutputLength: most };
  try {
    if (encoding === "br") return brotliDecompressSync(bytes, bound);
    return encoding === "zstd" ? zstdDecompressSync(bytes, bound) : undefined;
  } catch {
    return undefined;
  }
};
