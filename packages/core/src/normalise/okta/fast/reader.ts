import type { Envelope } from "../../../event/envelope.ts";
import { assemble, isUsable } from "../assemble.ts";
import type { Origin } from "../plain.ts";
import { TIME_BOUNDS } from "../timestamp.ts";
import { Interner } from "./interner.ts";
import type { Decode } from "./lexer.ts";
import { RecordReader } from "./record-reader.ts";
import { RowTable } from "./row-table.ts";

/** Reads records off bytes, one at a time. */
export interface FastReader {
  /**
   * The envelope of the record whose bytes lie between two positions, as `readOkta` would give it; `undefined` when
   * the plain reader has to be asked: bad JSON, no event, or anything unusual.
   */
  readonly read: (bytes: Uint8Array, span: Span, origin: Origin) => Envelope | undefined;
}

/** Positions of a record in a buffer; the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Makes a reader that keeps the strings it has met, within bounds (spec EV-30 to EV-36). */
export function createFastReader(decode: Decode): FastReader {
  const interner = new Interner(decode);
  const table = new RowTable(0, 1);
  const reader = new RecordReader(table, interner, { decode, further: [] });
  return {
    read(bytes, span, origin) {
      table.clear(reader.renew());
      if (!reader.read(bytes, span.start, span.end)) return undefined;
      if (!isUsable(table, 0, origin.bounds ?? TIME_BOUNDS)) return undefined;
      return assemble({ rows: table, row: 0, at: origin.at }, origin.tenant);
    },
  };
}
