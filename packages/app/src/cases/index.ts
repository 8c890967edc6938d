/**
 * Cases: read from the journal as they were known at any moment, written at its end. Findings at high or above join by
 * themselves; scope, questions and ledger are asked of the stored events and written when they say something new.
 */
export { asJson } from "./as-json.ts";
export { CaseBook, type CaseParts } from "./case-book.ts";
export { CaseError } from "./case-error.ts";
export { CaseKeeper, type CaseNews } from "./case-keeper.ts";
export { joinFindings } from "./join-findings.ts";
export { askQuestions, lookAtLedger, lookAtScope, lookFrom, type LookParts } from "./look.ts";
export { settleRow } from "./settle-row.ts";
export { seenOf, storedEvents } from "./stored-events.ts";
export { rolesNow, stateNow } from "./tenant-now.ts";
export { usedCredentials } from "./used-credentials.ts";
