import { isUsable } from "../assemble.ts";
import { notObject, problemOfRow, rowOf } from "../plain.ts";
import type { Problem } from "../problem.ts";
import type { TimeBounds } from "../timestamp.ts";
import { Interner } from "./interner.ts";
import type { Decode } from "./lexer.ts";
import { RecordReader } from "./record-reader.ts";
import { RowTable } from "./row-table.ts";
import { type Source, type Told, toldBy } from "./told.ts";

/** What a row reader works with. */
export interface RowReaderOptions {
  readonly decode: Decode;
  readonly bounds: TimeBounds;
  /** Further paths whose texts are wanted beside the envelope's: dotted, through objects and lists of objects. */
  readonly further: readonly string[];
}

/** Reads records into rows: the fast reader where it is sure, the plain one where it is not. */
export class RowReader {
  readonly table: RowTable;
  readonly #options: RowReaderOptions;
  readonly #fast: RecordReader;
  readonly #sources: readonly Source[];
  /** The record read last, when it took the plain reader. */
  #plain: object | undefined;

  constructor(options: RowReaderOptions) {
    this.#options = options;
    this.table = new RowTable(options.further.length);
    this.#fast = new RecordReader(this.table, new Interner(options.decode), options);
    this.#sources = this.#fast.further;
    this.renew();
  }

  /** Begins an empty table of rows. */
  renew(): void {
    this.table.clear(this.#fast.renew());
  }

  /** Where a row tells a further path, by its number. */
  source(further: number): Source {
    return this.#sources[further] ?? { kind: "record" };
  }

  /** What the row read last says at a further path, by its number. */
  text(further: number): Told {
    // What took the plain reader may have keys that differ from the wanted ones by case, which a rule forgives.
    const source = this.#plain === undefined ? this.#sources[further] : undefined;
    return source === undefined ? undefined : toldBy(this.table, this.table.count - 1, source);
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
