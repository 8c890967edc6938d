import { readRecords, type ReadProgress, type Rejection } from "../connect/files/index.ts";
import { NO_JUDGE } from "../pipeline/judge.ts";
import type { EventStore } from "../store/events/index.ts";
import type { StateStore } from "../store/state/index.ts";
import { Ingest } from "./ingest.ts";
import { type IncomingPage, PageReader } from "./page.ts";

/** What an import is told. */
export interface ImportOptions {
  /** Files, folders, `-` for what `stdin` holds. */
  readonly paths: readonly string[];
  readonly stdin?: string | undefined;
  readonly tenant: string;
  readonly events: EventStore;
  readonly state: StateStore;
  /** Milliseconds: when the events reach us. */
  readonly now: () => number;
  readonly reject: (rejection: Rejection) => void;
  readonly progress?: (progress: ReadProgress) => void;
}

/** What an import did, in events. */
export interface Imported {
  readonly stored: number;
  /** There already, with the same bytes. */
  readonly repeats: number;
  /** There already, with other bytes; what was there first stays. */
  readonly contradictions: number;
}

const SOURCE = "okta.system_log";

/**
 * Reads logs as a scan does and stores their events, each once, whatever is there already. The coverage ledger counts
 * them, but a file proves no time complete.
 */
export async function importFiles(options: ImportOptions): Promise<Imported> {
  const { paths, stdin, tenant, events, state, now, reject, progress } = options;
  const ingest = new Ingest(events, state);
  const reader = new PageReader(tenant, NO_JUDGE);
  let stored = 0;
  let repeats = 0;
  let contradictions = 0;
  const records = readRecords(paths, {
    reject,
    ...(stdin === undefined ? {} : { stdin }),
    ...(progress === undefined ? {} : { progress }),
  });
  for await (const batch of records) {
    const page: IncomingPage = reader.readBatch(batch, reject);
    const taken = await ingest.take({ tenant, source: SOURCE }, page, { received: now(), completeUntil: 0 });
    stored += taken.fresh.length;
    contradictions += taken.contradictions.length;
    repeats += taken.repeats - taken.contradictions.length;
  }
  return { stored, repeats, contradictions };
}
