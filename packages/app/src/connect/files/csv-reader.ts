import { Readable } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import { BatchBuilder } from "./batch-builder.ts";
import { type ColumnPath, columnPath, holdsRecords, isCsvHeader } from "./csv-columns.ts";
import { recordOfRow } from "./csv-record.ts";
import type { InputFile } from "./find-files.ts";
import { MAX_RECORD, type ReadOptions, type RecordBatch } from "./record.ts";
import { unwrapMade } from "./wrapping.ts";

/** Rows given out together. */
const ROWS = 512;
const DELIMITERS = [",", ";", "\t"] as const;

/** The delimiter of a CSV export of events, told by its header; `undefined` when the text is none. */
export function csvDelimiter(head: string): string | undefined {
  const line = head.split(/\r?\n/, 1)[0] ?? "";
  const most = DELIMITERS.toSorted((a, b) => line.split(b).length - line.split(a).length)[0] ?? ",";
  const columns = line.split(most).map((column) => column.trim().replaceAll(/^"|"$/g, ""));
  return isCsvHeader(columns) ? most : undefined;
}

/** One row as csv-parse gives it with `info` and `raw`. */
interface Row {
  readonly info: Info;
  readonly record: readonly string[];
  readonly raw: string;
}

/**
 * Reads a CSV export: a column of whole records as JSON when there is one (`_raw`), else one record a row, put
 * together from columns named after its members. RFC 4180, any of `,` `;` tab between cells. A row with more or fewer
 * cells than the header is rejected (spec IN-50 to IN-56).
 */
export async function* readCsv(
  text: { readonly input: InputFile; readonly blocks: AsyncIterable<Buffer>; readonly delimiter: string },
  options: ReadOptions,
): AsyncGenerator<RecordBatch> {
  const { input, blocks, delimiter } = text;
  const builder = new BatchBuilder(input);
  const rejectRow = (line: number, reason: string): void =>
    options.reject({ file: input.file, line, code: "NL-INPUT-CSV", reason });
  const parser = parse({
    delimiter,
    info: true,
    raw: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: options.maxRecord ?? MAX_RECORD,
    on_skip: (error) => {
      rejectRow(lineOf(error), `The row cannot be read: ${error?.message ?? "it is no CSV"}`);
      return undefined;
    },
  });
  const rows = Readable.from(blocks, { objectMode: false });
  rows.on("error", (error) => parser.destroy(error));
  rows.pipe(parser);
  let columns: Columns | undefined;
  try {
    for await (const entry of parser) {
      const row = entry as Row;
      if (columns === undefined) columns = columnsOf(row.record);
      else makeRecord(row, columns, { builder, reject: rejectRow });
      if (builder.made >= ROWS) yield* builder.takeMade();
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    rejectRow(lineOf(error), `The rest of the CSV cannot be read: ${error.message}`);
  } finally {
    rows.destroy();
  }
  yield* builder.takeMade();
}

interface Columns {
  /** Columns that may hold whole records. */
  readonly whole: readonly number[];
  readonly paths: readonly (ColumnPath | undefined)[];
}

function columnsOf(header: readonly string[]): Columns {
  return {
    whole: header.flatMap((column, n) => (holdsRecords(column) ? [n] : [])),
    paths: header.map(columnPath),
  };
}

interface RowSink {
  readonly builder: BatchBuilder;
  readonly reject: (line: number, reason: string) => void;
}

function makeRecord(row: Row, columns: Columns, { builder, reject }: RowSink): void {
  // The parser leaves the line feed of a CRLF out of the raw row, but counts it.
  const length = Buffer.byteLength(row.raw) + (row.raw.endsWith("\r") ? 1 : 0);
  const from = {
    line: row.info.lines - (row.raw.trim().match(/\n/g)?.length ?? 0),
    offset: row.info.bytes - length,
    length,
  };
  const whole = columns.whole.map((n) => row.record[n]?.trim() ?? "").find((cell) => /^[[{]/.test(cell));
  if (whole === undefined) {
    builder.make(Buffer.from(recordOfRow(columns.paths, row.record)), from);
    return;
  }
  const sink = {
    event: () => undefined,
    made: (json: Uint8Array) => builder.make(json, from),
    reject: (_code: string, reason: string) => reject(from.line, reason),
  };
  unwrapMade(Buffer.from(whole), sink);
}

function lineOf(error: CsvError | undefined): number {
  const line: unknown = error?.["lines"];
  return typeof line === "number" ? line : 0;
}
