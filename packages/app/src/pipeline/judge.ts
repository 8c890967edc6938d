import type { Told } from "@nightlatch/core";

/** What a rule found in a record: its key, and the values its correlations and findings need, by field. */
export interface RuleHit {
  readonly rule: string;
  readonly values: Values;
}

type Values = Readonly<Record<string, readonly string[]>>;

/** The rules that a record matches. Many records have one verdict, which is then the same object. */
export interface Verdict {
  readonly rules: readonly string[];
  /** Fields whose values will be asked for when the event's turn has come; until then its row holds them. */
  readonly fields: readonly string[];
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
  readonly judge: (text: (path: string) => Told, parse: () => unknown) => Verdict;
  /** Every value of a field in a whole record, where no text tells it. */
  readonly values: (field: string, record: unknown) => readonly string[];
}

/** Where a judge comes from: a module that exports `createJudge`, called with `data` in every thread. */
export interface JudgeSource {
  readonly module: string;
  /** What structured clone can copy. */
  readonly data: unknown;
}

/** Judges nothing. */
export const NO_JUDGE: RecordJudge = { wanted: [], judge: () => NO_VERDICT, values: () => [] };
/** No rule matches. */
export const NO_VERDICT: Verdict = { rules: [], fields: [] };

/** What a judge finds in a record that is at hand whole. */
export function hitsOfRecord(judge: RecordJudge, record: unknown): readonly RuleHit[] {
  const { rules, fields } = judge.judge(
    () => undefined,
    () => record,
  );
  const values: Values = Object.fromEntries(fields.map((field) => [field, judge.values(field, record)]));
  return rules.map((rule) => ({ rule, values }));
}

/** Loads a judge. Throws a TypeError when the module does not export `createJudge`. */
export async function loadJudge(source: JudgeSource | undefined): Promise<RecordJudge> {
  if (source === undefined) return NO_JUDGE;
  const loaded = (await import(source.module)) as { readonly createJudge?: (data: unknown) => RecordJudge };
  if (loaded.createJudge === undefined)
    throw new TypeError(`The module "${source.module}" does not export createJudge`);
  return loaded.createJudge(source.data);
}
