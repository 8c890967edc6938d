import { decoded } from "./decode.ts";

/** A stretch of a decoded input. */
export interface ByteRange {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * Fetches bytes again by their place in the decoded input. Each file is read once, from its beginning to the last
 * byte that is wanted, so ask for all ranges of a file together; they come sorted by offset, whatever the order asked.
 * A range that the input no longer has comes with the bytes there are. Throws what the system throws.
 */
export async function* readRange<R extends ByteRange>(
  ranges: readonly R[],
  options: { readonly stdin?: string } = {},
): AsyncGenerator<{ readonly ref: R; readonly bytes: Uint8Array }> {
  for (const [file, refs] of Map.groupBy(ranges, (range) => range.file)) {
    refs.sort((a, b) => a.offset - b.offset);
    yield* rangesOf(refs, decoded({ file, stdin: options.stdin }));
  }
}

interface Open<R> {
  readonly ref: R;
  readonly parts: Buffer[];
}

async function* rangesOf<R extends ByteRange>(
  refs: readonly R[],
  blocks: AsyncGenerator<Buffer>,
): AsyncGenerator<{ readonly ref: R; readonly bytes: Uint8Array }> {
  let base = 0;
  let next = 0;
  let open: Open<R>[] = [];
  for await (const block of blocks) {
    const end = base + block.length;
    for (let ref = refs[next]; ref !== undefined && ref.offset < end; ref = refs[++next]) open.push({ ref, parts: [] });
    for (const { ref, parts } of open)
      parts.push(block.subarray(Math.max(0, ref.offset - base), Math.max(0, ref.offset + ref.length - base)));
    base = end;
    const done = open.filter(({ ref }) => ref.offset + ref.length <= base);
    open = open.filter(({ ref }) => ref.offset + ref.length > base);
    for (const { ref, parts } of done) yield { ref, bytes: Buffer.concat(parts) };
    if (open.length === 0 && next === refs.length) return;
  }
  for (const { ref, parts } of open) yield { ref, bytes: Buffer.concat(parts) };
  for (const ref of refs.slice(next)) yield { ref, bytes: Buffer.alloc(0) };
}
