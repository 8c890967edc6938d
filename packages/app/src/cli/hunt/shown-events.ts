import { type Envelope, isProblem, readOkta } from "@nightlatch/core";
import type { ShownEvent } from "../../report/index.ts";
import type { StoredEvent } from "../../store/events/index.ts";

/** Stored events as they are shown: read anew from their records. */
export function shownEvents(events: readonly StoredEvent[]): readonly ShownEvent[] {
  return events.map((event) => {
    const { raw: bytes, received } = event;
    const raw = textOf(bytes);
    const record = raw === undefined ? undefined : parsed(raw);
    // A record that is no UTF-8 is shown as far as it can be read.
    const readable = record ?? parsed(Buffer.from(bytes).toString("utf8"));
    return {
      envelope: envelopeOf(event, readable),
      received,
      raw: raw ?? Buffer.from(bytes).toString("base64"),
      record,
    };
  });
}

function envelopeOf({ tenant, uid, time, raw }: StoredEvent, record: unknown): Envelope {
  const options = { tenant, at: { file: "store", line: 0, offset: 0, length: raw.length } };
  const envelope = readOkta(record, options);
  if (!isProblem(envelope)) return envelope;
  // Today's reader refuses what was an event once; when and which it is, the store knows.
  const least = readOkta({ uuid: uid, published: new Date(time).toISOString(), eventType: "unreadable" }, options);
  if (isProblem(least)) throw new TypeError(`The store holds an event without a time or an id: ${least.reason}`);
  return least;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
