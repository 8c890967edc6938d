/**
 * SHA-1 (FIPS 180-4, 6.1) of bytes: what a name-based UUID of version 5 is made with (RFC 9562, 5.5). It names things;
 * nothing rests on nobody being able to find two names with the same hash.
 */
export function sha1(bytes: Uint8Array): Uint8Array {
  const blocks = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  blocks.set(bytes);
  blocks[bytes.length] = 0x80;
  const view = new DataView(blocks.buffer);
  view.setUint32(blocks.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(blocks.length - 4, (bytes.length << 3) >>> 0);
  const hash = new Uint32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
  const words = new Uint32Array(80);
  for (let block = 0; block < blocks.length; block += 64) {
    for (let n = 0; n < 80; n++)
      words[n] =
        n < 16
          ? view.getUint32(block + n * 4)
          : left(at(words, n - 3) ^ at(words, n - 8) ^ at(words, n - 14) ^ at(words, n - 16), 1);
    let [a, b, c, d, e] = [at(hash, 0), at(hash, 1), at(hash, 2), at(hash, 3), at(hash, 4)];
    for (let n = 0; n < 80; n++) {
      const [mix, constant] = round(n, [b, c, d]);
      const next = (left(a, 5) + mix + e + constant + at(words, n)) >>> 0;
      [a, b, c, d, e] = [next, a, left(b, 30), c, d];
    }
    for (const [n, value] of [a, b, c, d, e].entries()) hash[n] = at(hash, n) + value;
  }
  const out = new DataView(new ArrayBuffer(20));
  for (const [n, value] of hash.entries()) out.setUint32(n * 4, value);
  return new Uint8Array(out.buffer);
}

function round(n: number, [b, c, d]: readonly [number, number, number]): readonly [mix: number, constant: number] {
  if (n < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (n < 40) return [b ^ c ^ d, 0x6ed9eba1];
  if (n < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
  return [b ^ c ^ d, 0xca62c1d6];
}

function left(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

function at(words: Uint32Array, n: number): number {
  return words[n] ?? 0;
}
