import { isUsable } from "../assemble.ts";
import { notObject, problemOfRow, rowOf } from "../plain.ts";
import type { Problem } from "../problem.ts";
import type { TimeBounds } from "../timestamp.ts";
import { Interner } from "./interner.ts";
import type { Decode } from "./lexer.ts";
import { RecordReader } from "./record-reader.ts";
import { RowTable } from "./row-table.ts";

/** What a row reader works with. */
export interface RowReaderOptions {
  readonly decode: Decode;
  readonly bounds: TimeBounds;
  /** Further paths whose texts are wanted beside the envelope's: dotted, through objects only. */
  readonly further: readonly string[];
}

/** Reads records into rows: the fast reader where it is sure, the plain one where it is not. */
export class RowReader {
  readonly table: RowTable;
  readonly #options: RowReaderOptions;
  readonly #fast: RecordReader;
  /** The record read last, when it took the plain reader. */
  #plain: object | undefined;

  constructor(options: RowReaderOptions) {
    this.#options = options;
    this.table = new RowTable(options.further.length);
    this.#fast = new RecordReader(this.table, new Interner(options.decode), options);
    this.renew();
  }

  /** Begins an empty table of rows. */
  renew(): void {
    this.table.clear(this.#fast.renew());
  }

  /** Slot of each further path in a row, -1 where only the whole record can tell. */
  get slots(): readonly number[] {
    return this.#fast.further;
  }

  /** The record read last, parsed, when reading it has parsed it. */
  get parsed(): object | undefined {
    return this.#plain;
  }

  /**
   * Adds the row of the record between two positions, or says why there is none: NL-EVENT-JSON, or what `readOkta`
   * says.
   */
  read(bytes: Uint8Array, start: number, end: number): Problem | undefined {
    const { table } = this;
    this.#plain = undefined;
    if (this.#fast.read(bytes, start, end)) {
      if (isUsable(table, table.count - 1, this.#options.bounds)) return undefined;
      table.count--;
    }
    return this.#readPlain(bytes, start, end);
  }

  #readPlain(bytes: Uint8Array, start: number, end: number): Problem | undefined {
    let value: unknown;
    try {
      value = JSON.parse(this.#options.decode(bytes, start, end));
    } catch (error) {
      const said = error instanceof Error ? error.message.replaceAll(/\s+/g, " ").slice(0, 120) : "";
      return { code: "NL-EVENT-JSON", reason: `The record is not JSON: ${said}` };
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) return notObject(value);
    const row = rowOf(value, this.#options.further);
    const problem = problemOfRow(row, this.#options.bounds);
    if (problem !== undefined) return problem;
    this.table.copy(row);
    this.#plain = value;
    return undefined;
  }
}
