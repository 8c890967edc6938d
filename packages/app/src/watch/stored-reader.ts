import { TIME_BOUNDS } from "@nightlatch/core";
import { ChunkReader, envelopeOfRow, hitsOf, type OrderedEvent, type RecordJudge } from "../pipeline/index.ts";
import type { StoredEvent } from "../store/events/index.ts";

/** Reads stored records as they would be read on their way in: by the same reader, before the same judge. */
export class StoredReader {
  readonly #tenant: string;
  readonly #reader: ChunkReader;

  constructor(tenant: string, judge: RecordJudge) {
    this.#tenant = tenant;
    this.#reader = new ChunkReader(judge, TIME_BOUNDS);
  }

  /** The events in the order given. A record that today's reader refuses is left out. */
  read(events: readonly StoredEvent[]): readonly OrderedEvent[] {
    const spans = new Int32Array(events.length * 3);
    let length = 0;
    for (const [n, { raw }] of events.entries()) {
      spans.set([length, length + raw.length, n + 1], n * 3);
      length += raw.length;
    }
    const bytes = Buffer.concat(events.map(({ raw }) => raw));
    const { rows } = this.#reader.read({ file: "store", bytes, base: 0, line: 1, spans, origins: undefined });
    const read: OrderedEvent[] = [];
    for (let row = 0; row < rows.count; row++)
      read.push({ envelope: envelopeOfRow({ rows, row }, this.#tenant), hits: hitsOf({ rows, row }) });
    return read;
  }
}
