import type { Told } from "@nightlatch/core";

/** What a rule found in a record: its key, and the values its correlations and findings need. */
export interface RuleHit {
  readonly rule: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Judges single records against rules, wherever the records are read (in a worker or not). It must depend on nothing
 * but the record, so that order, batching and workers change nothing.
 */
export interface RecordJudge {
  /** Dotted paths whose texts the judge asks for before it wants the whole record. */
  readonly wanted: readonly string[];
  /**
   * `text` gives the value at a wanted path as text, or one text for each object of a list: `""` when it is absent,
   * null or empty, `undefined` when only the whole record can tell. `parse` gives the whole record, at the price of
   * parsing it.
   */
  readonly judge: (text: (path: string) => Told, parse: () => unknown) => readonly RuleHit[];
}

/** Where a judge comes from: a module that exports `createJudge`, called with `data` in every thread. */
export interface JudgeSource {
  readonly module: string;
  /** What structured clone can copy. */
  readonly data: unknown;
}

/** Judges nothing. */
export const NO_JUDGE: RecordJudge = { wanted: [], judge: () => NO_HITS };
const NO_HITS: readonly RuleHit[] = [];

/** Loads a judge. Throws a TypeError when the module does not export `createJudge`. */
export async function loadJudge(source: JudgeSource | undefined): Promise<RecordJudge> {
  if (source === undefined) return NO_JUDGE;
  const loaded = (await import(source.module)) as { readonly createJudge?: (data: unknown) => RecordJudge };
  if (loaded.createJudge === undefined)
    throw new TypeError(`The module "${source.module}" does not export createJudge`);
  return loaded.createJudge(source.data);
}
