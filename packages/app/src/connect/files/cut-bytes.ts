import { JsonCutter } from "./json-cutter.ts";
import type { RecordBatch, Rejection } from "./record.ts";

/** Cuts bytes that are at hand (a page of an API, a delivery of a hook) into records, as a file would be. */
export function* cutBytes(
  name: string,
  bytes: Uint8Array,
  reject: (rejection: Rejection) => void,
): Generator<RecordBatch> {
  const cutter = new JsonCutter({ source: name, file: name, size: bytes.length }, { reject });
  yield* cutter.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  yield* cutter.finish(false);
}
