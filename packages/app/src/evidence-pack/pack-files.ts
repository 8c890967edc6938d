/** The files of an evidence pack. What a checker needs to know of them stands in HOW-TO-CHECK.txt, which is one. */
export const MANIFEST = "manifest.json";
export const SUMS = "SHA256SUMS";
export const EVENTS = "events.ndjson";
export const EVENT_LIST = "events.csv";
export const JOURNAL = "journal.ndjson";
export const CHAIN = "chain.ndjson";
export const REPORT = "report.json";
export const PAGE = "report.html";
export const HOW = "HOW-TO-CHECK.txt";

/** What a pack says of itself. */
export interface Manifest {
  readonly schema: "nightlatch.evidence-pack/1";
  readonly case: string;
  readonly tenant: string;
  /** The last entry of the case, and of the whole chain, that is in it. */
  readonly entry: number;
  readonly chain: { readonly entries: number; readonly head: string };
  readonly events: number;
  /** Events that the report cites, and the store no longer has. */
  readonly missing: readonly string[];
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

/** One entry of the journal as its hash covers it: the body is a text. */
export interface JournalLine {
  readonly seq: number;
  readonly at: number;
  readonly who: string;
  readonly kind: string;
  readonly subject: string;
  readonly body: string;
  readonly previous: string;
  readonly hash: string;
}
