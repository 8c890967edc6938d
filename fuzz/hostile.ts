import fc from "fast-check";

/** Bytes that are likely to matter to a reader: its own words in any order, with noise, and broken copies of samples. */
export function hostile(words: readonly string[], samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const word = fc.constantFrom(...words).map((text) => Buffer.from(text));
  const noise = fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes));
  const soup = fc
    .array(fc.oneof({ weight: 8, arbitrary: word }, { weight: 1, arbitrary: noise }), { maxLength: 40 })
    .map((parts) => Buffer.concat(parts));
  return samples.length === 0 ? soup : fc.oneof(soup, broken(samples));
}

/** A copy of a sample with some stretches replaced, doubled or cut away. */
function broken(samples: readonly Uint8Array[]): fc.Arbitrary<Buffer> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 12 }),
    bytes: fc.uint8Array({ maxLength: 6 }),
    doubled: fc.boolean(),
  });
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(change, { maxLength: 4 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([sample, changes, kept]) => {
      let bytes = Buffer.from(sample);
      for (const { at, length, bytes: put, doubled } of changes) {
        const from = Math.floor(at * bytes.length);
        const stretch = doubled ? bytes.subarray(from, from + length * 8) : put;
        bytes = Buffer.concat([bytes.subarray(0, from), stretch, bytes.subarray(from + (doubled ? 0 : length))]);
      }
      return kept < 0.3 ? bytes.subarray(0, Math.floor((kept / 0.3) * bytes.length)) : bytes;
    });
}
