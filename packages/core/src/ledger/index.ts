/**
 * The rotation ledger: every credential that an intruder reached, until an event after the fact, a reading or a named
 * person shows that it is dead; then it is watched for ninety days. "Believed unused" closes nothing.
 */
export { type CanaryRow, canaryFinding, isUseOf } from "./canary.ts";
export { ledgerOf, type LedgerParts, WATCH_MS } from "./ledger-of.ts";
export { type CredentialKind, LEDGER_STATES, type LedgerProof, type LedgerRow, type LedgerState } from "./row.ts";
