import type { Source } from "@nightlatch/core";
import type { RuleHit, Verdict } from "./judge.ts";

/** What rules found in the records of some rows. An event waits for its turn as numbers, so its hits do too. */
export interface RowVerdicts {
  /** Of each row: 0 when no rule matched, else one more than the place of its verdict. */
  readonly found: Int32Array;
  readonly verdicts: readonly Verdict[];
  /** Where a row tells the values of a field. */
  readonly sources: ReadonlyMap<string, Source>;
  /** Values that no row tells, by row; few need them. */
  readonly more: ReadonlyMap<number, RuleHit["values"]>;
}
