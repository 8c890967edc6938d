import type { RecordBatch } from "../connect/files/record.ts";

/** A record in few words. */
export interface Line {
  readonly uid: number;
  readonly minute: number;
  readonly type: string;
  readonly actor: number;
}

const START = Date.UTC(2023, 9, 18);

export function textOf(line: Line): string {
  return JSON.stringify({
    actor: { id: `00u${line.actor}`, type: "User" },
    debugContext: { debugData: { secret: `s${line.actor}` } },
    eventType: line.type,
    published: new Date(START + line.minute * 60_000).toISOString(),
    target: [{ id: `t${line.actor}`, type: "AppInstance" }],
    uuid: `uid-${line.uid}`,
  });
}

/** Lines as record batches of so many lines, with or without spans. */
export async function* batchesOf(lines: readonly string[], size: number): AsyncGenerator<RecordBatch> {
  let base = 0;
  for (let at = 0; at < lines.length; at += size) {
    const some = lines.slice(at, at + size);
    const bytes = Buffer.from(some.map((line) => `${line}\n`).join(""));
    const spans: number[] = [];
    let start = 0;
    for (const [n, line] of some.entries()) {
      const length = Buffer.byteLength(line);
      spans.push(start, start + length, at + n + 1);
      start += length + 1;
    }
    yield {
      source: "log",
      file: "log.ndjson",
      bytes,
      base,
      line: at + 1,
      spans: size % 2 === 0 ? Int32Array.from(spans) : undefined,
      synthetic: false,
      origins: undefined,
    };
    base += bytes.length;
  }
}
