/** The rotation ledger: every credential that an intruder reached, until an event or a reading shows that it is dead. */
export { type CredentialKind, LEDGER_STATES, type LedgerProof, type LedgerRow, type LedgerState } from "./row.ts";
