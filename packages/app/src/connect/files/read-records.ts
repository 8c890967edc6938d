import { withHead } from "./bytes-of-file.ts";
import { contentOf, HEAD } from "./content.ts";
import { readCsv } from "./csv-reader.ts";
import { decoded } from "./decode.ts";
import { CompressedInputError } from "./decompress.ts";
import { findFiles, type InputFile, unreadable } from "./find-files.ts";
import { JsonCutter } from "./json-cutter.ts";
import { CHUNK, type ReadOptions, type RecordBatch } from "./record.ts";

/**
 * Reads every record of files, folders and the standard input (`-`), whatever they are wrapped, packed or encoded in.
 * What cannot be used goes to `options.reject`, and the rest is read; memory does not grow with the input. Nothing is
 * thrown for what an input holds (spec IN-1 to IN-59).
 *
 * Rejects with NL-INPUT-MISSING, -UNREADABLE, -EMPTY-FOLDER, -EMPTY, -BINARY, -TRUNCATED, -COMPRESSED, -NOT-JSON,
 * -NOT-EVENT, -CUT, -LINE-TOO-LONG, -DEPTH, -NUL, -CSV.
 */
export async function* readRecords(paths: readonly string[], options: ReadOptions): AsyncGenerator<RecordBatch> {
  const files = await findFiles(paths, options.reject);
  const total = files.some(({ file }) => file === "-") ? 0 : files.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  for (const input of files) {
    const read = (bytes: number): void => options.progress?.({ file: input.file, bytes: before + bytes, total });
    yield* readFile(input, options, read);
    before += input.size;
  }
}

async function* readFile(
  input: InputFile,
  options: ReadOptions,
  read: (bytes: number) => void,
): AsyncGenerator<RecordBatch> {
  const fault: Fault = { error: undefined };
  const blocks = untilFault(decoded({ file: input.file, stdin: options.stdin, read }), fault);
  const headed = withHead(blocks, 16 * HEAD)[Symbol.asyncIterator]();
  const first = await headed.next();
  const all = resumed(first, headed);
  let line = 0;
  try {
    const content = first.done === true ? undefined : contentOf(first.value);
    if (content === undefined) {
      if (fault.error === undefined) reject(input, options, "NL-INPUT-EMPTY", `The file "${input.file}" is empty`);
    } else if (content.kind === "binary") {
      reject(input, options, "NL-INPUT-BINARY", `The file "${input.file}" is ${content.what}; JSON or CSV is wanted`);
    } else if (content.kind === "csv") yield* readCsv({ input, blocks: all, delimiter: content.delimiter }, options);
    else {
      const cutter = new JsonCutter(input, options);
      for await (const chunk of sized(all, options.chunk ?? CHUNK)) yield* cutter.push(chunk);
      line = cutter.line;
      yield* cutter.finish(fault.error !== undefined);
    }
  } finally {
    await blocks.return(undefined);
  }
  if (fault.error instanceof CompressedInputError)
    options.reject({ file: input.file, line, code: fault.error.code, reason: fault.error.message });
  else if (fault.error !== undefined) options.reject(unreadable(input.file, fault.error));
}

/** What ended an input before its time. */
interface Fault {
  error: unknown;
}

async function* untilFault(blocks: AsyncIterable<Buffer>, fault: Fault): AsyncGenerator<Buffer> {
  try {
    yield* blocks;
  } catch (error) {
    fault.error = error ?? new Error("The input failed");
  }
}

async function* resumed(first: IteratorResult<Buffer>, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
}

/** The same bytes in pieces of one size, the last one excepted. */
async function* sized(blocks: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const block of blocks) {
    held.push(block);
    length += block.length;
    if (length < size) continue;
    const all = held.length === 1 ? block : Buffer.concat(held);
    let at = 0;
    for (; at + size <= all.length; at += size) yield all.subarray(at, at + size);
    held = at < all.length ? [all.subarray(at)] : [];
    length = all.length - at;
  }
  if (length > 0) yield Buffer.concat(held);
}

function reject(input: InputFile, options: ReadOptions, code: string, reason: string): void {
  options.reject({ file: input.file, line: 0, code, reason });
}
