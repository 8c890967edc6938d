/** A hash that takes its input in pieces. */
export interface Digest {
  readonly update: (bytes: Uint8Array) => void;
  readonly digest: () => Uint8Array;
}

const BLOCK = 64;
const WORDS = 64;

/** The first 32 bits of the fractional parts of a power of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function fractions(count: number, power: number): Int32Array {
  const out = new Int32Array(count);
  for (let prime = 2, n = 0; n < count; prime++) {
    let isPrime = true;
    for (let by = 2; by * by <= prime; by++) if (prime % by === 0) isPrime = false;
    if (!isPrime) continue;
    const root = prime ** power;
    out[n++] = ((root - Math.floor(root)) * 2 ** 32) | 0;
  }
  return out;
}

const K = fractions(WORDS, 1 / 3);
const START = fractions(8, 1 / 2);

/**
 * SHA-256 (FIPS 180-4), for callers that bring no faster one: about 200 MB/s. The room is pure and its work is
 * synchronous, so the platform's asynchronous digest does not fit.
 */
export function sha256(): Digest {
  const state = START.slice();
  const block = new Uint8Array(BLOCK);
  const w = new Int32Array(WORDS);
  let filled = 0;
  let length = 0;

  function compress(bytes: Uint8Array, at: number): void {
    for (let n = 0; n < 16; n++) {
      const i = at + n * 4;
      w[n] = ((bytes[i] ?? 0) << 24) | ((bytes[i + 1] ?? 0) << 16) | ((bytes[i + 2] ?? 0) << 8) | (bytes[i + 3] ?? 0);
    }
    for (let n = 16; n < WORDS; n++) {
      const a = w[n - 15] ?? 0;
      const b = w[n - 2] ?? 0;
      const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
      const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
      w[n] = ((w[n - 16] ?? 0) + s0 + (w[n - 7] ?? 0) + s1) | 0;
    }
    let a = state[0] ?? 0;
    let b = state[1] ?? 0;
    let c = state[2] ?? 0;
    let d = state[3] ?? 0;
    let e = state[4] ?? 0;
    let f = state[5] ?? 0;
    let g = state[6] ?? 0;
    let h = state[7] ?? 0;
    for (let n = 0; n < WORDS; n++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[n] ?? 0) + (w[n] ?? 0)) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    state[0] = ((state[0] ?? 0) + a) | 0;
    state[1] = ((state[1] ?? 0) + b) | 0;
    state[2] = ((state[2] ?? 0) + c) | 0;
    state[3] = ((state[3] ?? 0) + d) | 0;
    state[4] = ((state[4] ?? 0) + e) | 0;
    state[5] = ((state[5] ?? 0) + f) | 0;
    state[6] = ((state[6] ?? 0) + g) | 0;
    state[7] = ((state[7] ?? 0) + h) | 0;
  }

  function update(bytes: Uint8Array): void {
    length += bytes.length;
    let at = 0;
    if (filled > 0) {
      at = Math.min(BLOCK - filled, bytes.length);
      block.set(bytes.subarray(0, at), filled);
      filled += at;
      if (filled < BLOCK) return;
      compress(block, 0);
      filled = 0;
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) compress(bytes, at);
    block.set(bytes.subarray(at), 0);
    filled = bytes.length - at;
  }

  function digest(): Uint8Array {
    const bits = length;
    const padding = new Uint8Array(((filled < 56 ? 56 : 120) - filled + 8) | 0);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(bits / 2 ** 29));
    view.setUint32(padding.length - 4, (bits * 8) >>> 0);
    update(padding);
    const out = new Uint8Array(32);
    const words = new DataView(out.buffer);
    state.forEach((word, n) => words.setInt32(n * 4, word));
    return out;
  }

  return { update, digest };
}

/** HMAC-SHA-256 under one key (RFC 2104); the key's two blocks are prepared once. */
export function hmacSha256(key: Uint8Array): (message: Uint8Array) => Uint8Array {
  const short = key.length > BLOCK ? hashOf([key]) : key;
  const inner = new Uint8Array(BLOCK).fill(0x36);
  const outer = new Uint8Array(BLOCK).fill(0x5c);
  short.forEach((byte, n) => {
    inner[n] = byte ^ 0x36;
    outer[n] = byte ^ 0x5c;
  });
  return (message) => hashOf([outer, hashOf([inner, message])]);
}

function hashOf(parts: readonly Uint8Array[]): Uint8Array {
  const hash = sha256();
  for (const part of parts) hash.update(part);
  return hash.digest();
}
