import { type LedgerRow, type LedgerState, WATCH_MS } from "@nightlatch/core";
import { CaseError } from "./case-error.ts";
import type { CaseBook } from "./case-book.ts";

/** What a person says of a row: that it is dead and how they know, or whose it is. */
export interface Settlement {
  readonly credential: string;
  readonly state?: Exclude<LedgerState, "open">;
  readonly text?: string;
  readonly owner?: string;
}

/**
 * Writes what a named person says of a row of the ledger. Answers the ledger. Throws CaseError NL-CASE-UNKNOWN for a
 * case or a credential that is not there.
 */
export async function settleRow(
  id: string,
  { credential, state, text = "", owner }: Settlement,
  { book, now, who }: { readonly book: CaseBook; readonly now: () => number; readonly who: string },
): Promise<readonly LedgerRow[]> {
  const { ledger } = await book.get(id);
  const row = ledger.find((one) => one.credential === credential);
  if (row === undefined)
    throw new CaseError(
      "NL-CASE-UNKNOWN",
      `The ledger of ${id} has no row "${credential}"; it has ${ledger.map((one) => one.credential).join(", ") || "none"}`,
    );
  const at = now();
  const settled: LedgerRow = {
    ...row,
    ...(owner === undefined ? {} : { owner }),
    ...(state === undefined
      ? {}
      : { state, watchUntil: at + WATCH_MS, proof: [...row.proof, { kind: "person" as const, who, at, text }] }),
  };
  return (await book.write(id, [{ kind: "case.ledger", body: { rows: [settled] } }], who)).ledger;
}
