/**
 * Files in: every way a System Log export can lie on a disk, as batches of records.
 *
 * Bytes go through three steps: the file is decompressed and recoded (decode), its content told by its beginning
 * (content), and cut into records (json-cutter for JSON of any shape, csv-reader for tables). Wrappings are taken off
 * record by record (wrapping). No record is parsed here; the bytes of a record stay as they were.
 */
export { cutBytes } from "./cut-bytes.ts";
export { findFiles } from "./find-files.ts";

export type { ReadOptions, ReadProgress, RecordBatch, Rejection } from "./record.ts";
export { readRecords } from "./read-records.ts";
export { readRange } from "./read-range.ts";
export { spoolStdin } from "./spool-stdin.ts";
